import BNNIR
import Testing

@testable import ONNXImporter

@Suite("Streamliner")
struct StreamlinerTests {
  private static func node(
    _ operation: String, _ inputs: [String], _ output: String
  ) -> ONNXNode {
    ONNXNode(
      name: output, operation: operation, domain: "", inputs: inputs, outputs: [output],
      attributes: [:])
  }

  private static func graph(
    _ nodes: [ONNXNode], _ constants: [String: RealTensor], input: [Int]
  ) -> ONNXGraph {
    ONNXGraph(
      name: "g", inputs: [.init(name: "x", shape: input)], outputs: [nodes.last?.outputs[0] ?? ""],
      nodes: nodes, constants: constants, operatorSets: ["": 13], annotatedTypes: [:])
  }

  /// 8 numbers are 2 channels of 2 × 2 pixels, the channels first: element 1 of them is pixel (0,
  /// 1) of channel 0, element 2 of a frame.
  @Test("bits of a flat input are in the order of the map that it is cut into later")
  func cutInput() throws {
    let nodes = [
      Self.node("Greater", ["x", "half"], "g"), Self.node("Where", ["g", "one", "minus"], "bits"),
      Self.node("Reshape", ["bits", "map"], "m"), Self.node("Conv", ["m", "w"], "sums"),
    ]
    let constants: [String: RealTensor] = [
      "half": .scalar(127.5), "one": .scalar(1), "minus": .scalar(-1),
      "map": RealTensor(shape: [4], values: [1, 2, 2, 2]),
      "w": RealTensor(shape: [1, 2, 1, 1], values: [1, -1]),
    ]
    var options = ImportOptions()
    options.inputScale = 1
    let result = try Streamliner.run(
      Self.graph(nodes, constants, input: [1, 8]), file: "f", options: options)
    let bits = try #require(result.binarized.first { $0.name == "bits" })
    let shape = TensorShape(height: 2, width: 2, channels: 2)
    #expect(result.network.input.shape == shape)
    #expect(result.network.input.encoding == .threshold(128))
    #expect(bits.axes.elements(in: shape) == [0, 2, 4, 6, 1, 3, 5, 7])
    #expect(result.inputAxes.elements(in: shape) == [0, 2, 4, 6, 1, 3, 5, 7])
  }

  @Test(
    "Sign(0) is what the user says in the graph that proves the import, too",
    arguments: [(nil, [-1.0, 0, 1]), (1, [-1, 1, 1]), (-1, [-1, -1, 1])])
  func signOfZero(option: Int?, expected: [Double]) throws {
    let graph = Self.graph([Self.node("Sign", ["x"], "y")], [:], input: [1, 3])
    let values = try GraphEvaluator(graph.deciding(signOfZero: option))
      .evaluate(["x": RealTensor(shape: [1, 3], values: [-2, 0, 5])])
    #expect(values["y"]?.values == expected)
  }
}
