internal import BNNIR

/// `bnn_engine`: a chain of layers on one matrix-vector unit, with weights in external memory.
public struct EngineUnit: UnitModel {
  /// Names the memory files.
  let name: String
  let layers: [EngineLayer]
  let pe: Int
  /// A multiple of PE.
  let simd: Int
  /// Registers within the popcounts.
  let stages: Int
  /// Bits of a beat of external memory.
  let axiBits: Int
  /// When neither starved nor blocked, with the memory of `EngineTiming`.
  let cyclesPerFrame: Int
  let program: EngineProgram
  private let schedule: EngineSchedule

  static let axiWidths = [32, 64, 128, 256, 512]
  private static let longestBurst = 16
  /// Words that a block RAM holds at its greatest width.
  static let blockDepth = 512

  init(name: String, layers: [EngineLayer], pe: Int, simd: Int, stages: Int, axiBits: Int) {
    precondition(simd % pe == 0, "bnn-hw bug: PE of an engine does not divide SIMD")
    self.name = name
    self.layers = layers
    self.pe = pe
    self.simd = simd
    self.stages = stages
    self.axiBits = axiBits
    program = EngineProgram(layers, pe: pe, simd: simd)
    let schedule = EngineSchedule(
      layers, program, pe: pe, simd: simd, stages: stages, axiBits: axiBits)
    cyclesPerFrame = withExtendedLifetime(schedule) { EngineTiming(schedule).interval() }
    self.schedule = schedule
  }

  let kind = "engine"
  let module = "bnn_engine"
  var lanes: Int { pe * simd }

  var givesScores: Bool { layers.last?.thresholds == nil }
  var accumulatorBits: Int { Self.accumulatorBits(layers) }
  var startWords: Int { accumulatorBits.dividedRoundingUp(by: simd) }
  var beatsPerWord: Int { (pe * simd).dividedRoundingUp(by: axiBits) }
  var imageBeats: Int { Self.imageWords(layers, pe: pe, simd: simd) * beatsPerWord }
  var tileDepth: Int { Self.tileDepth(layers, pe: pe, simd: simd, axiBits: axiBits) }
  var burstBeats: Int { Self.burstBeats(layers, pe: pe, simd: simd, axiBits: axiBits) }
  private var lastColumns: Int { layers.last?.columns ?? 1 }
  private var scoreBits: Int { max(2, (-lastColumns...lastColumns).signedBits) }

  /// Counts less thresholds, of which the highest is one more than the most columns.
  static func accumulatorBits(_ layers: [EngineLayer]) -> Int {
    let columns = layers.map(\.columns).max() ?? 1
    return (-columns - 1...columns).signedBits
  }

  static func startWords(_ layers: [EngineLayer], simd: Int) -> Int {
    accumulatorBits(layers).dividedRoundingUp(by: simd)
  }

  static func imageWords(_ layers: [EngineLayer], pe: Int, simd: Int) -> Int {
    let starts = startWords(layers, simd: simd)
    return layers.reduce(0) { $0 + $1.folds(pe: pe) * (starts + $1.tileWords(simd: simd)) }
  }

  /// Room for two folds' weights at least, and for what a block RAM holds if it takes one.
  static func tileDepth(_ layers: [EngineLayer], pe: Int, simd: Int, axiBits: Int) -> Int {
    let words = 2 * (layers.map { $0.tileWords(simd: simd) }.max() ?? 1)
    let depth = 1 << EngineProgram.indexBits(words)
    return depth > 64 ? max(depth, blockDepth) : depth
  }

  /// Short enough that a fold's weights and a burst have room.
  static func burstBeats(_ layers: [EngineLayer], pe: Int, simd: Int, axiBits: Int) -> Int {
    let tile = layers.map { $0.tileWords(simd: simd) }.max() ?? 1
    let room = tileDepth(layers, pe: pe, simd: simd, axiBits: axiBits) - tile
    let beats = room * (pe * simd).dividedRoundingUp(by: axiBits)
    var burst = longestBurst
    while burst > max(1, beats) { burst /= 2 }
    return burst
  }

  var inputs: [StreamType] {
    let shape = layers[0].shape
    return [
      StreamType(
        elementBits: 1, signed: false, lanes: simd, elementsPerVector: shape.channels,
        vectorsPerFrame: shape.pixels)
    ]
  }

  var output: StreamType {
    let shape = layers[layers.count - 1].outputShape
    return StreamType(
      elementBits: givesScores ? scoreBits : 1, signed: givesScores,
      lanes: givesScores ? pe : simd, elementsPerVector: shape.channels,
      vectorsPerFrame: shape.pixels)
  }

  var parameters: [Manifest.Parameter] {
    let loops = ["Words", "KernelX", "KernelY", "PoolX", "PoolY", "OutX", "OutY", "Folds"]
    return [
      .init("Pe", pe), .init("Simd", simd), .init("Stages", stages),
      .init("AccBits", accumulatorBits), .init("Scores", givesScores ? 1 : 0),
      .init("OddScores", lastColumns % 2), .init("ScoreBits", scoreBits),
      .init("InWords", program.inWords), .init("EvenWords", program.evenWords),
      .init("OddWords", program.oddWords), .init("Layers", program.steps.count),
    ] + zip(loops, program.mostTurns).map { .init("Max\($0)", $1) } + [
      .init("PlaceBits", program.placeBits), .init("ProgramFile", "mem/\(name)_program.mem"),
      .init("AxiBits", axiBits), .init("AxiAddressBits", Self.addressBits),
      .init("BurstBeats", burstBeats), .init("ImageBeats", imageBeats),
      .init("TileDepth", tileDepth),
    ]
  }

  static let addressBits = 32

  var memories: [MemoryImage] {
    [MemoryImage(path: "mem/\(name)_program.mem", words: program.words)]
  }

  /// What external memory holds, a line for each beat; the same as bytes is in another file.
  var weightImage: MemoryImage {
    MemoryImage(path: weightPath, words: EngineImage(self).beats)
  }
  var weightPath: String { "mem/\(name)_image.mem" }
  var bytesPath: String { "mem/\(name)_image.bin" }

  var inventory: Inventory { EngineInventory(self).inventory }

  func makeTiming() -> TimedUnit { .engine(EngineTiming(schedule)) }
}
