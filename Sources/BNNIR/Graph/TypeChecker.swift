/// Turns a decoded network into a typed graph: resolves names, orders the layers, derives every
/// type.
public enum TypeChecker {
  /// Checks everything and reports all problems at once.
  public static func check(_ network: Network) throws(DiagnosticError) -> Graph {
    var sink = DiagnosticSink()
    let graph = Checker(network).graph(into: &sink)
    try sink.throwIfErrors()
    guard let graph else { preconditionFailure("bnn-hw bug: no graph and no diagnostic") }
    return graph
  }
}

private struct Checker {
  let network: Network
  /// Index of each declaration by name; the input is −1.
  private let indices: [String: Int]

  init(_ network: Network) {
    self.network = network
    var indices = [network.inputName: -1]
    for (index, declaration) in network.declarations.enumerated()
    where indices[declaration.name] == nil {
      indices[declaration.name] = index
    }
    self.indices = indices
  }

  func graph(into sink: inout DiagnosticSink) -> Graph? {
    checkNames(into: &sink)
    let inputs = resolveInputs(into: &sink)
    let output = resolveOutput(into: &sink)
    guard let output, !sink.hasErrors else { return nil }
    let order = topologicalOrder(inputs, into: &sink)
    guard !sink.hasErrors else { return nil }
    checkUse(inputs, output: output, into: &sink)
    return typed(order, inputs: inputs, output: output, into: &sink)
  }

  private func checkNames(into sink: inout DiagnosticSink) {
    var seen: Set<String> = [network.inputName.lowercased()]
    for declaration in network.declarations
    where !seen.insert(declaration.name.lowercased()).inserted {
      sink.report(.duplicateName(declaration.name, at: declaration.anchor))
    }
  }

  /// For each declaration the indices of its inputs.
  private func resolveInputs(into sink: inout DiagnosticSink) -> [[Int]] {
    network.declarations.map { declaration in
      let wanted = type(of: declaration.layer).inputCount
      if declaration.inputs.count != wanted {
        sink.report(.inputCount(declaration.inputs.count, wanted: wanted, of: declaration))
      }
      return declaration.inputs.compactMap { reference in
        if let index = indices[reference.name] { return index }
        sink.report(.unknownName(reference, known: Array(indices.keys)))
        return nil
      }
    }
  }

  private func resolveOutput(into sink: inout DiagnosticSink) -> Int? {
    guard let index = indices[network.output.name] else {
      sink.report(.unknownName(network.output, known: Array(indices.keys)))
      return nil
    }
    if index < 0, !sink.hasErrors { sink.report(.outputIsInput(network.output)) }
    return index
  }

  /// Declarations in an order in which every layer follows its inputs, as close to the document's
  /// as that allows: depth first, in time linear in the size of the network. Reports cycles.
  private func topologicalOrder(_ inputs: [[Int]], into sink: inout DiagnosticSink) -> [Int] {
    enum State { case unseen, open, done }
    var states = Array(repeating: State.unseen, count: inputs.count)
    var order: [Int] = []
    for start in inputs.indices where states[start] == .unseen {
      // Each layer of the path reads the next one.
      var path = [start]
      while let layer = path.last {
        states[layer] = .open
        let next = inputs[layer].first { $0 >= 0 && states[$0] != .done }
        if let next, states[next] == .unseen {
          path.append(next)
        } else {
          if let next { sink.report(cycle(path.drop { $0 != next })) }
          states[layer] = .done
          order.append(layer)
          path.removeLast()
        }
      }
    }
    return order
  }

  /// Of layers that each read the next one, and the last reads the first.
  private func cycle(_ layers: ArraySlice<Int>) -> Diagnostic {
    let first = layers.min() ?? 0
    let (before, after) = (layers.prefix { $0 != first }, layers.drop { $0 != first })
    let forward = [first] + (after.dropFirst() + before).reversed()
    return .cycle(
      forward.map { network.declarations[$0].name }, at: network.declarations[first].anchor)
  }

  /// A layer that the output does not depend on is a mistake, and no circuit is built for it.
  private func checkUse(_ inputs: [[Int]], output: Int, into sink: inout DiagnosticSink) {
    var used: Set<Int> = []
    var open = [output]
    while let index = open.popLast() {
      if used.insert(index).inserted, index >= 0 { open.append(contentsOf: inputs[index]) }
    }
    for (index, declaration) in network.declarations.enumerated() where !used.contains(index) {
      sink.report(.unused(declaration.name, output: network.output.name, at: declaration.anchor))
    }
  }

  private func typed(
    _ order: [Int], inputs: [[Int]], output: Int, into sink: inout DiagnosticSink
  ) -> Graph? {
    var drafts = [
      Graph.Draft(
        name: network.inputName, layer: .input(network.input), inputs: [],
        origins: [network.inputName], anchor: network.inputAnchor)
    ]
    var types = [network.input.outputType(for: [])]
    var nodeOf = [-1: 0]
    var elements = 0
    for index in order {
      let declaration = network.declarations[index]
      let sources = inputs[index].compactMap { nodeOf[$0] }
      // An input that was refused has no node; what follows it cannot be judged.
      guard sources.count == inputs[index].count else { continue }
      let inputTypes = sources.map { types[$0] }
      // Layers with one number for all channels ask for memory that the document did not pay for.
      elements += inputTypes.reduce(0) { $0 + $1.shape.elements }
      if elements > Limits.maximumTotalElements {
        sink.report(.tooMuch(at: declaration.anchor))
        return nil
      }
      guard
        let layer = declaration.layer.check(inputTypes, at: declaration.anchor, into: &sink)
      else { continue }
      nodeOf[index] = drafts.count
      types.append(layer.semantics.outputType(for: inputTypes))
      drafts.append(
        Graph.Draft(
          name: declaration.name, layer: layer, inputs: sources, origins: [declaration.name],
          anchor: declaration.anchor))
    }
    guard let outputNode = nodeOf[output] else { return nil }
    checkOutput(types[outputNode], into: &sink)
    if sink.hasErrors { return nil }
    return Graph(
      name: network.name, classes: network.classes, drafts: drafts, output: outputNode)
  }

  private func checkOutput(_ type: TensorType, into sink: inout DiagnosticSink) {
    if type.element == .real {
      sink.report(.realOutput(network.output))
      return
    }
    guard let classes = network.classes else { return }
    let count =
      switch type.element {
      case .classIndex(let count): count
      case .bipolar, .integer, .real: type.shape.channels
      }
    if classes.count != count {
      sink.report(.classCount(classes.count, wanted: count, at: network.classesAnchor))
    }
  }
}

extension Diagnostic {
  fileprivate static func duplicateName(_ name: String, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "graph.duplicate-name", at: anchor,
      "the name '\(name)' is taken already (upper and lower case count as equal)",
      hint: "names become Verilog identifiers and file names; give each layer its own")
  }

  fileprivate static func unknownName(
    _ reference: Network.Reference, known: [String]
  ) -> Diagnostic {
    Diagnostic(
      "graph.unknown-name", at: reference.anchor,
      "there is no layer or input named '\(reference.name)'",
      hint: Spelling.nearest(to: reference.name, among: known.sorted())
        .map { "did you mean '\($0)'?" })
  }

  fileprivate static func inputCount(
    _ count: Int, wanted: Int, of declaration: Network.Declaration
  ) -> Diagnostic {
    Diagnostic(
      "graph.input-count", at: declaration.anchor,
      "layer '\(declaration.name)' has \(UserText.counted(count, "input")), but "
        + "\(declaration.kind.rawValue) takes \(wanted)",
      hint: wanted > 1 ? "name them all: \"inputs\": [\"a\", \"b\"]" : nil)
  }

  /// Shows the first and the last of a long cycle's names.
  fileprivate static func cycle(_ names: [String], at anchor: Anchor) -> Diagnostic {
    let shown =
      names.count <= 8
      ? names : names.prefix(4) + ["(\(names.count - 6) more)"] + names.suffix(2)
    return Diagnostic(
      "graph.cycle", at: anchor,
      "the layers form a cycle: \((shown + names.prefix(1)).joined(separator: " → "))",
      hint: "a streaming network is a feed-forward graph; check these layers' 'inputs'")
  }

  fileprivate static func unused(
    _ name: String, output: String, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "graph.unused", at: anchor, "layer '\(name)' does not lead to the output '\(output)'",
      hint: "remove it, or name the right 'output'")
  }

  fileprivate static func tooMuch(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.total", at: anchor,
      "the layers up to here read more than \(Limits.maximumTotalElements) elements per frame")
  }

  fileprivate static func outputIsInput(_ reference: Network.Reference) -> Diagnostic {
    Diagnostic(
      "graph.output", at: reference.anchor,
      "the output is the network's input '\(reference.name)', but expected a layer")
  }

  fileprivate static func realOutput(_ reference: Network.Reference) -> Diagnostic {
    Diagnostic(
      "type.real-output", at: reference.anchor,
      "the output '\(reference.name)' is real, but hardware gives bits, integers or a class",
      hint: "put 'sign' behind it, or replace a last batch_norm by 'scale_bias' with the same "
        + "scale gamma/√(variance+epsilon) and bias beta − mean·scale in fixed point")
  }

  fileprivate static func classCount(
    _ count: Int, wanted: Int, at anchor: Anchor?
  ) -> Diagnostic {
    Diagnostic(
      "shape.classes", at: anchor,
      "the list has \(UserText.counted(count, "label")), but the output has "
        + (wanted == 1 ? "1 class" : "\(wanted) classes"))
  }
}
