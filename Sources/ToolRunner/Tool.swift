/// A program that this project starts.
public struct Tool: Hashable, Sendable {
  /// A name to look for in PATH, or an absolute path.
  public let name: String
  /// What to install where the program is missing.
  public let debianPackage: String
  /// Arguments that make it print its version and stop.
  public let versionArguments: [String]

  public init(name: String, debianPackage: String, versionArguments: [String] = ["--version"]) {
    self.name = name
    self.debianPackage = debianPackage
    self.versionArguments = versionArguments
  }

  public static let verilator = Tool(name: "verilator", debianPackage: "verilator")
  public static let yosys = Tool(name: "yosys", debianPackage: "yosys", versionArguments: ["-V"])
  public static let iverilog = Tool(
    name: "iverilog", debianPackage: "iverilog", versionArguments: ["-V"])
  public static let vvp = Tool(name: "vvp", debianPackage: "iverilog", versionArguments: ["-V"])
  /// Verilator's models are C++.
  public static let cxx = Tool(name: "g++", debianPackage: "g++")
  public static let ccache = Tool(name: "ccache", debianPackage: "ccache")
}
