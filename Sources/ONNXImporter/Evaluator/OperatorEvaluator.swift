/// The values that operators give, in 64-bit floats.
///
/// Types of elements are not known: what is an integer in the graph is a number like others here.
enum OperatorEvaluator {
  typealias Operation = @Sendable (Evaluation) throws(EvaluationFailure) -> [RealTensor]

  /// - Returns: the outputs, possibly more than the node names; nil if the operator is unknown.
  /// - Throws: if the inputs or attributes do not fit the operator.
  static func evaluate(
    _ node: ONNXNode, _ inputs: [RealTensor?], operatorSets: [String: Int]
  ) throws(EvaluationFailure) -> [RealTensor]? {
    guard let operation = operation(of: node) else { return nil }
    let call = Evaluation(node: node, inputs: inputs, operatorSet: operatorSets[""] ?? 13)
    let results = try operation(call)
    if let index = node.outputs.indices.last(where: { !node.outputs[$0].isEmpty }),
      index >= results.count
    {
      throw EvaluationFailure("output \(index) of the operator is not computed")
    }
    return results
  }

  static func knows(_ node: ONNXNode) -> Bool { operation(of: node) != nil }

  private static func operation(of node: ONNXNode) -> Operation? {
    if node.domain.isEmpty, let operation = standard[node.operation] { return operation }
    return quantizerDomains.contains(node.domain) ? quantizers[node.operation] : nil
  }

  private static let standard: [String: Operation] = [
    ArithmeticOperators.all, ActivationOperators.all, ComparisonOperators.all, CastOperator.all,
    ShapeOperators.all, LayoutOperators.all, IndexingOperators.all, PadOperator.all,
    MatrixOperators.all, ConvolutionOperator.all, PoolOperators.all, ReductionOperators.all,
    SelectionOperators.all, NormalizationOperators.all,
  ].reduce(into: [:]) { $0.merge($1) { $1 } }

  private static let quantizers = QuantizationOperators.all.merging(ThresholdOperators.all) { $1 }

  /// Exporters name the same operators under any of these.
  private static let quantizerDomains: Set<String> = [
    "", "onnx.brevitas", "qonnx.custom_op.general", "finn.custom_op.general", "qonnx", "finn",
  ]
}
