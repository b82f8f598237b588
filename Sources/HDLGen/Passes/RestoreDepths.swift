/// Gives windows and FIFOs the depths that a manifest says, without looking for them again.
enum RestoreDepths {
  /// `graph` is as the passes before `SizeFIFOs` leave it. What the manifest does not know, or not
  /// as a depth that there is, stays as it is.
  static func run(_ graph: DataflowGraph, as manifest: Manifest) -> DataflowGraph {
    let units = Dictionary(
      manifest.units.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let places = graph.inputPorts.filter { units[graph.nameOfFIFO(at: $0)]?.isFIFO == true }
    var result = graph.withDeepFIFOs(places)
    for index in result.instances.indices {
      let instance = result.instances[index]
      guard let unit = units[instance.name], let depth = unit.integer("Depth") else { continue }
      switch instance.unit {
      case .slidingWindow(let window) where depth >= window.spanInWords:
        result.instances[index].unit = .slidingWindow(window.with(depthInWords: depth))
      case .fifo(let fifo) where depth >= 1:
        let storage: WeightStorage = unit.isIn(.block) ? .block : .lut
        result.instances[index].unit = .fifo(
          FIFOUnit(from: fifo.from, depthInBeats: depth, storage: storage))
      default: continue
      }
    }
    return result
  }
}

extension Manifest.Unit {
  fileprivate var isFIFO: Bool { module == "bnn_stream_fifo" }

  fileprivate func isIn(_ storage: WeightStorage) -> Bool {
    parameters.contains { $0.name == "Style" && $0.value == .string(storage.style) }
  }
}
