import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing
import ToolRunner

@Suite(.serialized) struct SimulationRunTests {
  private func run(
    _ simulator: Simulator, fault: TinyCircuit.Fault? = nil, idle: Int = 0, stall: Int = 0,
    seed: UInt32 = 1, checkLayers: Bool = true, trace: URL? = nil
  ) async throws -> SimulationResult {
    try await withTemporaryDirectory { directory in
      try TinyCircuit.write(to: directory, fault: fault)
      let generated = try GeneratedDirectory(opening: directory)
      let request = SimulationRequest(
        directory: directory, manifest: generated.manifest, frames: TinyCircuit.frames,
        simulator: simulator, idlePercent: idle, stallPercent: stall, seed: seed,
        checkLayers: checkLayers, trace: trace)
      return try await SimulationRun.run(request, golden: GoldenModel(generated.graph()))
    }
  }

  @Test(arguments: Simulator.allCases)
  func `finds a sound circuit equal, and measures its cycles`(simulator: Simulator) async throws {
    let result = try await run(simulator)
    #expect(result.firstMismatch == nil)
    #expect(result.mismatches == 0)
    #expect(result.latencyCycles == TinyCircuit.latencyCycles)
    #expect(result.cyclesPerFrame == TinyCircuit.cyclesPerFrame)
    #expect(result.totalCycles == TinyCircuit.latencyCycles + 3 * TinyCircuit.cyclesPerFrame)
    #expect(result.classes == TinyCircuit.classes)
  }

  @Test(arguments: Simulator.allCases, [(60, 0), (0, 60), (45, 45)])
  func `finds a sound circuit equal under irregular traffic`(
    simulator: Simulator, shares: (idle: Int, stall: Int)
  ) async throws {
    let steady = try await run(simulator)
    let irregular = try await run(simulator, idle: shares.idle, stall: shares.stall, seed: 7)
    #expect(irregular.mismatches == 0)
    #expect(irregular.totalCycles > steady.totalCycles)
  }

  @Test(arguments: Simulator.allCases)
  func `names the first wrong element`(simulator: Simulator) async throws {
    let result = try await run(simulator, fault: .wrongWeight)
    #expect(result.mismatches == 4)
    #expect(
      result.firstMismatch?.description
        == "frame 0, layer 'fc', stream 'sums', pixel (0, 0), channel 1: got -1, expected 1")
  }

  @Test func `sees only the output when layers are not checked`() async throws {
    let result = try await run(.icarus, fault: .wrongWeight, checkLayers: false)
    #expect(
      result.firstMismatch?.description
        == "frame 0, layer 'fc', stream 'm_axis', pixel (0, 0), channel 1: got -1, expected 1")
  }

  @Test(arguments: Simulator.allCases)
  func `finds a lane that is not cleared`(simulator: Simulator) async throws {
    let result = try await run(simulator, fault: .padding)
    #expect(
      result.firstMismatch?.description
        == "frame 0, layer 'input', stream 'bits', beat 2: got 1 in the unused lane 1, expected 0")
  }

  @Test(arguments: Simulator.allCases)
  func `finds a misplaced TLAST`(simulator: Simulator) async throws {
    let result = try await run(simulator, fault: .earlyLast)
    #expect(result.mismatches == 4)
    #expect(
      result.firstMismatch?.difference == .last(beat: 1, expected: false))
  }

  @Test(arguments: Simulator.allCases)
  func `finds beats that come twice`(simulator: Simulator) async throws {
    let result = try await run(simulator, fault: .duplicate)
    #expect(result.mismatches > 0)
  }

  @Test(arguments: Simulator.allCases)
  func `names the streams of a deadlock`(simulator: Simulator) async throws {
    let failure = await #expect(throws: SimulationFailure.self) {
      try await run(simulator, fault: .deadlock)
    }
    guard case .deadlock(let deadlock) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(deadlock.framesDone == 2)
    #expect(deadlock.blocked == ["s_axis", "bits", "sums"])
    #expect(deadlock.starved == ["m_axis"])
  }

  @Test(arguments: Simulator.allCases)
  func `finds an output that changes while it waits`(simulator: Simulator) async throws {
    let failure = await #expect(throws: SimulationFailure.self) {
      try await run(simulator, fault: .unstable, stall: 60)
    }
    guard case .unstableOutput = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }

  @Test func `finds registers that the reset forgets`() async throws {
    await #expect(throws: SimulationFailure.unknownValue(stream: "sums", cycle: 0)) {
      try await run(.icarus, fault: .unknown)
    }
  }

  @Test(arguments: Simulator.allCases)
  func `writes a waveform`(simulator: Simulator) async throws {
    try await withTemporaryDirectory { directory in
      let file = directory.appending(path: "a wave.fst")
      _ = try await run(simulator, trace: file)
      // An FST file starts with a header block of 329 bytes.
      let start = try Data(contentsOf: file).prefix(9)
      #expect(Array(start) == [0, 0, 0, 0, 0, 0, 0, 1, 73])
    }
  }
}
