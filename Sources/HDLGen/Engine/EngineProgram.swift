internal import BNNIR

/// The program of `bnn_engine_sequence`: for each layer how its loops turn, where they read and
/// write.
struct EngineProgram: Hashable, Sendable {
  /// What one layer says.
  struct Step: Hashable, Sendable {
    /// Turns of the loops, the innermost first: words, kernel x and y, pool x and y, output x and
    /// y; behind them the neuron folds.
    var turns: [Int]
    /// By loop, how far its turn moves the read address, x and y.
    var address: [Int]
    var x: [Int]
    var y: [Int]
    var originAddress = 0
    var originX = 0
    var originY = 0
    /// The map that is read.
    let shape: TensorShape
    /// Words of an output pixel.
    var pixelWords = 0
    /// Whether padding changes like a chess-board, and its bit where x + y is even.
    var alternates = false
    var paddingBit = false
    let emits: Bool

    /// Beats of one pass over a fold's weights, and passes.
    var beatsPerPass: Int { emits ? turns.reduce(1, *) : turns[0] * turns[1] * turns[2] }
    var passes: Int { emits ? 1 : turns[3] * turns[4] * turns[5] * turns[6] }
    var folds: Int { turns[7] }
  }

  let steps: [Step]
  let simd: Int
  /// Words of the input map, and of what even and odd layers give.
  let inWords: Int
  let evenWords: Int
  let oddWords: Int

  init(_ layers: [EngineLayer], pe: Int, simd: Int) {
    self.simd = simd
    var steps = layers.map { Step($0, pe: pe, simd: simd) }
    if let last = layers.last, last.thresholds != nil {
      steps.append(Step(emitting: last.outputShape, simd: simd))
    }
    self.steps = steps
    let maps = steps.map { $0.shape.pixels * $0.turns[0] }
    inWords = maps[0]
    evenWords = stride(from: 1, to: maps.count, by: 2).map { maps[$0] }.max() ?? 1
    oddWords = stride(from: 2, to: maps.count, by: 2).map { maps[$0] }.max() ?? 1
  }

  /// The most turns of each loop, and folds.
  var mostTurns: [Int] {
    (0..<8).map { loop in steps.map { $0.turns[loop] }.max() ?? 1 }
  }

  var mapBits: Int { (0...max(inWords, evenWords, oddWords, 2) - 1).unsignedBits }

  /// Of x and y, padding included, in two's complement.
  var placeBits: Int {
    let places = steps.flatMap { step in
      [
        step.shape.width, step.shape.height, step.originX, step.originY,
        step.reach(step.x) + step.originX, step.reach(step.y) + step.originY,
      ]
    }
    return ((places.min() ?? 0)...(places.max() ?? 0)).signedBits
  }

  /// A word per layer, as `bnn_engine_sequence` reads it.
  var words: BitMatrix {
    let rows = steps.map(fields)
    var words = BitMatrix(rows: rows.count, columns: rows[0].reduce(0) { $0 + $1.bits })
    for (row, fields) in rows.enumerated() {
      var place = 0
      for field in fields {
        for bit in 0..<field.bits where field.value >> min(bit, 63) & 1 == 1 {
          words[row, place + bit] = true
        }
        place += field.bits
      }
    }
    return words
  }

  private func fields(_ step: Step) -> [(value: Int, bits: Int)] {
    var fields = zip(step.turns, mostTurns).map { ($0 - 1, Self.indexBits($1)) }
    fields += step.distances(step.address).map { ($0, mapBits) }
    fields += (step.distances(step.x) + step.distances(step.y)).map { ($0, placeBits) }
    fields += [(step.originAddress, mapBits), (step.originX, placeBits), (step.originY, placeBits)]
    fields += [(step.shape.width, placeBits), (step.shape.height, placeBits)]
    fields += [
      (step.pixelWords, mapBits), (step.alternates ? 1 : 0, 1), (step.paddingBit ? 1 : 0, 1),
      (step.emits ? 1 : 0, 1),
    ]
    let lastLanes = step.shape.channels - (step.turns[0] - 1) * simd
    fields += (0..<simd).map { ($0 < lastLanes ? 1 : 0, 1) }
    return fields.map { (value: $0.0, bits: $0.1) }
  }

  static func indexBits(_ count: Int) -> Int { count > 1 ? (0...count - 1).unsignedBits : 1 }
}

extension EngineProgram.Step {
  fileprivate init(_ layer: EngineLayer, pe: Int, simd: Int) {
    let words = layer.words(simd: simd)
    let row = layer.shape.width * words
    let geometry = layer.geometry
    let (top, left) = (geometry.padding.top, geometry.padding.left)
    let (pool, poolStep) = (
      layer.pool?.kernel ?? .init(y: 1, x: 1), layer.pool?.stride ?? .init(y: 1, x: 1)
    )
    let output = layer.outputShape
    turns = [
      words, geometry.kernel.x, geometry.kernel.y, pool.x, pool.y, output.width, output.height,
      layer.folds(pe: pe),
    ]
    x = [0, geometry.dilation.x, 0, geometry.stride.x, 0, poolStep.x * geometry.stride.x, 0]
    y = [0, 0, geometry.dilation.y, 0, geometry.stride.y, 0, poolStep.y * geometry.stride.y]
    address = zip(x, y).map { $0 * words + $1 * row }
    address[0] = 1
    (originAddress, originX, originY) = (-top * row - left * words, -left, -top)
    shape = layer.shape
    pixelWords = layer.rows.dividedRoundingUp(by: simd)
    emits = false
    switch layer.paddingValue {
    case .minusOne: break
    case .plusOne: paddingBit = true
    case .oddEven: (alternates, paddingBit) = (true, (top + left) % 2 == 1)
    case .zero:
      precondition(geometry.padding == .none, "bnn-hw bug: an engine with exact zero padding")
    }
  }

  /// Gives a map word by word.
  fileprivate init(emitting shape: TensorShape, simd: Int) {
    let words = shape.channels.dividedRoundingUp(by: simd)
    turns = [words, 1, 1, 1, 1, shape.width, shape.height, 1]
    address = [1, 0, 0, 0, 0, words, shape.width * words]
    x = [0, 0, 0, 0, 0, 1, 0]
    y = [0, 0, 0, 0, 0, 0, 1]
    self.shape = shape
    emits = true
  }

  /// How far the last turns of all loops are from the first ones.
  fileprivate func reach(_ moves: [Int]) -> Int {
    zip(turns, moves).reduce(0) { $0 + ($1.0 - 1) * $1.1 }
  }

  /// What is added where a loop but the innermost turns: its move, less the way of the loops
  /// within.
  fileprivate func distances(_ moves: [Int]) -> [Int] {
    (1..<7).map { loop in
      (0..<loop).reduce(moves[loop]) { $0 - (turns[$1] - 1) * moves[$1] }
    }
  }
}
