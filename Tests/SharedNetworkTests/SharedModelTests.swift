import BNNIR
import DataFiles
import Foundation
import HDLGen
import ONNXImporter
import SimHarness
import TestSupport
import Testing

/// One trained network, as Brevitas' QONNX and as FINN's dialect of ONNX.
@Suite("Published ONNX models", .enabled(if: SharedNetworks.arePresent, SharedNetworks.absence))
struct SharedModelTests {
  private static let models = ["qonnx_zoo_TFC_1W1A", "finn_build_dataflow_model"]
  private static let folder = SharedNetworks.folder.appending(path: "onnx")

  private static func imported(_ name: String) throws -> ONNXImport {
    let file = folder.appending(path: "\(name).onnx")
    return try ONNXImport(
      Array(try Data(contentsOf: file)), file: "\(name).onnx", directory: folder,
      options: ImportOptions())
  }

  private static func graph(_ name: String) throws -> Graph {
    try TypeChecker.check(try NetworkReader.read(try imported(name).document, file: name))
  }

  @Test("classify as many images right as their authors publish", arguments: models)
  func accuracy(name: String) throws {
    let graph = try Self.graph(name)
    let images = try SharedNetworks.images("mnist_test.npz", for: graph.input)
    let classes = GoldenModel(graph).output(images).flatMap(GoldenModel.classes)
    let labels = try SharedNetworks.labels("mnist_test.npz")
    #expect(zip(classes, labels).count { $0 == $1 } == 9296)
  }

  @Test("give FINN's outputs for FINN's inputs")
  func expectedOutput() throws {
    let graph = try Self.graph("finn_build_dataflow_model")
    let file = Self.folder.appending(path: "finn_build_dataflow_input.npy")
    // An npy header of 128 bytes, then images of 784 floats 0 … 255.
    let floats = try Data(contentsOf: file).dropFirst(128)
    let bytes = stride(from: floats.startIndex, to: floats.endIndex, by: 4).map { start in
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(floats[start + $1]) << UInt32(8 * $1) }
      return UInt8(Float(bitPattern: bits))
    }
    let batch = PixelBatch(frames: bytes.count / 784, elementsPerFrame: 784, bytes: bytes)
    let classes = GoldenModel(graph).output(batch).flatMap(GoldenModel.classes)
    let wanted = try LabelFile.read(
      path: Self.folder.appending(path: "finn_build_dataflow_expected_output.npy").path)
    #expect(classes == wanted)
  }

  @Test("become the same weights and thresholds from both dialects, and from FINN's own decoding")
  func equalDialects() throws {
    let layers = try Self.models.map { name in
      NetworkPasses.run(on: try Self.graph(name)).nodes.map(\.layer).filter { layer in
        if case .argMax = layer { false } else { true }
      }
    }
    #expect(layers[0] == layers[1])
    let published = NetworkPasses.run(on: try SharedNetworks.graph("tfc_w1a1_mnist"))
    let images = try SharedNetworks.images("mnist_test.npz", for: published.input)[frames: 0..<500]
    let tensors = GoldenModel(published).trace(images)
    let imported = NetworkPasses.run(on: try Self.graph(Self.models[0]))
    #expect(
      GoldenModel(imported).trace(images).map(\.values) == tensors.map(\.values))
  }

  @Test("every bit equals that of the original graph", arguments: models)
  func verified(name: String) throws {
    let imported = try Self.imported(name)
    let graph = try Self.graph(name)
    let images = try SharedNetworks.images("mnist_test.npz", for: graph.input)[frames: 0..<50]
    let result = try imported.verify(images)
    #expect(result.mismatches == 0, "\(String(describing: result.first))")
    // Pixels and three hidden layers.
    #expect(result.bits == 50 * (784 + 3 * 64))
  }

  @Test("frames of RTL equal the golden model in every stream", arguments: models)
  func registerTransferLevel(name: String) async throws {
    let document = try Self.imported(name).document
    let graph = try Self.graph(name)
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: Folding(pe: 16, simd: 32)), clockHertz: 100_000_000,
        generator: "test"))
    try await withTemporaryDirectory { directory in
      let design = try generator.generate(graph, document: document).design
      try DesignWriter.write(design, to: directory)
      let images = try SharedNetworks.images("mnist_test.npz", for: graph.input)
      let request = SimulationRequest(
        directory: directory, manifest: design.manifest, frames: images[frames: 0..<100],
        idlePercent: 0, stallPercent: 0, checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "\(String(describing: result.firstMismatch))")
      #expect(result.cyclesPerFrame == design.manifest.cyclesPerFrame)
    }
  }
}
