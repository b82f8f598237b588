/// A decoded and checked ONNX graph: every value has one producer, nodes come behind what they
/// read, constants are numbers. Operators are names yet; no importer or evaluator code has looked
/// at them.
struct ONNXGraph: Sendable {
  struct Input: Hashable, Sendable {
    let name: String
    /// Sizes; nil where the file has none or a name (the batch, mostly). Nil if there is no shape.
    let shape: [Int?]?
  }

  let name: String
  /// What a user feeds: graph inputs that no initializer gives.
  let inputs: [Input]
  let outputs: [String]
  /// In topological order; the file's order where that is free.
  let nodes: [ONNXNode]
  /// Initializers and outputs of Constant nodes (which are not among `nodes`), by name.
  let constants: [String: RealTensor]
  /// The version of each operator set by domain, "" being ONNX itself.
  let operatorSets: [String: Int]
  /// Types that FINN notes for values in `finn_datatype` annotations, such as UINT8, by value.
  let annotatedTypes: [String: String]
}

struct ONNXNode: Hashable, Sendable {
  /// The node's name, or "#5" for a nameless node, counted from 0 in the file.
  let name: String
  let operation: String
  /// "" for ONNX itself, also where the file says "ai.onnx".
  let domain: String
  /// Names of values; "" for an optional input that is left out.
  let inputs: [String]
  let outputs: [String]
  let attributes: [String: Attribute]

  enum Attribute: Hashable, Sendable {
    case integer(Int)
    case integers([Int])
    case real(Double)
    case reals([Double])
    case text(String)
    case texts([String])
    case tensor(RealTensor)
    /// A subgraph, a sparse tensor or a type, none of which is read.
    case unread
  }

  func integer(_ name: String) -> Int? {
    if case .integer(let value) = attributes[name] { value } else { nil }
  }

  func integers(_ name: String) -> [Int]? {
    if case .integers(let values) = attributes[name] { values } else { nil }
  }

  /// Integers count too: exporters write either.
  func real(_ name: String) -> Double? {
    switch attributes[name] {
    case .real(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  func text(_ name: String) -> String? {
    if case .text(let value) = attributes[name] { value } else { nil }
  }
}
