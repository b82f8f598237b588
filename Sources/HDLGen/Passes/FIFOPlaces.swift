// Where FIFOs can be, and dataflows with other ones.
extension DataflowGraph {
  /// The cycles per frame of the slowest unit.
  var slowestCycles: Int {
    instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
  }

  /// Where a stream enters a unit.
  struct InputPort {
    let instance: Int
    let port: Int
  }

  var joinInputs: [InputPort] {
    inputPorts.filter { instances[$0.instance].inputs.count > 1 }
  }

  /// Joins, and inputs of units that do not take a beat in every cycle or whose outputs do not:
  /// what comes right behind a sliding window or in front of a converter waits no other way.
  var burstyInputs: [InputPort] {
    var producers: [Int: Int] = [:]
    for (index, instance) in instances.enumerated() {
      for stream in instance.outputs { producers[stream] = index }
    }
    return inputPorts.filter { place in
      guard let producer = producers[instances[place.instance].inputs[place.port]] else {
        return false
      }
      return !instances[place.instance].unit.passesOnAtOnce
        && !instances[producer].unit.isPartOfItsReader
    }
  }

  var inputPorts: [InputPort] {
    instances.indices.flatMap { index in
      instances[index].inputs.indices.map { InputPort(instance: index, port: $0) }
    }
  }

  func nameOfFIFO(at place: InputPort) -> String {
    "\(streams[instances[place.instance].inputs[place.port]].name)_fifo"
  }

  /// With FIFOs that hold more than can be under way.
  func withDeepFIFOs(_ places: [InputPort]) -> DataflowGraph {
    let frames = 8
    var result = self
    result.instances = []
    for (index, var instance) in instances.enumerated() {
      for place in places where place.instance == index {
        let source = instance.inputs[place.port]
        let stream = streams[source]
        let unit = FIFOUnit(
          from: stream.type, depthInBeats: frames * stream.type.beatsPerFrame + 2, storage: .lut)
        let name = nameOfFIFO(at: place)
        result.streams.append(Stream(name: name, type: stream.type, layer: stream.layer))
        instance.inputs[place.port] = result.streams.count - 1
        result.instances.append(
          Instance(
            name: name, layer: instance.layer, unit: .fifo(unit),
            inputs: [source], outputs: [result.streams.count - 1]))
      }
      result.instances.append(instance)
    }
    return result
  }

  var fifos: [Int] { instances.indices.filter { fifo($0) != nil } }

  func bits(_ index: Int) -> Int {
    fifo(index).map { $0.depthInBeats * $0.from.dataBits } ?? 0
  }

  func depth(_ index: Int) -> Int { fifo(index)?.depthInBeats ?? 0 }

  func fifo(_ index: Int) -> FIFOUnit? {
    if case .fifo(let unit) = instances[index].unit { unit } else { nil }
  }

  func mapFIFOs(_ change: (Int, FIFOUnit) -> FIFOUnit) -> DataflowGraph {
    var result = self
    for index in instances.indices {
      guard let unit = fifo(index) else { continue }
      result.instances[index].unit = .fifo(change(index, unit))
    }
    return result
  }

  /// The reader takes the beats from where the FIFO had them; its stream is no more.
  func removingFIFO(_ name: String) -> DataflowGraph {
    guard let index = instances.firstIndex(where: { $0.name == name }) else { return self }
    let (source, removed) = (instances[index].inputs[0], instances[index].outputs[0])
    let renumber = { (stream: Int) in stream > removed ? stream - 1 : stream }
    var result = self
    result.streams.remove(at: removed)
    result.instances = instances.indices.filter { $0 != index }.map { other in
      let instance = instances[other]
      return Instance(
        name: instance.name, layer: instance.layer, unit: instance.unit,
        inputs: instance.inputs.map { renumber($0 == removed ? source : $0) },
        outputs: instance.outputs.map(renumber))
    }
    result.input = renumber(input)
    result.output = renumber(output)
    return result
  }
}

extension HardwareUnit {
  /// Units in front of which a FIFO does not help more than behind them.
  fileprivate var passesOnAtOnce: Bool {
    switch self {
    case .widthConverter, .fork, .fifo: true
    case .axisInput, .binarizer, .pixelTable, .thermometer, .bitPlanes, .padding, .slidingWindow,
      .matrixVector, .reduce, .threshold, .scaleBias, .argMax, .axisOutput, .add, .concat,
      .requantize, .bitPlane, .gatedAdd, .select, .engine:
      false
    }
  }

  /// Units that belong to what reads them, in front of which a FIFO does as well.
  fileprivate var isPartOfItsReader: Bool {
    switch self {
    case .padding, .slidingWindow, .bitPlanes: true
    case .axisInput, .binarizer, .pixelTable, .thermometer, .matrixVector, .reduce, .threshold,
      .widthConverter, .scaleBias, .argMax, .axisOutput, .fork, .fifo, .add, .concat, .requantize,
      .bitPlane, .gatedAdd, .select, .engine:
      false
    }
  }
}
