internal import BNNIR
public import Foundation
public import HDLGen
public import ToolRunner

/// Maps a whole generated core and gives its netlist, to be simulated.
public struct NetlistMaker: Sendable {
  private let tools: ToolRunner
  private let timeout: Duration

  /// `timeout` is for each run of yosys.
  public init(tools: ToolRunner = ToolRunner(), timeout: Duration = .seconds(3600)) {
    self.tools = tools
    self.timeout = timeout
  }

  /// The core in cells of the family, with the Verilog that is written for it. Memories that would
  /// be block RAM become LUTs, but for the iCE40: yosys has no models of the other families' block
  /// RAM.
  ///
  /// Throws `DiagnosticError` for a damaged directory and `ToolError` for a missing or failed
  /// yosys.
  public func netlist(
    of directory: URL, _ manifest: Manifest, on family: Family
  ) async throws -> Netlist {
    let files = try DesignFiles(
      reading: directory, manifest, structure: family.structure(of: manifest))
    let scratch = TemporaryFolder.unused("netlist")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let target = scratch.appending(path: "netlist.v")
    let synthesis = Synthesis(ofTop: manifest, files: files, family: family)
    _ = try await tools.run(
      .yosys, ["-q", "-p", synthesis.verilogScript(to: target)], in: directory, timeout: timeout)
    return Netlist(files: [
      .init(path: "netlist.v", contents: Array(try Data(contentsOf: target))),
      .init(path: "cells.v", contents: try await models(of: family, in: scratch)),
    ])
  }

  /// Yosys knows where its data are, and says it when it reads them.
  private func models(of family: Family, in scratch: URL) async throws -> [UInt8] {
    let said = try await tools.run(
      .yosys, ["-p", "read_verilog -lib \(family.cellModels)"], in: scratch, timeout: timeout
    ).standardOutput
    guard let path = said.firstMatch(of: /from `([^']+)'/)?.output.1,
      let models = Self.text(of: URL(filePath: String(path)))
    else {
      throw ToolError.failed(
        command: "yosys", status: .exited(0),
        output: "it does not say where \(family.cellModels) is")
    }
    // The iCE40's models give ports default values, which Icarus does not know, unless told not to.
    return Array("`define NO_ICE40_DEFAULT_ASSIGNMENTS\n\(models)".utf8)
  }

  /// A Verilog file with the files that it includes; nil if one of them cannot be read.
  private static func text(of file: URL) -> String? {
    guard var text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    for match in text.matches(of: /`include "([^"]+)"/).reversed() {
      let included = file.deletingLastPathComponent().appending(path: String(match.output.1))
      guard let contents = Self.text(of: included) else { return nil }
      text.replaceSubrange(match.range, with: contents)
    }
    return text
  }
}
