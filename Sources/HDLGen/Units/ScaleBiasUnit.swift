internal import BNNIR

/// `bnn_scale_bias`: y = x · scale + bias with a pair of constants per element.
public struct ScaleBiasUnit: UnitModel {
  /// Names the memory file.
  let name: String
  let layer: ScaleBias
  let from: StreamType
  let outputBits: Int

  let kind = "scale_bias"
  let module = "bnn_scale_bias"
  let lanes = 0
  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: outputBits, signed: true, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  private var scaleBits: Int { Self.bits(of: layer.scale) }
  private var biasBits: Int { Self.bits(of: layer.bias) }
  private var path: String { "mem/\(name)_scale_bias.mem" }

  private static func bits(of values: [Int]) -> Int {
    values.reduce(0...0) { min($0.lowerBound, $1)...max($0.upperBound, $1) }.signedBits
  }

  var parameters: [Manifest.Parameter] {
    [
      .init("Elements", from.elementsPerVector), .init("Lanes", from.lanes),
      .init("InBits", from.elementBits), .init("ScaleBits", scaleBits),
      .init("BiasBits", biasBits), .init("OutBits", outputBits), .init("File", path),
    ]
  }

  /// Word b holds for lane l the constants of element b·lanes + l: scale in the low bits, then bias.
  var memories: [MemoryImage] {
    let pair = scaleBits + biasBits
    var words = BitMatrix(rows: from.beatsPerVector, columns: from.lanes * pair)
    for element in 0..<from.elementsPerVector {
      let (word, lane) = element.quotientAndRemainder(dividingBy: from.lanes)
      for bit in 0..<scaleBits where layer.scale[element] >> bit & 1 == 1 {
        words[word, lane * pair + bit] = true
      }
      for bit in 0..<biasBits where layer.bias[element] >> bit & 1 == 1 {
        words[word, lane * pair + scaleBits + bit] = true
      }
    }
    return [MemoryImage(path: path, words: words)]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    let productBits = min(from.elementBits + scaleBits, outputBits)
    inventory.addCounter(from.beatsPerVector)
    inventory.add(flipFlops: 2)
    inventory.add(
      Inventory.Multiplier(
        leftBits: from.elementBits, rightBits: scaleBits, productBits: productBits,
        sumBits: outputBits, count: from.lanes))
    if from.beatsPerVector > 1 {
      inventory.add(
        Inventory.Memory(
          use: .rom, width: memories[0].differentColumns, depth: from.beatsPerVector))
    }
    inventory.add(flipFlops: from.lanes * (from.elementBits + productBits + biasBits))
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .pipeline(PipelineTiming(stages: 2, beatsPerResult: 1)) }
}
