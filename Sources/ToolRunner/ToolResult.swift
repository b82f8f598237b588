/// What a tool that ended with status 0 wrote.
public struct ToolResult: Hashable, Sendable {
  public let standardOutput: String
  public let standardError: String

  public init(standardOutput: String, standardError: String) {
    self.standardOutput = standardOutput
    self.standardError = standardError
  }
}
