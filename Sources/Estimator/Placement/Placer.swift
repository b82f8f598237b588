internal import BNNIR
internal import Foundation
internal import HDLGen
internal import ToolRunner

/// Maps the whole core and has nextpnr place and route it.
struct Placer: Sendable {
  private let target: PlaceAndRoute
  private let device: Device
  private let constraints: String?
  private let version: String
  private let synthesis: Synthesis
  private let key: ContentHash
  private let manifest: Manifest
  private let options: [String]
  private let tools: ToolRunner
  private let cache: CacheDirectory
  private let timeout: Duration

  /// Throws what can be known without a run. `yosys` is its version; `timeout` is for each tool.
  init(
    _ manifest: Manifest, _ files: DesignFiles, on device: Device, tools: ToolRunner,
    cache: CacheDirectory, yosys: String, timeout: Duration
  ) async throws {
    guard let target = PlaceAndRoute(device) else {
      throw DiagnosticError(.notPlaceable(device))
    }
    constraints = target.constraints(of: manifest)
    if target.pins != nil, constraints == nil {
      throw DiagnosticError(.tooManyPorts(manifest, device))
    }
    self.target = target
    self.device = device
    let versionLine = try await tools.version(of: target.tool)
    version = Self.shortVersion(versionLine, of: target.tool)
    synthesis = Synthesis(ofTop: manifest, files: files, family: device.family)
    self.manifest = manifest
    self.tools = tools
    self.cache = cache
    self.timeout = timeout
    options =
      target.options + (constraints == nil ? [] : ["-o", "cst=\(Self.constraintsName)"]) + [
        "--json", "core.json", "--report", "report.json",
        "--freq", String(Double(manifest.clockHertz) / 1e6), "--timing-allow-fail", "--seed", "1",
        "--quiet",
      ]
    var hash = synthesis.key(files: files, yosys: yosys)
    hash.add("router", versionLine)
    for option in options { hash.add("option", option) }
    hash.add("constraints", constraints ?? "")
    key = hash
  }

  private static let cacheKind = "placement"
  private static let constraintsName = "pins.cst"

  /// Remembers what came of it, for the same netlist, tools and device.
  func place(in directory: URL) async throws -> Placement {
    if let known = cache.value(of: Self.cacheKind, key, as: Placement.self) { return known }
    let placement = try await placeAnew(in: directory)
    try cache.store(placement, as: Self.cacheKind, key)
    return placement
  }

  private func placeAnew(in directory: URL) async throws -> Placement {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "bnn-hw-place-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let netlist = scratch.appending(path: "core.json")
    _ = try await tools.run(
      .yosys, ["-q", "-p", synthesis.script(netlist: netlist, pads: constraints != nil)],
      in: directory, timeout: timeout)
    if let constraints {
      try Data(constraints.utf8).write(to: scratch.appending(path: Self.constraintsName))
    }
    do {
      _ = try await tools.run(target.tool, options, in: scratch, timeout: timeout)
    } catch {
      guard case .failed(_, _, let output) = error, output.contains("no BELs remaining") else {
        throw error
      }
      throw DiagnosticError(.doesNotFit(manifest, device))
    }
    guard let data = try? Data(contentsOf: scratch.appending(path: "report.json")),
      let placement = Placement(report: data, tool: version, package: target.package)
    else {
      throw ToolError.failed(
        command: target.tool.name, status: .exited(0), output: "its report is not as expected")
    }
    return placement
  }

  /// `nextpnr-ice40 0.4-1+b1` of `… (Version 0.4-1+b1)`.
  private static func shortVersion(_ line: String, of tool: Tool) -> String {
    guard let version = line.firstMatch(of: /Version ([^)]+)\)/)?.output.1 else { return tool.name }
    return "\(tool.name) \(version)"
  }
}

extension Diagnostic {
  fileprivate static func notPlaceable(_ device: Device) -> Diagnostic {
    let names = Device.all.filter { PlaceAndRoute($0) != nil }.map(\.name)
    return Diagnostic(
      "place.device", file: "--place", "no free tool places designs on '\(device.name)'",
      hint: "expected \(Spelling.list(names))")
  }

  fileprivate static func doesNotFit(_ manifest: Manifest, _ device: Device) -> Diagnostic {
    Diagnostic(
      "place.fit", file: "--place", "'\(manifest.name)' does not fit into '\(device.name)'",
      hint: "generate it with smaller PE and SIMD, or take a larger device")
  }

  fileprivate static func tooManyPorts(_ manifest: Manifest, _ device: Device) -> Diagnostic {
    Diagnostic(
      "place.ports", file: "--place",
      "the core has \(PlaceAndRoute.portBits(of: manifest).count) port bits, more than there are "
        + "pins to place them on '\(device.name)'",
      hint: "narrower ports: a smaller SIMD of the first layer, or PE of the last")
  }
}
