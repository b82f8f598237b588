internal import BNNIR

/// Writes a network as a document.
struct DocumentWriter {
  private let network: DraftNetwork
  private let name: String
  private let description: String
  private var text: [UInt8] = []

  /// - Parameter name: as the document takes names.
  static func document(
    of network: DraftNetwork, name: String, description: String, output: Int
  ) -> [UInt8] {
    var writer = DocumentWriter(network: network, name: name, description: description)
    writer.write(output: output)
    return writer.text
  }

  private init(network: DraftNetwork, name: String, description: String) {
    self.network = network
    self.name = name
    self.description = description
  }

  private mutating func write(output: Int) {
    append("{\n  \"format\": \"bnn-hw-network\",\n  \"version\": 1,\n")
    append("  \"name\": \"\(name)\",\n  \"description\": \"\(description)\",\n")
    append("  \"input\": \(input),\n  \"layers\": [")
    for (index, layer) in network.layers.enumerated() where index > 0 {
      append(index > 1 ? ",\n    {" : "\n    {")
      let source = network.layers[layer.input ?? 0].name
      append("\"name\": \"\(layer.name)\", \"inputs\": [\"\(source)\"],\n     ")
      write(layer)
      append("}")
    }
    append("\n  ],\n  \"output\": \"\(network.layers[output].name)\"\n}\n")
  }

  private mutating func append(_ string: String) { text.append(contentsOf: string.utf8) }

  private var input: String {
    let input = network.input
    let shape = input.shape
    let sizes =
      shape.pixels == 1 ? "\(shape.channels)" : "\(shape.height), \(shape.width), \(shape.channels)"
    let encoding =
      switch input.encoding {
      case .identity: "{\"kind\": \"identity\"}"
      case .threshold(let bound): "{\"kind\": \"threshold\", \"at\": \(bound)}"
      case .thermometer(let bounds): "{\"kind\": \"thermometer\", \"at\": \(bounds)}"
      case .table(let values): "{\"kind\": \"table\", \"values\": \(values)}"
      }
    return """
      {"name": "\(network.layers[0].name)", "shape": [\(sizes)], "type": "\(input.pixels.rawValue)",
          "encoding": \(encoding)}
      """
  }

  private mutating func write(_ layer: DraftNetwork.Layer) {
    switch layer.operation {
    case .input: preconditionFailure("bnn-hw bug: a second input")
    case .dense(let weights):
      append("\"kind\": \"binary_dense\", \"units\": \(weights.rows), \"weights\": [")
      write(weights)
      append("]")
    case .conv(let weights, let geometry, let groups, let padding):
      append("\"kind\": \"binary_conv\", \"filters\": \(weights.rows), \(Self.text(of: geometry))")
      if geometry.padding != .none { append(", \"padding_value\": \"\(padding.rawValue)\"") }
      if groups > 1 { append(", \"groups\": \(groups)") }
      append(", \"weights\": [")
      write(weights)
      append("]")
    case .maxPool(let geometry): append("\"kind\": \"max_pool\", \(Self.text(of: geometry))")
    case .sumPool(let geometry): append("\"kind\": \"sum_pool\", \(Self.text(of: geometry))")
    case .threshold(let rules): write(rules)
    case .scaleBias(let scale, let bias, let fractionBits):
      append(
        "\"kind\": \"scale_bias\", \"fraction_bits\": \(fractionBits),\n     \"scale\": \(scale),\n"
          + "     \"bias\": \(bias)")
    case .argMax: append("\"kind\": \"argmax\"")
    }
  }

  private static func text(of geometry: WindowGeometry) -> String {
    let padding = geometry.padding
    let sides = [padding.top, padding.bottom, padding.left, padding.right]
    return "\"kernel\": [\(geometry.kernel.y), \(geometry.kernel.x)], "
      + "\"stride\": [\(geometry.stride.y), \(geometry.stride.x)], "
      + "\"dilation\": [\(geometry.dilation.y), \(geometry.dilation.x)]"
      + (padding == .none ? "" : ", \"padding\": \(sides)")
  }

  /// What holds always or never is a threshold that nothing or everything reaches.
  private mutating func write(_ rules: [Threshold.Rule]) {
    let numbers = rules.map { rule in
      switch rule {
      case .atLeast(let bound), .atMost(let bound): bound
      case .always: -1 << 31
      case .never: 1 << 31
      }
    }
    append("\"kind\": \"threshold\",\n     \"thresholds\": \(numbers)")
    let senses = rules.map { rule in if case .atMost = rule { "\"<=\"" } else { "\">=\"" } }
    if senses.contains("\"<=\"") {
      append(",\n     \"sense\": [\(senses.joined(separator: ", "))]")
    }
  }

  /// Rows of hex digits, the lowest column in the lowest bit of the first byte.
  private mutating func write(_ weights: BitMatrix) {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = (weights.columns + 7) / 8
    for row in 0..<weights.rows {
      append(row == 0 ? "\n      \"" : ",\n      \"")
      let words = weights.row(row)
      for byte in 0..<bytes {
        let value = words[words.startIndex + byte / 8] >> UInt64(byte % 8 * 8) & 0xff
        text.append(digits[Int(value >> 4)])
        text.append(digits[Int(value & 15)])
      }
      append("\"")
    }
  }
}
