public import BNNIR
public import Foundation

/// The hand-written Verilog modules, by name.
public struct RTLLibrary: Sendable {
  /// Source text by module name; a module's file is `<name>.sv`.
  private let sources: [String: [UInt8]]
  /// Carry chains, and simulation models of primitives, in the directory's `xc7` and `xcup`,
  /// sorted.
  let structural: [(structure: Structure, name: String, source: [UInt8])]

  /// Reads every module of a directory.
  public init(directory: URL) throws(DiagnosticError) {
    let sources = Self.modules(in: directory)
    guard sources["bnn_mvu"] != nil else {
      throw DiagnosticError(.notALibrary(directory.path))
    }
    self.sources = sources
    structural = [Structure.xc7, .xcup].flatMap { structure in
      Self.modules(in: directory.appending(path: structure.rawValue))
        .sorted { $0.key < $1.key }.map { (structure, $0.key, $0.value) }
    }
  }

  /// Source text by module name.
  private static func modules(in directory: URL) -> [String: [UInt8]] {
    var sources: [String: [UInt8]] = [:]
    let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path)
    for name in names ?? [] where name.hasSuffix(".sv") {
      guard let data = try? Data(contentsOf: directory.appending(path: name)) else { continue }
      sources[String(name.dropLast(3))] = Array(data)
    }
    return sources
  }

  /// The library that came with the program: beside the executable.
  public static func standard() throws(DiagnosticError) -> RTLLibrary {
    let beside = ResourceDirectory.url(ofTarget: "HDLGen").appending(path: "rtl-templates")
    return try RTLLibrary(directory: beside)
  }

  /// The given modules and all that they instantiate, as files under `rtl/`, sorted.
  func files(for modules: [String]) -> [Design.File] {
    var needed: Set<String> = []
    var open = modules
    while let module = open.popLast() {
      guard let source = sources[module] else {
        preconditionFailure("bnn-hw bug: the RTL library has no module '\(module)'")
      }
      if needed.insert(module).inserted { open.append(contentsOf: references(in: source)) }
    }
    return needed.sorted().map {
      Design.File(path: "rtl/\($0).sv", contents: sources[$0] ?? [])
    }
  }

  /// Names of library modules that are instantiated in a source: `bnn_… #(`.
  private func references(in source: [UInt8]) -> [String] {
    let text = String(decoding: source, as: UTF8.self)
    return text.matches(of: /(?m)^\s*(bnn_\w+) #\(/).map { String($0.output.1) }
      .filter { sources[$0] != nil }
  }
}

/// Where SwiftPM puts a target's resources: in a directory beside the executable.
public enum ResourceDirectory {
  public static func url(ofTarget target: String) -> URL {
    let executable = Bundle.main.executableURL?.resolvingSymlinksInPath()
    let directory = executable?.deletingLastPathComponent() ?? URL(filePath: ".")
    return directory.appending(path: "bnn-hw_\(target).resources")
  }
}

extension Diagnostic {
  fileprivate static func notALibrary(_ path: String) -> Diagnostic {
    Diagnostic(
      "library.missing", file: path, "the RTL library (bnn_mvu.sv and others) is not there",
      hint: "keep the .resources directories beside the executable, or give --rtl-library DIR")
  }
}
