import Foundation
import HDLGen
import ToolRunner

/// Makes a program out of a circuit, once for each circuit: it is kept in the cache.
///
/// Tools see only relative paths, in a temporary directory that holds copies of the sources and has
/// no space in its path: make takes no other. Memory contents are not part of a program; it reads
/// them from the generated directory when it runs.
struct SimulatorBuild {
  struct File {
    let path: String
    let contents: [UInt8]
  }

  let tools: ToolRunner
  let cache: CacheDirectory
  let sources: HarnessSources

  /// Whether Verilator writes waveforms is decided when it builds.
  func program(
    for request: SimulationRequest, harness: HarnessModule
  ) async throws -> URL {
    switch request.simulator {
    case .verilator: try await verilated(request, harness)
    case .icarus: try await interpreted(request, harness)
    }
  }

  private func verilated(
    _ request: SimulationRequest, _ harness: HarnessModule
  ) async throws -> URL {
    let main = try committed(HarnessSources.verilatorMain)
    let circuit = try circuit(request, harness)
    let jobs = min(4, ProcessInfo.processInfo.activeProcessorCount)
    let arguments =
      [
        "--cc", "--exe", "--build", "-O3", "--x-assign", "unique", "--x-initial", "unique",
        "-Wno-fatal", "-Wno-lint", "-Wno-style", "--prefix", "V\(HarnessModule.name)",
        "--top-module", HarnessModule.name, "-Mdir", "obj", "-o", "simulator",
        "-MAKEFLAGS", "OPT_FAST=-O2 OPT_GLOBAL=-O2",
      ] + (request.trace == nil ? [] : ["--trace-fst"]) + circuit.map(\.path) + [main.path]
    return try await cached(
      .verilator, besides: [.cxx], arguments: arguments, files: circuit + [main]
    ) { directory throws(ToolError) in
      _ = try await tools.run(
        .verilator, ["-j", "\(jobs)"] + arguments, in: directory, environment: await ccache())
      return directory.appending(path: "obj/simulator")
    }
  }

  private func interpreted(
    _ request: SimulationRequest, _ harness: HarnessModule
  ) async throws -> URL {
    let files = try circuit(request, harness) + [committed(HarnessSources.icarusMain)]
    let parameters = [
      ("InBytes", harness.inputBytes), ("OutWords", harness.outputWords),
      ("Taps", harness.taps), ("SlotWords", harness.slotWords),
    ]
    let arguments =
      ["-g2012", "-o", "simulator", "-s", "tb_bnn_harness"]
      + parameters.map { "-Ptb_bnn_harness.\($0.0)=\($0.1)" } + files.map(\.path)
    return try await cached(
      .iverilog, besides: [], arguments: arguments, files: files
    ) { directory throws(ToolError) in
      _ = try await tools.run(.iverilog, arguments, in: directory)
      return directory.appending(path: "simulator")
    }
  }

  /// The generated circuit's Verilog and the module around it.
  private func circuit(_ request: SimulationRequest, _ harness: HarnessModule) throws -> [File] {
    let files: [File]
    switch request.circuit {
    case .structure(let structure):
      files = try request.manifest.sources(of: structure, withModels: true).map { path in
        let data = try Data(contentsOf: request.directory.appending(path: path))
        return File(path: path, contents: Array(data))
      }
    case .netlist(let netlist):
      files = netlist.files.map { File(path: $0.path, contents: $0.contents) }
    }
    let memory = harness.memory == nil ? [] : [try committed(HarnessSources.memory)]
    return files + memory
      + [File(path: "\(HarnessModule.name).sv", contents: Array(harness.text.utf8))]
  }

  private func committed(_ name: String) throws(SimulationFailure) -> File {
    File(path: name, contents: try sources.text(of: name))
  }

  /// Verilator's makefiles put this word before the compiler.
  private func ccache() async -> [String: String] {
    let isThere = (try? await tools.version(of: .ccache)) != nil
    return isThere ? ["OBJCACHE": "ccache"] : [:]
  }

  private func cached(
    _ tool: Tool, besides others: [Tool], arguments: [String], files: [File],
    build: (URL) async throws(ToolError) -> URL
  ) async throws -> URL {
    var hash = ContentHash()
    for tool in [tool] + others { hash.add(tool.name, try await tools.version(of: tool)) }
    for argument in arguments { hash.add("argument", argument) }
    for file in files { hash.add(file.path, file.contents) }
    let location = cache.location(of: tool.name, hash)
    if FileManager.default.fileExists(atPath: location.path(percentEncoded: false)) {
      return location
    }
    let directory = TemporaryFolder.unused("simulator")
    defer { try? FileManager.default.removeItem(at: directory) }
    for file in files {
      let target = directory.appending(path: file.path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.contents).write(to: target)
    }
    let program = try await build(directory)
    guard FileManager.default.fileExists(atPath: program.path(percentEncoded: false)) else {
      throw ToolError.failed(
        command: tool.name, status: .exited(0), output: "it did not make the simulator")
    }
    try cache.store(copyOf: program, as: tool.name, hash)
    return location
  }
}
