/// `bnn_fork`: the same beats for several readers, of which none gets more than two beats ahead.
public struct ForkUnit: UnitModel {
  /// Readers that one fork can have; more take a chain of forks.
  static let mostCopies = 64

  let from: StreamType
  let copies: Int

  let kind = "fork"
  let module = "bnn_fork"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [from] }
  var output: StreamType { from }
  var cyclesPerFrame: Int { from.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [.init("Width", from.dataBits), .init("Copies", copies)]
  }

  /// A multiplexer of two slots for each copy, and three bits of control.
  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addMultiplexer(inputs: 2, bits: copies * from.dataBits)
    inventory.add(.streamRegisters, copies)
    inventory.add(flipFlops: 2 * from.dataBits + 3 * copies + 1)
    return inventory
  }

  func makeTiming() -> TimedUnit { .fork(ForkTiming(copies: copies)) }
}
