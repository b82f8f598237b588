internal import BNNIR

/// The weights and start values of an engine as they lie in external memory: see `bnn_engine.sv`.
struct EngineImage {
  private let unit: EngineUnit
  /// A row for each beat.
  private(set) var beats: BitMatrix
  private var beat = 0

  init(_ unit: EngineUnit) {
    self.unit = unit
    beats = BitMatrix(rows: unit.imageBeats, columns: unit.axiBits)
    for layer in unit.layers {
      for fold in 0..<layer.folds(pe: unit.pe) {
        addStarts(layer, fold)
        addWeights(layer, fold)
      }
    }
  }

  /// The bytes of an image, beat by beat, the low bits first.
  static func bytes(of image: MemoryImage) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(image.depth * image.width / 8)
    for row in 0..<image.depth {
      let words = image.words.row(row)
      for byte in 0..<image.width / 8 {
        bytes.append(UInt8(words[words.startIndex + byte / 8] >> UInt64(byte % 8 * 8) & 0xFF))
      }
    }
    return bytes
  }

  private mutating func addStarts(_ layer: EngineLayer, _ fold: Int) {
    for element in 0..<unit.pe {
      let row = fold * unit.pe + element
      let start = layer.start(ofRow: row)
      for bit in 0..<unit.accumulatorBits where start >> bit & 1 == 1 {
        set(bit: element * unit.accumulatorBits + bit)
      }
    }
    beat += unit.startWords * unit.beatsPerWord
  }

  /// Lanes past the last channel and rows past the last one are 1.
  private mutating func addWeights(_ layer: EngineLayer, _ fold: Int) {
    let channels = layer.shape.channels
    for tap in 0..<layer.geometry.taps {
      for word in 0..<layer.words(simd: unit.simd) {
        for element in 0..<unit.pe {
          let row = fold * unit.pe + element
          for lane in 0..<unit.simd {
            let channel = word * unit.simd + lane
            let isPadding = row >= layer.rows || channel >= channels
            if isPadding || layer.weights[row, tap * channels + channel] {
              set(bit: element * unit.simd + lane)
            }
          }
        }
        beat += unit.beatsPerWord
      }
    }
  }

  /// Counted from the present beat on; words begin with a beat.
  private mutating func set(bit: Int) {
    let wordBits = unit.pe * unit.simd
    let (word, rest) = bit.quotientAndRemainder(dividingBy: wordBits)
    let row = beat + word * unit.beatsPerWord + rest / unit.axiBits
    beats[row, rest % unit.axiBits] = true
  }
}

extension EngineLayer {
  /// What the accumulator of a row starts at; rows past the last never fire.
  fileprivate func start(ofRow row: Int) -> Int {
    if row >= rows { return -(columns + 1) }
    return thresholds.map { -$0[row] } ?? -columns.dividedRoundingUp(by: 2)
  }
}
