public import ArgumentParser
import BNNIR
import Estimator
import Foundation
public import HDLGen
public import SimHarness

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract:
      "Run images through the generated Verilog and compare every bit with the golden model.",
    discussion: """
      Without DIR, takes the directory that generate wrote here. Without --images, sends random \
      frames. The clock cycles are those of the circuit: per frame in the steady state, and from the \
      first frame's first input transfer to its last output transfer.
      """)

  @Argument(help: "A directory that generate wrote.")
  var directory: String?

  @Option(help: "Images: idx, npy, npz (FILE.npz:array) or raw bytes.")
  var images: String?

  @Option(help: "Labels: idx, npy, npz (FILE.npz:array) or raw bytes.")
  var labels: String?

  @Option(help: "Take only the first N images; without --images, how many random ones.")
  var frames: Int?

  @Option(help: "Percent of cycles in which the sink takes nothing, 0 to 99.")
  var stall = 0

  @Option(help: "Percent of cycles in which the source offers nothing, 0 to 99.")
  var idle = 0

  @Option(help: "Seed of stalls, idle cycles and random frames.")
  var seed: UInt32 = 1

  @Flag(help: "Compare every stream inside the circuit, not only its output.")
  var layers = false

  @Option(help: "Write a waveform to this FST file.")
  var trace: String?

  @Option(
    help: "Write how much the inputs of units toggle to this file, for estimate --activity.")
  var activity: String?

  @Option(help: "verilator, or icarus: slow, but finds unknown values.")
  var simulator = Simulator.verilator

  @Option(
    help: """
      Verilog to simulate: behavioural, or the slower xc7 or xcup (popcounts of LUTs and carry chains) or \
      lut6 (of functions of six bits).
      """)
  var structure = Structure.behavioural

  @Option(
    help: """
      Simulate the core after synthesis with yosys for a family: \
      \(Family.allCases.map(\.rawValue).joined(separator: ", ")).
      """)
  var netlist: Family?

  @Option(
    help: """
      Write the weights of this directory, generated alike for another network, into the core before \
      the first frame, and compare with that network.
      """)
  var load: String?

  @Flag(help: "Print one JSON object to standard output.")
  var json = false

  func validate() throws {
    guard (0...99).contains(stall), (0...99).contains(idle) else {
      throw ValidationError("--stall and --idle are percentages from 0 to 99.")
    }
    if let frames, frames < 1 { throw ValidationError("--frames must be at least 1.") }
    if labels != nil, images == nil { throw ValidationError("--labels needs --images.") }
    if netlist != nil, layers {
      throw ValidationError("--layers needs streams that --netlist does not keep; leave one out.")
    }
    if netlist != nil, activity != nil {
      throw ValidationError("--activity needs units that --netlist does not keep; leave one out.")
    }
    if netlist != nil, structure != .behavioural {
      throw ValidationError("--netlist tells the structure; leave out --structure.")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let generated = try GeneratedDirectories.open(directory)
      let loaded = try load.map { path throws(DiagnosticError) in
        try LoadedWeights(of: path, into: generated.manifest)
      }
      let graph = try (loaded?.directory ?? generated).graph()
      let data = try stimulus(for: graph)
      let progress = ProgressLine()
      let request = SimulationRequest(
        directory: generated.url, manifest: generated.manifest, frames: data.frames,
        simulator: simulator, circuit: try await circuit(of: generated, progress),
        idlePercent: idle, stallPercent: stall, seed: seed, checkLayers: layers,
        trace: trace.map { URL(filePath: $0) }, watchesActivity: activity != nil,
        weights: loaded.map { ($0.directory.url, $0.port) })
      let total = data.frames.frames
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph)) {
        progress.show($0.text(total: total))
      }
      progress.clear()
      if let activity, let profile = result.activity {
        try OutputFile.write(OutputFile.json(profile), to: URL(filePath: activity))
      }
      let report = SimulateReport(
        generated.manifest, result, accuracy: data.accuracy(of: result.classes),
        layersChecked: layers)
      json ? Terminal.json(report) : Terminal.result(report.text)
      if let mismatch = result.firstMismatch {
        Terminal.say("error: the circuit differs from the golden model: \(mismatch)")
        throw ExitCode.mismatch
      }
      // Stalls and idle cycles take time of their own.
      if idle == 0, stall == 0,
        let difference = report.timingDifference(generated.manifest, isLoaded: load != nil)
      {
        Terminal.say("error: the circuit does not keep to its prediction: \(difference)")
        throw ExitCode.mismatch
      }
    }
  }

  private func circuit(
    of generated: GeneratedDirectory, _ progress: ProgressLine
  ) async throws -> SimulationRequest.Circuit {
    guard let netlist else { return .structure(structure) }
    progress.show("mapping the core with yosys for \(netlist.rawValue) …")
    return .netlist(
      try await NetlistMaker().netlist(of: generated.url, generated.manifest, on: netlist))
  }

  private func stimulus(for graph: Graph) throws(DiagnosticError) -> LabelledFrames {
    if let images {
      return try LabelledFrames.read(images: images, labels: labels, limit: frames, for: graph)
    }
    let count = frames ?? 32
    Terminal.say("note: no --images; sending \(count) random frames (seed \(seed))")
    var random = SplitMix64(seed: UInt64(seed))
    return LabelledFrames(frames: .random(count, for: graph.input, using: &random), labels: nil)
  }
}

extension Simulator: ExpressibleByArgument {}
extension Structure: ExpressibleByArgument {}

extension SimulationProgress {
  fileprivate func text(total: Int) -> String {
    switch self {
    case .building(let simulator): "building the circuit with \(simulator.rawValue) …"
    case .simulating(let frames): "simulating: \(frames) of \(total) frames"
    case .comparing: "comparing with the golden model …"
    }
  }
}
