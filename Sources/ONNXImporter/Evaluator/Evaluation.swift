internal import BNNIR

/// A node with the values of its inputs.
struct Evaluation {
  let node: ONNXNode
  /// Nil where an optional input is left out.
  let inputs: [RealTensor?]
  /// The version of ONNX's operators.
  let operatorSet: Int

  func optional(_ index: Int) -> RealTensor? {
    index < inputs.count ? inputs[index] : nil
  }

  func input(_ index: Int) throws(EvaluationFailure) -> RealTensor {
    guard let input = optional(index) else {
      throw EvaluationFailure("input \(index) is missing")
    }
    return input
  }

  /// All inputs, at least one, none left out.
  func allInputs() throws(EvaluationFailure) -> [RealTensor] {
    let present = inputs.compactMap(\.self)
    guard !present.isEmpty, present.count == inputs.count else {
      throw EvaluationFailure("an input is missing")
    }
    return present
  }

  /// The only number of an input; nil if it is left out.
  func number(_ index: Int) throws(EvaluationFailure) -> Double? {
    guard let input = optional(index) else { return nil }
    guard input.count == 1 else {
      throw EvaluationFailure(
        "input \(index) has shape \(ShapeText.of(input.shape)), but expected one number")
    }
    return input.values[0]
  }

  /// Whole numbers that stand in an input or, in older operator sets, an attribute.
  func integers(_ index: Int, or attribute: String) throws(EvaluationFailure) -> [Int]? {
    guard let input = optional(index) else { return node.integers(attribute) }
    guard let integers = input.integers else {
      throw EvaluationFailure("input \(index) has values that are no integers")
    }
    return integers
  }

  /// Likewise, where they cannot be left out.
  func requiredIntegers(
    _ index: Int, or attribute: String
  ) throws(EvaluationFailure) -> [Int] {
    guard let integers = try integers(index, or: attribute) else {
      throw EvaluationFailure("input \(index), \(UserText.quoted(attribute)), is missing")
    }
    return integers
  }

  func flag(_ attribute: String, default isSet: Bool) -> Bool {
    node.integer(attribute).map { $0 != 0 } ?? isSet
  }

  func real(_ attribute: String, default value: Float) -> Double {
    node.real(attribute) ?? Double(value)
  }

  /// An axis counted from the front; -1 is the last one of `rank`.
  static func axis(_ axis: Int, rank: Int) throws(EvaluationFailure) -> Int {
    guard axis >= -rank, axis < rank else {
      throw EvaluationFailure("axis is \(axis), but expected one of \(rank) axes")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Different axes, counted from the front, in the order given.
  static func axes(_ axes: [Int], rank: Int) throws(EvaluationFailure) -> [Int] {
    let counted = try axes.map { axis throws(EvaluationFailure) in try self.axis(axis, rank: rank) }
    guard Set(counted).count == counted.count else {
      throw EvaluationFailure("axes are \(axes), but expected each once")
    }
    return counted
  }
}
