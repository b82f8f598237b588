extension ONNXNode {
  /// What a Constant node stands for; nil if it is no numbers.
  var constantValue: RealTensor? {
    let keys = ["value", "value_float", "value_floats", "value_int", "value_ints"]
    switch keys.lazy.compactMap({ attributes[$0] }).first {
    case .tensor(let tensor): return tensor
    case .real(let value): return .scalar(value)
    case .integer(let value): return .scalar(Double(value))
    case .reals(let values): return RealTensor(shape: [values.count], values: values)
    case .integers(let values):
      return RealTensor(shape: [values.count], values: values.map { Double($0) })
    case .text, .texts, .unread, nil: return nil
    }
  }
}
