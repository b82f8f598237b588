public import BNNIR
import Foundation
import HDLGen
public import ToolRunner

/// Simulates a generated directory and compares all that it does with the golden model.
public enum SimulationRun {
  /// Builds the simulator if the cache does not have it, streams the frames, and compares.
  ///
  /// `golden` is of the network that the directory was generated from, before or after the network
  /// passes. Throws `ToolError` for a tool that is missing or failed, `SimulationFailure` where the
  /// circuit did not come to its end, and `DiagnosticError` if manifest and network do not belong
  /// together. `progress` is called from any thread.
  public static func run(
    _ request: SimulationRequest, golden: GoldenModel, tools: ToolRunner = ToolRunner(),
    cache: CacheDirectory = CacheDirectory(),
    progress: @escaping @Sendable (SimulationProgress) -> Void = { _ in }
  ) async throws -> SimulationResult {
    let harness = HarnessModule(
      manifest: request.manifest,
      watches: HarnessWatches(
        request.manifest, hasUnits: request.circuit.hasUnits, activity: request.watchesActivity),
      load: request.weights.map { weights in
        let file = weights.directory.appending(path: weights.port.file)
        return (file.absoluteURL.path(percentEncoded: false), weights.port.writes)
      })
    progress(.building(request.simulator))
    let start = ContinuousClock.now
    let program = try await SimulatorBuild(tools: tools, cache: cache, sources: .standard())
      .program(for: request, harness: harness)
    let buildSeconds = (ContinuousClock.now - start) / .seconds(1)
    let work = try cache.makeScratchDirectory()
    defer { try? FileManager.default.removeItem(at: work) }
    let end = try await SimulatorRun(tools: tools, request: request, harness: harness)
      .run(program, in: work, progress: progress)
    progress(.comparing)
    let graph = NetworkPasses.run(on: golden.graph)
    try check(graph, isLike: golden, on: request.frames)
    let output = try OutputRecording(
      work.appending(path: "output.bin"), port: request.manifest.output)
    let outcome = try Comparison(graph: graph, manifest: request.manifest, frames: request.frames)
      .run(output: output, tapsIn: request.checkLayers ? work : nil)
    return result(
      of: request, graph: graph, output: output, outcome: outcome, end: end,
      fifos: zip(harness.watches.fifos, end.fills).map(FIFOFill.init),
      buildSeconds: buildSeconds)
  }

  /// The circuit is of the network after its passes, and the streams inside are compared with that;
  /// the frames say that it is still the network that was given.
  private static func check(
    _ graph: Graph, isLike golden: GoldenModel, on frames: PixelBatch
  ) throws(SimulationFailure) {
    for start in stride(from: 0, to: frames.frames, by: 64) {
      let block = frames[frames: start..<min(start + 64, frames.frames)]
      let given = golden.trace(block)[golden.graph.output]
      if GoldenModel(graph).trace(block)[graph.output] != given { throw .passesDiffer }
    }
  }

  private static func result(
    of request: SimulationRequest, graph: Graph, output: OutputRecording,
    outcome: Comparison.Outcome, end: SimulatorRun.End, fifos: [FIFOFill], buildSeconds: Double
  ) -> SimulationResult {
    let frames = request.frames.frames
    let lastCycle = output.lastCycle(ofFrame: frames - 1)
    let scores = Tensor(
      shape: graph.nodes[graph.output].type.shape, frames: frames,
      values: .integers(output.elements(frames: frames)))
    return SimulationResult(
      frames: frames, mismatches: outcome.mismatchedFrames.count,
      firstMismatch: outcome.firstMismatch,
      latencyCycles: output.lastCycle(ofFrame: 0) - end.firstInput + 1,
      cyclesPerFrame: frames > 1 ? lastCycle - output.lastCycle(ofFrame: frames - 2) : nil,
      totalCycles: lastCycle - end.firstInput + 1,
      wallSeconds: end.seconds,
      simulatedHertz: Double(end.cycles) / end.seconds,
      classes: GoldenModel.classes(of: scores), fifos: fifos,
      activity: end.activity.isEmpty
        ? nil
        : ActivityProfile(name: request.manifest.name, frames: frames, units: end.activity),
      buildSeconds: buildSeconds)
  }
}
