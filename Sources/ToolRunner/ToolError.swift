/// Why a tool gave no result. All of these are the machine's problems, not the network's.
public enum ToolError: Error, Equatable, Sendable {
  case missing(Tool)
  /// `said` is what the tool answers when asked for its version.
  case wrongVersion(Tool, said: String)
  /// `output` is the end of what the tool said, standard error first choice.
  case failed(command: String, status: ToolStatus, output: String)
  case timedOut(command: String, after: Duration)
  case notStarted(command: String, reason: String)
  case unwritable(path: String, reason: String)
  case unreadable(path: String, reason: String)
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
    case .signalled(9): "signal 9: it was killed, perhaps because memory ran out"
    case .signalled(let signal): "signal \(signal)"
    }
  }
}

extension ToolError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let tool):
      "\(tool.name) is not installed; \(tool.installation)"
    case .wrongVersion(let tool, let said):
      "\(tool.name) is '\(said.prefix(80))', but expected version \(tool.oldestVersion ?? "1") or "
        + "newer; \(tool.installation)"
    case .failed(let command, let status, let output):
      "'\(command)' failed with \(status)\(output.isEmpty ? "" : ":\n\(output)")"
    case .timedOut(let command, let duration):
      "'\(command)' was stopped after \(duration)"
    case .notStarted(let command, let reason):
      "'\(command)' did not start: \(reason)"
    case .unwritable(let path, let reason):
      "\(path) cannot be written: \(reason)"
    case .unreadable(let path, let reason):
      "\(path) cannot be read: \(reason)"
    case .cancelled:
      "cancelled"
    }
  }
}
