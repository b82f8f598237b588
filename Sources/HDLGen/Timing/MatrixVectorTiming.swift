/// Words leave the replay buffer, or come in directly if every vector is used once, into the count
/// stages; every `synapseFold` of them give a beat.
struct MatrixVectorTiming: UnitTiming {
  private var replay: ReplayBufferTiming?
  private var pipeline: PipelineTiming

  init(synapseFold: Int, passes: Int, stages: Int) {
    replay = passes > 1 ? ReplayBufferTiming(words: synapseFold, replays: passes) : nil
    pipeline = PipelineTiming(stages: stages + 1, beatsPerResult: synapseFold)
  }

  var inReady: Bool { replay?.inReady ?? pipeline.inReady }
  var outValid: Bool { pipeline.outValid }

  mutating func step(inValid: Bool, outReady: Bool) {
    let enable = pipeline.inReady
    pipeline.step(inValid: replay?.outValid ?? inValid, outReady: outReady)
    replay?.step(inValid: inValid, outReady: enable)
  }

  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let counted = pipeline.steadyCycles(inValid: replay?.outValid ?? inValid, outReady: outReady)
    guard let replay else { return counted }
    return min(counted, replay.steadyCycles(inValid: inValid, outReady: pipeline.inReady))
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    let enable = pipeline.inReady
    pipeline.skip(steps, inValid: replay?.outValid ?? inValid, outReady: outReady)
    replay?.skip(steps, inValid: inValid, outReady: enable)
  }
}
