import Testing

@testable import BNNIR

@Suite("Network reader")
struct NetworkReaderTests {
  @Test("fills in what a document may leave out")
  func defaults() throws {
    let graph = try read(
      #"""
      {"format": "bnn-hw-network", "version": 1, "name": "n",
       "input": {"shape": [2, 3], "type": "bit"},
       "layers": [
         {"name": "d", "kind": "binary_dense", "units": 2, "weights": ["15", "2A"]},
         {"name": "b", "kind": "batch_norm", "mean": 1, "variance": 0, "epsilon": 0.25},
         {"name": "s", "kind": "sign"}
       ]}
      """#)
    #expect(graph.nodes.map(\.name) == ["input", "d", "b", "s"])
    #expect(graph.nodes.map(\.inputs) == [[], [0], [1], [2]])
    #expect(graph.output == 3)
    #expect(graph.classes == nil)
    #expect(graph.input.shape == TensorShape(height: 2, width: 3, channels: 1))
    #expect(graph.input.encoding == .identity)
    let channel = BatchNorm.Channel(gamma: 1, beta: 0, mean: 1, variance: 0, epsilon: 0.25)
    #expect(graph.nodes[2].layer == .batchNorm(BatchNorm(channels: [channel, channel])))
    #expect(graph.nodes[3].layer == .sign(Sign(zeroIsPositive: true)))
  }

  @Test("takes column j of a row from bit j % 8 of byte j / 8")
  func weights() throws {
    let graph = try read(
      document(
        input: #"{"shape": [10], "type": "bit"}"#,
        layers: #"{"name": "d", "kind": "binary_dense", "units": 1, "weights": ["8102"]}"#))
    let bits = [true, false, false, false, false, false, false, true, false, true]
    let weights = BitMatrix(columns: 10, rows: [bits])
    #expect(graph.nodes[1].layer == .binaryDense(BinaryDense(weights: weights)))
  }

  @Test("reads every attribute of every kind")
  func attributes() throws {
    let graph = try read(
      document(
        input: #"{"name": "image", "shape": [2, 2, 2], "type": "int8", "#
          + #""encoding": {"kind": "threshold", "at": -3}}"#,
        layers: #"""
          {"name": "d", "kind": "binary_dense", "units": 2, "weights": ["0f", "f0"],
           "inputs": ["image"]},
          {"name": "t", "kind": "threshold", "thresholds": [-2147483648, 2147483648],
           "sense": ["<=", ">="]},
          {"name": "e", "kind": "binary_dense", "units": 2, "weights": ["00", "03"]},
          {"name": "f", "kind": "scale_bias", "scale": [0.625, -1], "bias": 0.3,
           "fraction_bits": 2},
          {"name": "c", "kind": "argmax"}
          """#, tail: #", "classes": ["no", "yes"], "output": "c", "description": "é""#))
    #expect(graph.input.encoding == .threshold(-3) && graph.input.pixels == .int8)
    #expect(
      graph.nodes[2].layer
        == .threshold(Threshold(rules: [.atMost(-2_147_483_648), .atLeast(2_147_483_648)])))
    // 0.625 · 4 = 2.5 lies half way and goes to the even 2; 0.3 · 4 = 1.2 goes to 1.
    #expect(
      graph.nodes[4].layer
        == .scaleBias(ScaleBias(scale: [2, -4], bias: [1, 1], fractionBits: 2)))
    #expect(graph.nodes[5].layer == .argMax(ArgMax()))
    #expect(graph.nodes[5].type.element == .classIndex(count: 2))
    #expect(graph.classes == ["no", "yes"])
  }

  @Test("orders layers by what they read and keeps the document's order where it can")
  func order() throws {
    let graph = try read(
      document(
        input: #"{"shape": [8], "type": "bit"}"#,
        layers: #"""
          {"name": "c", "kind": "argmax", "inputs": ["e"]},
          {"name": "d", "kind": "binary_dense", "units": 8, "weights":
            ["00", "01", "02", "03", "04", "05", "06", "07"], "inputs": ["input"]},
          {"name": "e", "kind": "binary_dense", "units": 2, "weights": ["00", "ff"],
           "inputs": ["s"]},
          {"name": "s", "kind": "sign", "inputs": ["d"]}
          """#, tail: #", "output": "c""#))
    #expect(graph.nodes.map(\.name) == ["input", "d", "s", "e", "c"])
  }

  @Test("takes as many labels as the output has classes", arguments: [(1, 1), (3, 3)])
  func classes(units: Int, labels: Int) throws {
    let rows = Array(repeating: "\"0f\"", count: units).joined(separator: ",")
    let names = (0..<labels).map { "\"\($0)\"" }.joined(separator: ",")
    let graph = try read(
      document(
        input: #"{"shape": [8], "type": "bit"}"#,
        layers: #"{"name": "d", "kind": "binary_dense", "units": \#(units), "#
          + #""weights": [\#(rows)]}"#,
        tail: #", "classes": [\#(names)]"#))
    #expect(graph.classes?.count == labels)
  }

  private func document(input: String, layers: String, tail: String = "") -> String {
    #"{"format": "bnn-hw-network", "version": 1, "name": "n", "input": \#(input), "#
      + #""layers": [\#(layers)]\#(tail)}"#
  }

  private func read(_ text: String) throws -> Graph {
    try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "test.json"))
  }
}
