internal import BNNIR

/// The types of the attributes that streamlining reads. One of another type must not look absent.
enum AttributeTypes {
  private enum Kind: String {
    case integer = "an integer"
    case integers = "integers"
    case real = "a number"
    case text = "a string"
  }

  private static let kinds: [String: Kind] = [
    "allowzero": .integer, "alpha": .real, "auto_pad": .text, "axes": .integers,
    "axis": .integer, "beta": .real, "ceil_mode": .integer, "count_include_pad": .integer,
    "data_layout": .text, "dilations": .integers, "end": .integer, "epsilon": .real,
    "group": .integer, "k": .integer, "keepdims": .integer, "kernel_shape": .integers,
    "largest": .integer, "max": .real, "min": .real, "mode": .text, "narrow": .integer,
    "out_bias": .real, "out_dtype": .text, "out_scale": .real, "pads": .integers,
    "perm": .integers, "rounding_mode": .text, "select_last_index": .integer,
    "signed": .integer, "start": .integer, "strides": .integers, "to": .integer,
    "training_mode": .integer, "transA": .integer, "transB": .integer,
  ]

  static func check(_ node: ONNXNode) throws(Refusal) {
    for (name, attribute) in node.attributes.sorted(by: { $0.key < $1.key }) {
      guard let kind = kinds[name], !matches(attribute, kind) else { continue }
      throw Refusal(
        id: "onnx.attribute",
        "the attribute '\(name)' is of another type, but expected \(kind.rawValue)")
    }
  }

  private static func matches(_ attribute: ONNXNode.Attribute, _ kind: Kind) -> Bool {
    switch (attribute, kind) {
    case (.integer, .integer), (.integer, .real), (.real, .real), (.integers, .integers),
      (.text, .text):
      true
    default: false
    }
  }
}
