import BNNIR
import Foundation
import HDLGen
import ToolRunner

/// Runs a built simulator on a request's frames; what it recorded stays in a working directory.
struct SimulatorRun {
  /// How a run that came to its end went.
  struct End {
    /// Cycles run, from the end of reset.
    let cycles: Int
    /// The cycle of the first input transfer.
    let firstInput: Int
    let seconds: Double
    /// The highest fill of each of the harness's FIFOs.
    var fills: [Int] = []
    /// Of each of the harness's inputs.
    var activity: [ActivityProfile.Unit] = []
  }

  let tools: ToolRunner
  let request: SimulationRequest
  let harness: HarnessModule

  func run(
    _ program: URL, in work: URL, progress: @escaping @Sendable (SimulationProgress) -> Void
  ) async throws -> End {
    let stimulus = Stimulus.bytes(of: request.frames, layout: BeatLayout(request.manifest.input))
    try Data(stimulus).write(to: work.appending(path: "input.bin"))
    let words = harness.tapWords.map { String($0, radix: 16) }.joined(separator: "\n")
    try Data("\(words)\n".utf8).write(to: work.appending(path: "tap_words.hex"))
    let start = ContinuousClock.now
    let result = try await tools.run(
      tool(program), arguments(program, work), in: request.directory,
      onOutputLine: { line in
        guard case .frames(let frames) = HarnessEvent(line[...]) else { return }
        progress(.simulating(frames: frames))
      })
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return try end(of: result.standardOutput, seconds: seconds)
  }

  private func tool(_ program: URL) -> Tool {
    switch request.simulator {
    case .verilator:
      Tool(name: program.path(percentEncoded: false), from: .debian("verilator"))
    case .icarus: .vvp
    }
  }

  private func arguments(_ program: URL, _ work: URL) -> [String] {
    let port = request.manifest.output
    let shared: [(String, String)] = [
      ("work", work.path(percentEncoded: false)),
      ("output_beats", "\(request.frames.frames * port.beatsPerFrame)"),
      ("frame_beats", "\(port.beatsPerFrame)"),
      ("record_taps", request.checkLayers && !request.manifest.streams.isEmpty ? "1" : "0"),
      ("idle", "\(request.idlePercent)"), ("stall", "\(request.stallPercent)"),
      ("seed", "\(request.seed)"), ("patience", "\(patience)"),
      ("trace", request.trace?.absoluteURL.path(percentEncoded: false) ?? ""),
    ]
    switch request.simulator {
    case .verilator:
      let widths = [
        ("input_bytes", "\(harness.inputBytes)"), ("output_words", "\(harness.outputWords)"),
        ("tap_words", harness.tapWords.map(String.init).joined(separator: ",")),
        ("slot_words", "\(harness.slotWords)"),
      ]
      return (shared + widths).map { "\($0.0)=\($0.1)" }
    case .icarus:
      return ["-n", program.path(percentEncoded: false), "-fst"]
        + shared.map { "+\($0.0)=\($0.1)" }
    }
  }

  /// Cycles without a transfer at the ports that no working circuit needs: twice what a frame takes
  /// from end to end, stretched by the idle and stalled shares.
  private var patience: Int {
    let running = 100 - max(request.idlePercent, request.stallPercent)
    let manifest = request.manifest
    let writes = 3 * (request.weights?.port.writes ?? 0)
    return (writes + 2 * (manifest.latencyCycles + manifest.cyclesPerFrame) + 1000) * 100 / running
  }

  private func end(of output: String, seconds: Double) throws(SimulationFailure) -> End {
    var handshakes: [HarnessEvent.Handshake] = []
    var end: End?
    var fills = Array(repeating: 0, count: harness.watches.fifos.count)
    var activity: [ActivityProfile.Unit] = []
    for line in output.split(separator: "\n") {
      switch HarnessEvent(line) {
      case .frames, nil: continue
      case .stream(let handshake): handshakes.append(handshake)
      case .deadlock(let cycle, let beats): throw deadlock(cycle, beats, handshakes)
      case .unstable(let cycle): throw .unstableOutput(cycle: cycle)
      case .weightsError(let cycle): throw .weightsError(cycle: cycle)
      case .unknown(let cycle, let name):
        throw .unknownValue(stream: streamName(name), cycle: cycle)
      case .done(let cycles, let firstInput):
        end = End(cycles: cycles, firstInput: firstInput, seconds: seconds)
      case .fill(let fifo, let beats): if fills.indices.contains(fifo) { fills[fifo] = beats }
      case .toggles(let index, let cycles, let toggles):
        guard harness.watches.inputs.indices.contains(index) else { continue }
        let input = harness.watches.inputs[index]
        activity.append(
          .init(unit: input.unit, bits: input.bits, cycles: cycles, toggles: toggles))
      }
    }
    let order = Dictionary(
      uniqueKeysWithValues: harness.watches.inputs.enumerated().map { ($1.unit, $0) })
    end?.fills = fills
    end?.activity = activity.sorted { order[$0.unit] ?? 0 < order[$1.unit] ?? 0 }
    guard let end else { throw .noResult(simulator: request.simulator) }
    return end
  }

  private func deadlock(
    _ cycle: Int, _ beats: Int, _ handshakes: [HarnessEvent.Handshake]
  ) -> SimulationFailure {
    .deadlock(
      SimulationFailure.Deadlock(
        cycle: cycle, framesDone: beats / request.manifest.output.beatsPerFrame,
        blocked: handshakes.filter { $0.valid && !$0.ready }.map { streamName($0.name) },
        starved: handshakes.filter { !$0.valid && $0.ready }.map { streamName($0.name) }))
  }

  /// The harness numbers the streams inside and names the ports.
  private func streamName(_ name: String) -> String {
    guard let index = Int(name), request.manifest.streams.indices.contains(index) else {
      return name
    }
    return request.manifest.streams[index].name
  }
}
