internal import Foundation
internal import HDLGen
internal import ToolRunner

/// Maps one module and has nextpnr place and route it.
struct PlacementRun: Sendable {
  let synthesis: Synthesis
  let subject: Subject
  let target: PlaceAndRoute
  /// nextpnr's name and version, as a report has it.
  let tool: String
  let clockHertz: Int
  let tools: ToolRunner
  /// Where yosys runs.
  let directory: URL
  /// For each tool.
  let timeout: Duration

  /// What nextpnr sees of the module.
  enum Subject: Sendable {
    /// The module itself, with these ports.
    case bare([ModulePort])
    /// The module in a `ScanWrapper`, with these inputs held at 0.
    case wrapped(held: Set<String>)
  }

  /// Why there is no placement though the tools work.
  enum Obstacle: Error {
    /// The device has fewer cells of a kind than the module.
    case tooLarge
    /// The router gives no time for any path: nextpnr leaves very short ones out on some families.
    case noTimedPath
  }

  private static let constraintsName = "pins.cst"
  private static let netlistName = "core.json"

  /// Everything that the placement depends on. `router` is nextpnr's whole version.
  func key(files: DesignFiles, yosys: String, router: String) -> ContentHash {
    var hash = synthesis.key(files: files, yosys: yosys)
    hash.add("router", router)
    for option in options { hash.add("option", option) }
    hash.add("constraints", constraints ?? "")
    if case .wrapped(let held) = subject {
      hash.add("wrapper", Self.sampleWrapper?.text ?? "")
      for step in wrapping(around: "", netlist: "") { hash.add("wrapping", step) }
      for port in held.sorted() { hash.add("held", port) }
    }
    return hash
  }

  /// Throws `Obstacle` or `ToolError`.
  func placement() async throws -> Placement {
    let scratch = TemporaryFolder.unused("place")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let wrapper = try await map(in: scratch)
    if let constraints {
      try Data(constraints.utf8).write(to: scratch.appending(path: Self.constraintsName))
    }
    do {
      _ = try await tools.run(target.tool, options, in: scratch, timeout: timeout)
    } catch {
      guard case .failed(_, _, let output) = error, output.contains("no BELs remaining") else {
        throw error
      }
      throw Obstacle.tooLarge
    }
    let report = (try? Data(contentsOf: scratch.appending(path: "report.json"))) ?? Data()
    if Placement.hasNoTimedPath(report: report) { throw Obstacle.noTimedPath }
    guard
      let placement = Placement(
        report: report, tool: tool, package: target.package, wrapper: wrapper)
    else {
      throw ToolError.failed(
        command: target.tool.name, status: .exited(0), output: "its report is not as expected")
    }
    return placement
  }

  /// Leaves the netlist in the folder.
  private func map(in scratch: URL) async throws -> ScanWrapper? {
    let netlist = scratch.appending(path: Self.netlistName)
    switch subject {
    case .bare:
      _ = try await yosys(
        synthesis.script(netlist: netlist, pads: constraints != nil), in: directory)
      return nil
    case .wrapped(let held):
      let content = "content.il"
      let said = try await yosys(
        synthesis.moduleScript(to: scratch.appending(path: content)), in: directory)
      guard
        let wrapper = ScanWrapper(synthesis.module, ports: ModulePort.listed(in: said), held: held)
      else {
        throw ToolError.failed(
          command: "yosys", status: .exited(0),
          output: "its list of ports is not as expected:\n\(said.prefix(200))")
      }
      try Data((wrapper.blackBox + wrapper.text).utf8).write(
        to: scratch.appending(path: "\(ScanWrapper.module).v"))
      let steps = wrapping(around: content, netlist: Self.netlistName)
      _ = try await yosys(steps.joined(separator: "; "), in: scratch)
      return wrapper
    }
  }

  private func yosys(_ script: String, in directory: URL) async throws(ToolError) -> String {
    try await tools.run(.yosys, ["-q", "-p", script], in: directory, timeout: timeout)
      .standardOutput
  }

  /// Maps the wrapper around a black box before the mapped module takes the box's place, so that
  /// neither changes the other.
  private func wrapping(around content: String, netlist: String) -> [String] {
    [
      "read_verilog \(ScanWrapper.module).v",
      "\(synthesis.family.synthesisWithPads) -top \(ScanWrapper.module)",
      "read_rtlil -overwrite \(content)", "flatten", "clean", "write_json \(netlist)",
    ]
  }

  private var constraints: String? {
    switch subject {
    case .bare(let ports): target.constraints(of: ports)
    case .wrapped: target.constraints(of: ScanWrapper.pins)
    }
  }

  private var options: [String] {
    target.options + (constraints == nil ? [] : ["-o", "cst=\(Self.constraintsName)"]) + [
      "--json", Self.netlistName, "--report", "report.json",
      "--freq", String(Double(clockHertz) / 1e6), "--timing-allow-fail", "--seed", "1", "--quiet",
    ]
  }

  /// Its text changes with the wrapper's form.
  private static let sampleWrapper = ScanWrapper(
    "sample",
    ports: [
      ModulePort(direction: .input, name: "in_i", bits: 2),
      ModulePort(direction: .output, name: "out_o", bits: 2),
    ])
}
