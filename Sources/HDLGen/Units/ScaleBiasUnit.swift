internal import BNNIR

/// `bnn_scale_bias`: y = x · scale + bias with constants per element, and a scale of their own for
/// negative numbers if it bends.
public struct ScaleBiasUnit: UnitModel {
  /// Names the memory file.
  let name: String
  /// Each with one number per element.
  let scale: [Int]
  /// What negative numbers are multiplied by; nil if that is the scale, too.
  let slope: [Int]?
  let bias: [Int]
  let from: StreamType
  let results: ClosedRange<Int>

  let kind = "scale_bias"
  let module = "bnn_scale_bias"
  let lanes = 0
  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: results.integerBits, signed: results.lowerBound < 0, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  private var scaleBits: Int { Self.bits(of: scale + (slope ?? [])) }
  private var biasBits: Int { Self.bits(of: bias) }
  private var path: String { "mem/\(name)_scale_bias.mem" }

  private static func bits(of values: [Int]) -> Int {
    values.reduce(0...0) { min($0.lowerBound, $1)...max($0.upperBound, $1) }.signedBits
  }

  var parameters: [Manifest.Parameter] {
    let memory = memories[0]
    return [
      .init("Elements", memory.depth < from.beatsPerVector ? from.lanes : from.elementsPerVector),
      .init("Lanes", from.lanes), .init("InBits", from.elementBits),
      .init("Signed", from.signed ? 1 : 0), .init("Bent", slope == nil ? 0 : 1),
      .init("ScaleBits", scaleBits), .init("BiasBits", biasBits),
      .init("OutBits", output.elementBits), .init("File", path),
    ]
  }

  /// With the same constants in every beat one word of them is enough.
  var memories: [MemoryImage] { [MemoryImage(path: path, words: words.oneIfAllAreEqual)] }

  /// Word b holds for lane l the constants of element b·lanes + l: scale in the low bits, then the
  /// slope, if there is one, then bias.
  private var words: BitMatrix {
    let factors = [scale] + (slope.map { [$0] } ?? [])
    let width = factors.count * scaleBits + biasBits
    var words = BitMatrix(rows: from.beatsPerVector, columns: from.lanes * width)
    for element in 0..<from.elementsPerVector {
      let (word, lane) = element.quotientAndRemainder(dividingBy: from.lanes)
      for (index, factor) in factors.enumerated() {
        for bit in 0..<scaleBits where factor[element] >> bit & 1 == 1 {
          words[word, lane * width + index * scaleBits + bit] = true
        }
      }
      for bit in 0..<biasBits where bias[element] >> bit & 1 == 1 {
        words[word, lane * width + factors.count * scaleBits + bit] = true
      }
    }
    return words
  }

  var inventory: Inventory {
    var inventory = Inventory()
    let memory = memories[0]
    // An unsigned element is one bit wider in two's complement.
    let elementBits = from.elementBits + (from.signed ? 0 : 1)
    let productBits = min(elementBits + scaleBits, output.elementBits)
    inventory.addCounter(memory.depth)
    inventory.add(flipFlops: 2)
    inventory.add(
      Inventory.Multiplier(
        leftBits: elementBits, rightBits: scaleBits, productBits: productBits,
        sumBits: output.elementBits, count: from.lanes))
    if slope != nil { inventory.add(.chosenBits, from.lanes * scaleBits) }
    if memory.depth > 1 {
      inventory.add(
        Inventory.Memory(use: .rom, width: memory.differentColumns, depth: memory.depth))
    }
    inventory.add(flipFlops: from.lanes * (from.elementBits + productBits + biasBits))
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .pipeline(PipelineTiming(stages: 2, beatsPerResult: 1)) }
}
