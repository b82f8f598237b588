internal import BNNIR

/// What units take by a model: the one place where a search asks for cost.
public struct AreaModel: Hashable, Sendable {
  public init() {}

  func area(of graph: DataflowGraph) -> HardwareArea {
    graph.instances.reduce(into: .zero) { $0 += area(of: $1.unit) }
  }

  func area(of unit: HardwareUnit) -> HardwareArea {
    switch unit {
    case .matrixVector(let unit): matrix(unit)
    case .slidingWindow(let unit):
      HardwareArea(
        luts: unit.pixels * MemoryCost(depth: unit.depthInWords, width: unit.from.dataBits).luts
          * 4 / 3 + 60, ffs: 60 + unit.output.dataBits, blocks: 0, dsps: 0)
    case .widthConverter(let unit): stream(max(unit.from.dataBits, unit.output.dataBits))
    case .axisInput, .binarizer, .pixelTable, .thermometer, .bitPlanes, .padding, .reduce,
      .threshold, .scaleBias, .argMax, .axisOutput, .add, .concat:
      stream(2 * unit.model.output.dataBits)
    case .fork(let unit):
      HardwareArea(
        luts: unit.copies * (unit.from.dataBits + 3), ffs: 2 * unit.from.dataBits, blocks: 0,
        dsps: 0)
    case .fifo(let unit): fifo(unit)
    }
  }

  private func fifo(_ unit: FIFOUnit) -> HardwareArea {
    let memory = MemoryCost(depth: unit.depthInBeats, width: unit.from.dataBits)
    let isInBlocks = unit.storage == .block
    return HardwareArea(
      luts: 20 + (isInBlocks ? 0 : memory.dualPortLUTs), ffs: 20,
      blocks: isInBlocks ? Double(memory.halfBlocks) / 2 : 0, dsps: 0)
  }

  private func stream(_ bits: Int) -> HardwareArea {
    HardwareArea(luts: bits + 10, ffs: bits, blocks: 0, dsps: 0)
  }

  private func matrix(_ unit: MatrixVectorUnit) -> HardwareArea {
    let words = unit.weightCost.depth
    let sumBits = (0...unit.columns).unsignedBits + 1
    let perLane =
      unit.inputBits > 1
      ? Double(unit.inputBits) + 1.5 : unit.isWired ? 0.45 + 0.04 * Double(words) : 0.9
    let isInLUTs = unit.storage == .lut && !unit.isWired
    let replay =
      unit.replays && unit.neuronFold > 1
      ? unit.simd * (2 * unit.synapseFold).dividedRoundingUp(by: 64) * 4 / 3 : 0
    let rows = unit.pixels * unit.pe
    return HardwareArea(
      luts: Int(perLane * Double(unit.lanes)) + (isInLUTs ? unit.weightCost.luts : 0)
        + rows * 2 * sumBits + replay + 3 * unit.pixels * unit.simd,
      ffs: rows * sumBits,
      blocks: unit.storage == .block ? Double(unit.weightCost.halfBlocks) / 2 : 0, dsps: 0)
  }
}
