/// Puts width converters where a unit wants its input on another number of lanes than it comes, or
/// in vectors of another size (a feature map that a dense layer reads as one vector).
///
/// One converter changes lanes by an integer factor, or to or from a whole vector per beat. Other
/// ratios take two. Vectors are regrouped without hardware on lanes that divide both sizes, since
/// no beat then has padding.
enum InsertWidthConverters {
  static func run(_ graph: DataflowGraph) -> DataflowGraph {
    let interval = graph.instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
    var result = graph
    result.instances = []
    for var instance in graph.instances {
      for (index, wanted) in instance.unit.model.inputs.enumerated() {
        var stream = instance.inputs[index]
        let steps = LanePath.steps(
          from: graph.streams[stream].type, to: wanted, within: interval)
        // Two streams into one unit take converters of different names.
        let port = instance.inputs.count > 1 ? ["_a", "_b"][index] : ""
        for step in steps { stream = convert(stream, step, for: instance, port, in: &result) }
        instance.inputs[index] = stream
      }
      result.instances.append(instance)
    }
    return result
  }

  private static func convert(
    _ source: Int, _ step: LanePath.Step, for reader: DataflowGraph.Instance, _ port: String,
    in graph: inout DataflowGraph
  ) -> Int {
    let unit = WidthConverterUnit(from: step.from, lanesOut: step.lanes)
    let name = "\(reader.name)\(port)_x\(step.lanes)"
    let output = graph.streams.count
    graph.streams.append(
      DataflowGraph.Stream(
        name: name, type: unit.output, layer: graph.streams[source].layer))
    graph.instances.append(
      DataflowGraph.Instance(
        name: name, layer: reader.layer, unit: .widthConverter(unit), inputs: [source],
        outputs: [output]))
    return output
  }
}

/// The width converters from one type of stream to another that carries the same elements.
private enum LanePath {
  struct Step {
    /// What the converter takes: the vectors that it masks the padding of.
    let from: StreamType
    let lanes: Int
  }

  static func steps(from: StreamType, to: StreamType, within interval: Int) -> [Step] {
    if from.elementsPerVector == to.elementsPerVector {
      return steps(of: from, to: to.lanes, within: interval)
    }
    let common = Int.greatestCommonDivisor(from.elementsPerVector, to.elementsPerVector)
    let paths = common.divisors.map { lanes in
      steps(of: from, to: lanes, within: interval)
        + steps(of: to.with(lanes: lanes), to: to.lanes, within: interval)
    }
    let fast = paths.filter { $0.allSatisfy { $0.isWithin(interval) } }
    let best = (fast.isEmpty ? paths : fast).min { $0.cost < $1.cost }
    return best ?? []
  }

  /// Through the greatest common divisor (few registers) if that many beats fit the interval, else
  /// through the least common multiple.
  private static func steps(
    of type: StreamType, to lanes: Int, within interval: Int
  ) -> [Step] {
    let from = type.lanes
    if from == lanes { return [] }
    let divisor = Int.greatestCommonDivisor(from, lanes)
    let isWhole = max(from, lanes) >= type.elementsPerVector
    if divisor == from || divisor == lanes || isWhole { return [Step(from: type, lanes: lanes)] }
    let narrow = type.with(lanes: divisor)
    let between =
      narrow.beatsPerFrame <= interval
      ? narrow : type.with(lanes: min(from / divisor * lanes, type.elementsPerVector))
    return [Step(from: type, lanes: between.lanes), Step(from: between, lanes: lanes)]
  }
}

extension LanePath.Step {
  fileprivate func isWithin(_ interval: Int) -> Bool {
    max(from.beatsPerFrame, from.with(lanes: lanes).beatsPerFrame) <= interval
  }
}

extension [LanePath.Step] {
  /// Registers, roughly: the wide side of every converter.
  fileprivate var cost: Int {
    reduce(0) { $0 + Swift.max($1.from.lanes, $1.lanes) }
  }
}
