internal import BNNIR

/// The network as far as it is found in the graph: layers of the network document, in order.
struct DraftNetwork: Sendable {
  /// What the elements of a tensor can be.
  enum Values: Hashable, Sendable {
    /// ±1.
    case bits
    /// Every `step`-th integer of the range, from its low end on.
    case integers(ClosedRange<Int>, step: Int)
    case classIndex
  }

  enum Operation: Hashable, Sendable {
    case input(InputLayer)
    case dense(BitMatrix)
    case conv(BitMatrix, WindowGeometry, groups: Int, padding: PaddingValue)
    case maxPool(WindowGeometry)
    case sumPool(WindowGeometry)
    case threshold([Threshold.Rule])
    case scaleBias(scale: [Double], bias: [Double], fractionBits: Int)
    case argMax
  }

  struct Layer: Sendable {
    let name: String
    var operation: Operation
    /// The layer whose values it reads; nil for the input.
    let input: Int?
    let shape: TensorShape
    var values: Values
  }

  private(set) var layers: [Layer] = []
  private var names: Set<String> = []

  var input: InputLayer {
    guard case .input(let input) = layers[0].operation else {
      preconditionFailure("bnn-hw bug: the first layer is not the input")
    }
    return input
  }

  /// What a network document can have: elements of a tensor, layers.
  private static let maximumElements = 1 << 24
  private static let maximumLayers = 4096

  /// Appends a layer; returns its index.
  mutating func append(
    _ operation: Operation, named name: String, reading input: Int?, shape: TensorShape,
    _ values: Values
  ) throws(Refusal) -> Int {
    let elements = [shape.height, shape.width, shape.channels].reduce(1.0) { $0 * Double($1) }
    guard elements <= Double(Self.maximumElements), layers.count < Self.maximumLayers else {
      throw Refusal(
        id: "onnx.size",
        "layer \(layers.count + 1) gives \(shape) elements, but a network has at most "
          + "\(Self.maximumLayers) layers of 2^24 elements")
    }
    if case .integers(let range, _) = values, range.signedBits > 32 {
      throw Refusal(
        id: "onnx.size", "its sums reach \(range.upperBound), but expected at most 32 bits",
        hint: "put a binarizer between the sums")
    }
    layers.append(
      Layer(
        name: unique(name), operation: operation, input: input, shape: shape, values: values))
    return layers.count - 1
  }

  /// Another way for pixels to enter; no layer must have read the old one.
  mutating func setInput(_ input: InputLayer, _ values: Values) {
    layers[0] = Layer(
      name: layers[0].name, operation: .input(input), input: nil, shape: input.shape,
      values: values)
  }

  /// The same pixels as a map; no layer must have read them.
  mutating func reshapeInput(_ shape: TensorShape) {
    let old = input
    setInput(
      InputLayer(shape: shape, pixels: old.pixels, encoding: old.encoding), layers[0].values)
  }

  func isRead(_ layer: Int) -> Bool { layers.contains { $0.input == layer } }

  /// Turns the sign of channels of a layer, whose weights or rules can do it at no cost. False if
  /// they can't, or if another layer has read the old values.
  mutating func negate(_ flipped: [Bool], of index: Int) -> Bool {
    if isRead(index) { return false }
    switch layers[index].operation {
    case .dense(var weights):
      for row in flipped.indices where flipped[row] { weights.invertRow(row) }
      layers[index].operation = .dense(weights)
    case .conv(var weights, let geometry, let groups, let padding):
      for row in flipped.indices where flipped[row] { weights.invertRow(row) }
      layers[index].operation = .conv(weights, geometry, groups: groups, padding: padding)
    case .threshold(let rules):
      layers[index].operation = .threshold(
        zip(rules, flipped).map { $1 ? $0.opposite : $0 })
    case .input, .maxPool, .sumPool, .scaleBias, .argMax:
      return false
    }
    if case .integers(let range, let step) = layers[index].values {
      let bound = max(range.upperBound, -range.lowerBound)
      let isSymmetric = range.lowerBound == -range.upperBound
      layers[index].values = .integers(-bound...bound, step: isSymmetric ? step : 1)
    }
    return true
  }

  /// A name that Verilog and the document take, and no other layer has.
  private mutating func unique(_ wanted: String) -> String {
    let words = wanted.unicodeScalars.split { !Self.isWordScalar($0) }.map { String($0) }
    var base = words.joined(separator: "_")
    if base.first?.isLetter != true { base = base.isEmpty ? "layer" : "n\(base)" }
    base = String(base.prefix(48))
    var name = base
    var number = 1
    while names.contains(name) {
      number += 1
      name = "\(base)_\(number)"
    }
    names.insert(name)
    return name
  }

  private static func isWordScalar(_ scalar: UnicodeScalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }
}

extension Threshold.Rule {
  /// Holds where this one does not.
  var opposite: Threshold.Rule {
    switch self {
    case .atLeast(let bound): .atMost(bound - 1)
    case .atMost(let bound): .atLeast(bound + 1)
    case .always: .never
    case .never: .always
    }
  }
}
