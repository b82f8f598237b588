/// Why a tool gave no result. All of these are the machine's problems, not the network's.
public enum ToolError: Error, Equatable, Sendable {
  case missing(Tool)
  /// `output` is the end of what the tool said, standard error first choice.
  case failed(command: String, status: ToolStatus, output: String)
  case timedOut(command: String, after: Duration)
  case notStarted(command: String, reason: String)
  case unwritable(path: String, reason: String)
  /// The task that waited for the tool was cancelled; the tool has ended.
  case cancelled
}

/// How a process ended.
public enum ToolStatus: Hashable, Sendable {
  case exited(Int)
  case signalled(Int)
}

extension ToolStatus: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exited(let code): "exit status \(code)"
    case .signalled(let signal): "signal \(signal)"
    }
  }
}

extension ToolError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let tool):
      "\(tool.name) is not installed; \(tool.installation)"
    case .failed(let command, let status, let output):
      "'\(command)' failed with \(status)\(output.isEmpty ? "" : ":\n\(output)")"
    case .timedOut(let command, let duration):
      "'\(command)' was stopped after \(duration)"
    case .notStarted(let command, let reason):
      "'\(command)' did not start: \(reason)"
    case .unwritable(let path, let reason):
      "\(path) cannot be written: \(reason)"
    case .cancelled:
      "cancelled"
    }
  }
}
