/// `bnn_stream_fifo`: room for beats whose reader is not ready for them.
public struct FIFOUnit: UnitModel {
  let from: StreamType
  let depthInBeats: Int
  let storage: WeightStorage

  let kind = "fifo"
  let module = "bnn_stream_fifo"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [from] }
  var output: StreamType { from }
  /// A single word is either written or read.
  var cyclesPerFrame: Int { from.beatsPerFrame * (depthInBeats == 1 ? 2 : 1) }

  var parameters: [Manifest.Parameter] {
    [
      .init("Width", from.dataBits), .init("Depth", depthInBeats), .init("Style", storage.style),
    ]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addCounter(depthInBeats)
    inventory.addCounter(depthInBeats)
    inventory.add(.streamRegisters, 1)
    inventory.add(flipFlops: storage == .block ? 2 : 1)
    inventory.add(
      Inventory.Memory(
        use: storage == .block ? .ram : .lutRAM, width: from.dataBits, depth: depthInBeats))
    return inventory
  }

  func makeTiming() -> TimedUnit {
    .fifo(FIFOTiming(depth: depthInBeats, hasOutputRegister: storage == .block))
  }

  /// In the memory that costs less at that depth.
  func with(depthInBeats depth: Int) -> FIFOUnit {
    let cost = MemoryCost(depth: depth, width: from.dataBits)
    let blocks = cost.halfBlocks * MemoryCost.lutsPerHalfBlock
    return FIFOUnit(
      from: from, depthInBeats: depth, storage: cost.dualPortLUTs > blocks ? .block : .lut)
  }
}
