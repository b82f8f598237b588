import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing

/// A network of the shared folder and what is published of it.
struct PublishedNetwork: Sendable, CustomTestStringConvertible {
  let name: String
  let data: String
  /// Images of the data set that are classified right.
  let hits: Int
  /// Frames to simulate.
  let frames: Int
  /// The matrix layers; all but the last have thresholds `act0` and on behind them, some a pool.
  let layers: [String]
  let pools: [Int: String]

  var testDescription: String { name }

  static let all = [
    PublishedNetwork(
      name: "tfc_w1a1_mnist", data: "mnist_test.npz", hits: 9296, frames: 200,
      layers: ["fc0", "fc1", "fc2", "fc3"], pools: [:]),
    PublishedNetwork(
      name: "lfc_w1a1_mnist", data: "mnist_test.npz", hits: 9834, frames: 200,
      layers: ["fc0", "fc1", "fc2", "fc3"], pools: [:]),
    PublishedNetwork(
      name: "cnv_w1a1_cifar10", data: "cifar10_test1000.npz", hits: 805, frames: 20,
      layers: ["conv0", "conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"],
      pools: [1: "pool1", 3: "pool3"]),
  ]
}

@Suite(
  "Published networks", .enabled(if: SharedNetworks.arePresent, SharedNetworks.absence))
struct PublishedNetworkTests {
  @Test("all scores equal the reference, and so the accuracy", arguments: PublishedNetwork.all)
  func scores(network: PublishedNetwork) throws {
    let graph = try SharedNetworks.graph(network.name)
    let images = try SharedNetworks.images(network.data, for: graph.input)
    let synapses = try synapses(of: graph.nodes[graph.output])
    let expected = try SharedNetworks.reference(network.name, "scores").map { 2 * $0 - synapses }
    let outputs = GoldenModel(NetworkPasses.run(on: graph)).output(images)
    #expect(outputs.flatMap { $0.integers.map(Int.init) } == expected)
    let labels = try SharedNetworks.labels(network.data)
    let hits = zip(outputs.flatMap(GoldenModel.classes), labels).count { $0 == $1 }
    #expect(hits == network.hits)
  }

  @Test("every layer equals the reference's trace", arguments: PublishedNetwork.all)
  func traces(network: PublishedNetwork) throws {
    let graph = try SharedNetworks.graph(network.name)
    let images = try SharedNetworks.images(network.data, for: graph.input)[frames: 0..<4]
    let tensors = GoldenModel(graph).trace(images)
    for (layer, name) in network.layers.enumerated() {
      let sums = try #require(graph.nodes.firstIndex { $0.name == name })
      let reference = try SharedNetworks.reference(network.name, "trace.L\(layer).acc")
      // Sums of pixels stand there as they are, sums of bits as popcounts.
      let isFirstOfPixels = graph.nodes[graph.nodes[sums].inputs[0]].type.element != .bipolar
      let synapses = try synapses(of: graph.nodes[sums])
      let expected = isFirstOfPixels ? reference : reference.map { 2 * $0 - synapses }
      #expect(tensors[sums].integers.map(Int.init) == expected, "layer \(layer)")
      let value = network.pools[layer] ?? "act\(layer)"
      guard let bits = graph.nodes.firstIndex(where: { $0.name == value }) else { continue }
      let packed = try SharedNetworks.reference(network.name, "trace.L\(layer).bits")
      #expect(unpacked(tensors[bits]) == packed, "layer \(layer)")
    }
  }

  @Test(
    "frames of RTL equal the golden model in every stream, at the predicted cycles",
    arguments: PublishedNetwork.all, [0, 25])
  func registerTransferLevel(network: PublishedNetwork, disturbance: Int) async throws {
    let document = try SharedNetworks.document(network.name)
    let graph = try SharedNetworks.graph(network.name)
    let exceptions = try FoldingFile(SharedNetworks.foldings(network.name), file: network.name)
      .exceptions
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: Folding(pe: 1, simd: 1), exceptions: exceptions),
        clockHertz: 100_000_000, generator: "test"))
    try await withTemporaryDirectory { directory in
      let design = try generator.generate(graph, document: document).design
      try DesignWriter.write(design, to: directory)
      let images = try SharedNetworks.images(network.data, for: graph.input)
      let request = SimulationRequest(
        directory: directory, manifest: design.manifest, frames: images[frames: 0..<network.frames],
        idlePercent: disturbance, stallPercent: disturbance, checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "\(String(describing: result.firstMismatch))")
      if disturbance == 0 {
        #expect(result.cyclesPerFrame == design.manifest.cyclesPerFrame)
        #expect(result.cyclesPerFrame == design.manifest.boundCyclesPerFrame)
        #expect(result.latencyCycles == design.manifest.latencyCycles)
      }
    }
  }

  @Test("frames on a shared engine equal the golden model", arguments: [0, 25])
  func engine(disturbance: Int) async throws {
    let network = PublishedNetwork.all[2]
    let graph = try SharedNetworks.graph(network.name)
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(
          every: Folding(pe: 16, simd: 3), engine: EngineRequest(pe: 16, simd: 64)),
        clockHertz: 100_000_000, generator: "test"))
    try await withTemporaryDirectory { directory in
      let design = try generator.generate(
        graph, document: try SharedNetworks.document(network.name)
      ).design
      try DesignWriter.write(design, to: directory)
      let images = try SharedNetworks.images(network.data, for: graph.input)
      let request = SimulationRequest(
        directory: directory, manifest: design.manifest, frames: images[frames: 0..<5],
        idlePercent: disturbance, stallPercent: disturbance, checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "\(String(describing: result.firstMismatch))")
      if disturbance == 0 {
        #expect(result.cyclesPerFrame == design.manifest.cyclesPerFrame)
        #expect(result.latencyCycles == design.manifest.latencyCycles)
      }
    }
  }

  private func synapses(of node: Graph.Node) throws -> Int {
    switch node.layer {
    case .binaryDense(let dense): return dense.weights.columns
    case .binaryConv(let conv): return conv.weights.columns
    default: throw DiagnosticError(Diagnostic("test", file: node.name, "is no matrix"))
    }
  }

  /// Each frame's bits in bytes, the lowest element in the lowest bit.
  private func unpacked(_ tensor: Tensor) -> [Int] {
    (0..<tensor.frames).flatMap { frame in
      stride(from: 0, to: tensor.shape.elements, by: 8).map { start in
        (start..<min(start + 8, tensor.shape.elements)).reduce(0) { byte, index in
          byte | tensor.element(frame: frame, index: index) << (index - start)
        }
      }
    }
  }
}
