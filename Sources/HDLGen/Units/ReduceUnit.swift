/// `bnn_reduce`: lane by lane, one beat out of `taps` beats in; behind a sliding window a pool.
public struct ReduceUnit: UnitModel {
  public enum Operation: String, Hashable, Sendable {
    case or, and, max, sum
  }

  let from: StreamType
  /// The channels and pixels that come out.
  let elements: Int
  let pixels: Int
  let taps: Int
  /// Beats that take turns: each is reduced with every `words`-th one after it.
  let words: Int
  let operation: Operation
  let outputBits: Int

  let kind = "reduce"
  let module = "bnn_reduce"
  let memories: [MemoryImage] = []
  let lanes = 0

  var inputs: [StreamType] { [from] }

  /// Sums of ±1 have a sign, those of integers if these have one.
  var output: StreamType {
    StreamType(
      elementBits: outputBits, signed: from.signed || (operation == .sum && from.isBits),
      lanes: from.lanes, elementsPerVector: elements, vectorsPerFrame: pixels)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("Lanes", from.lanes), .init("InBits", from.elementBits),
      .init("Signed", from.signed ? 1 : 0), .init("Taps", taps), .init("Words", words),
      .init("Op", operation.rawValue), .init("OutBits", outputBits),
    ]
  }

  /// Of one tap nothing is kept.
  var inventory: Inventory {
    var inventory = Inventory()
    inventory.add(.poolControls, 1)
    inventory.add(flipFlops: from.dataBits + 1)
    if taps > 1 { addReduction(to: &inventory) }
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  private func addReduction(to inventory: inout Inventory) {
    let bits = output.dataBits
    inventory.addCounter(words)
    inventory.addCounter(taps)
    switch operation {
    case .or, .and: inventory.add(.logicBits, bits)
    case .max:
      inventory.add(.comparedBits, bits)
      inventory.add(.chosenBits, bits)
    case .sum: inventory.add(from.isBits ? .accumulatorBits : .summedBits, bits)
    }
    if words > 1 {
      inventory.add(Inventory.Memory(use: .asynchronousRAM, width: bits, depth: words))
    } else {
      inventory.add(flipFlops: bits)
    }
  }

  func makeTiming() -> TimedUnit {
    .pipeline(PipelineTiming(stages: 1, beatsPerResult: taps, interleaved: words))
  }
}
