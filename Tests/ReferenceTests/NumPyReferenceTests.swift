import BNNIR
import Testing

@Suite("The golden model against NumPy")
struct NumPyReferenceTests {
  @Test(
    "every value of every layer of a random network equals the definitions in NumPy",
    arguments: RandomCase.all)
  func everyLayer(item: RandomCase) async throws {
    let (_, graph, frames) = try item.sample()
    let expected = try await ReferenceRun.layers(of: item)
    let tensors = GoldenModel(graph).trace(frames)
    #expect(Set(graph.nodes.map(\.name)) == Set(expected.keys), "\(item.testDescription)")
    for (node, tensor) in zip(graph.nodes, tensors) {
      let difference = LayerValues(tensor).difference(from: try #require(expected[node.name]))
      #expect(difference == nil, "\(item.testDescription), layer '\(node.name)'")
    }
  }

  @Test(
    "the passes leave a random network the output that NumPy computes", arguments: RandomCase.all)
  func outputAfterPasses(item: RandomCase) async throws {
    let (_, graph, frames) = try item.sample()
    let expected = try await ReferenceRun.layers(of: item)
    let passed = NetworkPasses.run(on: graph)
    let output = LayerValues(GoldenModel(passed).trace(frames)[passed.output])
    let wanted = try #require(expected[graph.nodes[graph.output].name])
    #expect(output.difference(from: wanted) == nil, "\(item.testDescription)")
  }
}
