internal import BNNIR

extension ONNXGraph {
  /// The graph with the user's word on what Sign makes of 0 in every Sign that the input decides.
  ///
  /// x ≥ 0 gives 1 in QONNX's BipolarQuant; where 0 is to give −1, it is −BipolarQuant(−x).
  func deciding(signOfZero: Int?) -> ONNXGraph {
    guard let signOfZero else { return self }
    var reached = Set(inputs.map(\.name))
    var changed: [ONNXNode] = []
    for node in nodes {
      let depends = !reached.isDisjoint(with: node.inputs)
      if depends { reached.formUnion(node.outputs) }
      guard depends, node.domain.isEmpty, node.operation == "Sign", let output = node.outputs.first
      else {
        changed.append(node)
        continue
      }
      if signOfZero > 0 {
        changed.append(node.bipolar(node.inputs[0], output))
      } else {
        let (opposite, sign) = ("\(output)#negative", "\(output)#sign")
        changed += [
          node.negation(node.inputs[0], opposite), node.bipolar(opposite, sign),
          node.negation(sign, output),
        ]
      }
    }
    var constants = constants
    constants[ONNXNode.one] = .scalar(1)
    return ONNXGraph(
      name: name, inputs: inputs, outputs: outputs, nodes: changed, constants: constants,
      operatorSets: operatorSets, annotatedTypes: annotatedTypes)
  }
}

extension ONNXNode {
  fileprivate static let one = "#one"

  fileprivate func bipolar(_ input: String, _ output: String) -> ONNXNode {
    ONNXNode(
      name: name, operation: "BipolarQuant", domain: "qonnx.custom_op.general",
      inputs: [input, Self.one], outputs: [output], attributes: [:])
  }

  fileprivate func negation(_ input: String, _ output: String) -> ONNXNode {
    ONNXNode(
      name: name, operation: "Neg", domain: "", inputs: [input], outputs: [output],
      attributes: [:])
  }
}
