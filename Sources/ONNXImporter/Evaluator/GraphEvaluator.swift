internal import BNNIR

/// Runs a whole graph.
struct GraphEvaluator {
  private let graph: ONNXGraph
  /// What does not depend on the graph's inputs, computed once for all frames.
  private let constants: [String: RealTensor]
  private let remaining: [ONNXNode]

  init(_ graph: ONNXGraph) {
    self.graph = graph
    var constants = graph.constants
    var remaining: [ONNXNode] = []
    for node in graph.nodes {
      let isConstant = node.inputs.allSatisfy { $0.isEmpty || constants[$0] != nil }
      // A node that fails fails again where the failure is thrown.
      let isDone = isConstant && (try? Self.run(node, of: graph, on: &constants)) != nil
      if !isDone { remaining.append(node) }
    }
    self.constants = constants
    self.remaining = remaining
  }

  /// Every value of the graph, constants among them, for the given inputs.
  ///
  /// - Throws: which node has no values, and why.
  func evaluate(
    _ inputs: [String: RealTensor]
  ) throws(EvaluationFailure) -> [String: RealTensor] {
    var values = constants
    for input in graph.inputs {
      guard let value = inputs[input.name] else {
        throw EvaluationFailure("graph input \(UserText.quoted(input.name)) has no value")
      }
      values[input.name] = value
    }
    for node in remaining { try Self.run(node, of: graph, on: &values) }
    return values
  }

  private static func run(
    _ node: ONNXNode, of graph: ONNXGraph, on values: inout [String: RealTensor]
  ) throws(EvaluationFailure) {
    let inputs = node.inputs.map { $0.isEmpty ? nil : values[$0] }
    let results: [RealTensor]?
    do {
      results = try OperatorEvaluator.evaluate(node, inputs, operatorSets: graph.operatorSets)
    } catch {
      throw EvaluationFailure("\(place(of: node)): \(error.reason)")
    }
    guard let results else {
      throw EvaluationFailure("\(place(of: node)): the operator is unknown")
    }
    for (name, result) in zip(node.outputs, results) where !name.isEmpty { values[name] = result }
  }

  private static func place(of node: ONNXNode) -> String {
    "node \(UserText.quoted(node.name)) (\(UserText.shown(node.operation)))"
  }
}
