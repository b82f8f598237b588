internal import BNNIR

/// Walks through a graph and folds it into the layers of a network, exactly.
///
/// Every value that depends on the input is a function of a network tensor. Matrices, windows and
/// what binarizes become layers; everything else becomes part of the functions. A binarizer asks
/// its function, integer by integer, where it crosses: no rounding decides a threshold.
struct Streamliner {
  let graph: ONNXGraph
  let file: String
  let options: ImportOptions

  var network = DraftNetwork()
  var report = ImportReport()
  /// Values of the graph that are bits of the network, for the proof.
  var binarized: [BinarizedValue] = []
  /// How the graph's input is ordered.
  var inputAxes = AxisLayout([])
  private var values: [String: GraphValue] = [:]
  /// Values that something needs.
  private var read: Set<String> = []
  private var sink = DiagnosticSink()

  struct Result {
    let network: DraftNetwork
    let report: ImportReport
    let binarized: [BinarizedValue]
    let output: Activation
    /// The graph's name of the output.
    let outputName: String
    let inputAxes: AxisLayout
    /// What the graph's input is of a pixel.
    let inputFunction: ChannelFunction.Affine
    let signOfZero: Int?
  }

  static func run(
    _ graph: ONNXGraph, file: String, options: ImportOptions
  ) throws(DiagnosticError) -> Result {
    var streamliner = Streamliner(graph, file: file, options: options)
    return try streamliner.run()
  }

  private init(_ graph: ONNXGraph, file: String, options: ImportOptions) {
    self.graph = graph
    self.file = file
    self.options = options
    values = graph.constants.mapValues { .constant($0) }
  }

  private mutating func run() throws(DiagnosticError) -> Result {
    let output = try wantedOutput()
    let nodes = needed(for: output)
    let input: Activation
    do {
      input = try makeInput(readBy: nodes)
    } catch {
      throw DiagnosticError(Diagnostic(error.id, file: file, error.message, hint: error.hint))
    }
    values[graph.inputs[0].name] = .activation(input)
    read = Set(nodes.flatMap(\.inputs)).union([output])
    for node in nodes { step(node) }
    try sink.throwIfErrors()
    guard case .activation(let activation) = values[output], !nodes.isEmpty else {
      throw DiagnosticError(.constantOutput(output, file: file))
    }
    do {
      let finished = try finish(activation)
      return Result(
        network: network, report: report, binarized: binarized, output: finished,
        outputName: output, inputAxes: inputAxes,
        inputFunction: input.function.affine ?? .identity, signOfZero: options.signOfZero)
    } catch {
      throw DiagnosticError(
        Diagnostic(
          error.id, file: file, "output \(UserText.quoted(output)): \(error.message)",
          hint: error.hint))
    }
  }

  /// The output that was asked for, or the graph's only one.
  private mutating func wantedOutput() throws(DiagnosticError) -> String {
    guard graph.inputs.count == 1 else {
      throw DiagnosticError(.severalInputs(graph.inputs.map(\.name), file: file))
    }
    if let name = options.output {
      let known = graph.nodes.flatMap(\.outputs).filter { !$0.isEmpty }
      guard known.contains(name) else {
        throw DiagnosticError(.unknownOutput(name, known: known, file: file))
      }
      return name
    }
    let used = Set(graph.nodes.flatMap(\.inputs))
    // Of a TopK only the indices are of use.
    let outputs = graph.outputs.filter { !used.contains($0) || graph.outputs.count == 1 }
    let others = graph.outputs.filter { !outputs.contains($0) }
    if !others.isEmpty { report.note("outputs left out: \(Spelling.list(others))") }
    guard outputs.count == 1 else {
      throw DiagnosticError(.severalOutputs(graph.outputs, file: file))
    }
    return outputs[0]
  }

  /// The nodes that an output depends on, in order.
  private func needed(for output: String) -> [ONNXNode] {
    var wanted: Set<String> = [output]
    var nodes: [ONNXNode] = []
    for node in graph.nodes.reversed() where !wanted.isDisjoint(with: node.outputs) {
      nodes.append(node)
      wanted.formUnion(node.inputs)
    }
    return nodes.reversed()
  }

  private mutating func step(_ node: ONNXNode) {
    let inputs = node.inputs.map { $0.isEmpty ? nil : values[$0] }
    for output in node.outputs { values[output] = .refused }
    let isLost = inputs.contains { if case .refused = $0 { true } else { false } }
    if isLost { return }
    do throws(Refusal) {
      let results = try lower(OperatorCall(node: node, inputs: inputs))
      for (name, value) in zip(node.outputs, results) where !name.isEmpty {
        values[name] = value
        note(value, as: name)
      }
      for name in node.outputs where read.contains(name) {
        guard case .refused = values[name] else { continue }
        throw Refusal(
          id: "onnx.operator", "its output \(UserText.quoted(name)) is not one that can be built")
      }
    } catch {
      sink.report(Diagnostic(error.id, node, in: file, error.message, hint: error.hint))
    }
  }

  /// Values of the graph that are bits of a layer, in the order that its elements now have.
  mutating func relabel(binarizedOf layer: Int, to layout: AxisLayout) {
    for index in binarized.indices where binarized[index].layer == layer {
      let value = binarized[index]
      guard let axes = layout.reshaped(to: value.axes.sizes) else { continue }
      binarized[index] = BinarizedValue(
        name: value.name, layer: layer, axes: axes, levels: value.levels)
    }
  }

  /// Remembers which bits of the network a value of the graph is.
  private mutating func note(_ value: GraphValue, as name: String) {
    guard case .activation(let activation) = value, activation.border == nil,
      case .bits = network.layers[activation.layer].values, !activation.isSoftmax,
      let levels = activation.function.affine
    else { return }
    binarized.append(
      BinarizedValue(
        name: name, layer: activation.layer, axes: activation.axes, levels: levels))
  }
}

/// A value of the graph that takes two levels in each channel, and the bits that say which.
struct BinarizedValue: Sendable {
  let name: String
  let layer: Int
  let axes: AxisLayout
  let levels: ChannelFunction.Affine
}

extension Diagnostic {
  fileprivate static func constantOutput(_ name: String, file: String) -> Diagnostic {
    Diagnostic(
      "onnx.output", file: file,
      "output \(UserText.quoted(name)) is a constant or the input itself, but expected a network between"
    )
  }

  fileprivate static func unknownOutput(
    _ name: String, known: [String], file: String
  ) -> Diagnostic {
    Diagnostic(
      "onnx.output", file: file,
      "there is no value \(UserText.quoted(name)), but \(Spelling.list(known))",
      hint: Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" })
  }

  fileprivate static func severalInputs(_ names: [String], file: String) -> Diagnostic {
    Diagnostic(
      "onnx.input", file: file,
      "the graph has \(names.count) inputs (\(Spelling.list(names))), but expected one",
      hint: "make initializers of those that are parameters")
  }

  fileprivate static func severalOutputs(_ names: [String], file: String) -> Diagnostic {
    Diagnostic(
      "onnx.output", file: file,
      "the graph has \(names.count) outputs (\(Spelling.list(names))), but expected one",
      hint: "name the one that is wanted with --graph-output")
  }
}
