/// Collects the problems of one stage, so that the user sees all of them at once.
///
/// Keeps the first `maximumKept` and counts the rest: a broken exporter makes one mistake a million
/// times.
public struct DiagnosticSink: Sendable {
  public static let maximumKept = 50

  public private(set) var diagnostics: [Diagnostic] = []
  private var omitted = 0

  public init() {}

  /// The diagnostic is not built if it would not be kept.
  public mutating func report(_ diagnostic: @autoclosure () -> Diagnostic) {
    if diagnostics.count < Self.maximumKept {
      diagnostics.append(diagnostic())
    } else {
      omitted += 1
    }
  }

  public var hasErrors: Bool { !diagnostics.isEmpty }

  /// Ends a stage: throws what was collected, if anything, in the order of the file.
  public func throwIfErrors() throws(DiagnosticError) {
    if hasErrors { throw DiagnosticError(diagnostics.inFileOrder, omitted: omitted) }
  }
}

/// All problems of a stage that failed; never empty.
public struct DiagnosticError: Error, Equatable, Sendable, CustomStringConvertible {
  public let diagnostics: [Diagnostic]
  /// How many problems there are besides these.
  public let omitted: Int

  public init(_ diagnostics: [Diagnostic], omitted: Int = 0) {
    precondition(!diagnostics.isEmpty, "bnn-hw bug: an error without a diagnostic")
    self.diagnostics = diagnostics
    self.omitted = omitted
  }

  public init(_ diagnostic: Diagnostic) {
    self.init([diagnostic])
  }

  /// The line that stands for the omitted problems; nil if there are none.
  public var omission: String? {
    omitted == 0 ? nil : "… and \(UserText.counted(omitted, "more problem"))"
  }

  public var description: String {
    (diagnostics.map(\.description) + [omission].compactMap(\.self)).joined(separator: "\n")
  }
}

extension [Diagnostic] {
  /// Those without a position first; equal positions keep their order.
  fileprivate var inFileOrder: [Diagnostic] {
    let keys = map { ($0.location?.line ?? 0, $0.location?.column ?? 0) }
    return indices.sorted { (keys[$0].0, keys[$0].1, $0) < (keys[$1].0, keys[$1].1, $1) }
      .map { self[$0] }
  }
}
