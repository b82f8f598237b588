internal import BNNIR
internal import Synchronization

/// What units take of a family by the fitted models: the one place where a search asks for cost.
///
/// A search looks at thousands of designs that differ in a few units, so it remembers units by what
/// tells them apart within one network. Not to be shared between networks.
public struct AreaModel: Sendable {
  /// A class, because all copies of the model are to know what one has found out.
  private final class Known: Sendable {
    let areas = Mutex<[UnitKey: HardwareArea]>([:])
  }

  private let resources: ResourceModel
  private let known = Known()

  /// Families of no device are taken for the 7 series.
  public init(family: Family) {
    resources = ResourceModel(family: family) ?? .xc7
  }

  func area(of graph: DataflowGraph) -> HardwareArea {
    graph.instances.reduce(into: .zero) { $0 += area(of: $1) }
  }

  func area(of instance: DataflowGraph.Instance) -> HardwareArea {
    let key = UnitKey(instance)
    if let area = known.areas.withLock({ $0[key] }) { return area }
    let area = HardwareArea(resources.resources(of: instance.unit))
    known.areas.withLock { $0[key] = area }
    return area
  }
}

/// What a unit's hardware depends on, besides the network.
private struct UnitKey: Hashable {
  let name: String
  let inputs: [StreamType]
  let output: StreamType
  let numbers: [Int]

  init(_ instance: DataflowGraph.Instance) {
    let model = instance.unit.model
    name = instance.name
    inputs = model.inputs
    output = model.output
    switch instance.unit {
    case .matrixVector(let unit):
      let storage =
        switch unit.storage {
        case .lut: 1
        case .block: 2
        case nil: 0
        }
      let hasPlainWeights = unit.codebook == nil || unit.bases != nil
      numbers = [
        unit.pe, unit.simd, unit.pixels, unit.stages, storage, unit.bases == nil ? 0 : 1,
        hasPlainWeights ? 0 : 1,
      ]
    case .slidingWindow(let unit): numbers = [unit.depthInWords, unit.replays, unit.groups]
    case .fork(let unit): numbers = [unit.copies]
    case .fifo(let unit): numbers = [unit.depthInBeats, unit.storage == .block ? 1 : 0]
    case .engine(let unit): numbers = [unit.pe, unit.simd, unit.stages, unit.axiBits]
    case .axisInput, .binarizer, .pixelTable, .thermometer, .bitPlanes, .padding, .reduce,
      .threshold, .widthConverter, .scaleBias, .argMax, .axisOutput, .add, .concat, .requantize,
      .bitPlane, .gatedAdd, .select:
      numbers = []
    }
  }
}
