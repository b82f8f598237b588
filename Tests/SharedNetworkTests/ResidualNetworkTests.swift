import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing
import ToolRunner

@testable import DataFiles

/// BMXNet's ResNet-18: shortcuts of integers, a stem and a head that are real in the original and fixed
/// point in the document.
@Suite(
  "Published residual network", .enabled(if: SharedNetworks.arePresent, SharedNetworks.absence))
struct ResidualNetworkTests {
  private static let name = "bmxnet_resnet18_cifar10"
  private static let data = "cifar10_test1000.npz"
  private static let stem = "stage1_unit1_bn1"

  private static func images(_ graph: Graph) throws -> PixelBatch {
    try SharedNetworks.images(data, for: graph.input)
  }

  /// Of all 1000 images the reference in real numbers has 85.1 % right, its authors publish 86 %.
  @Test("classifies as many images right as the original")
  func accuracy() throws {
    let frames = 200
    let graph = try SharedNetworks.graph(Self.name)
    let images = try Self.images(graph)[frames: 0..<frames]
    let outputs = GoldenModel(NetworkPasses.run(on: graph)).output(images)
    let labels = try SharedNetworks.labels(Self.data)
    let hits = zip(outputs.flatMap(GoldenModel.classes), labels).count { $0 == $1 }
    #expect(hits * 100 >= 85 * frames)
  }

  @Test("has the original's bits behind the stem, and from these all sums and bits of its body")
  func layers() async throws {
    let frames = 4
    let graph = try SharedNetworks.graph(Self.name)
    let tensors = GoldenModel(graph).trace(try Self.images(graph)[frames: 0..<frames])
    let values = Dictionary(
      zip(graph.nodes.map(\.name), tensors.map(Self.numbers)), uniquingKeysWith: { $1 })
    let bits = try #require(values[Self.stem])
    let reference = try await Self.reference(frames: frames, stem: bits)
    let real = try #require(reference["stem"])
    // Of 65 536 bits of an image a few lie so near the threshold that 16-bit weights decide otherwise.
    let differing = zip(bits, real).count { $0 != $1 }
    #expect(differing * 10_000 <= bits.count)
    #expect(reference.count == 45)
    for (name, expected) in reference where name != "stem" {
      #expect(values[name] == expected, "\(name)")
    }
  }

  @Test("a frame of RTL equals the golden model in every stream, at the predicted cycles")
  func registerTransferLevel() async throws {
    let document = try SharedNetworks.document(Self.name)
    let graph = try SharedNetworks.graph(Self.name)
    let exceptions = try FoldingRequest.exceptions(
      of: SharedNetworks.foldings(Self.name), file: Self.name)
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: Folding(pe: 1, simd: 1), exceptions: exceptions),
        clockHertz: 100_000_000, generator: "test", fifos: .memory))
    try await withTemporaryDirectory { directory in
      let design = try generator.generate(graph, document: document).design
      try DesignWriter.write(design, to: directory)
      let request = SimulationRequest(
        directory: directory, manifest: design.manifest,
        frames: try Self.images(graph)[frames: 0..<1], idlePercent: 0, stallPercent: 0,
        checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "\(String(describing: result.firstMismatch))")
      #expect(result.latencyCycles == design.manifest.latencyCycles)
    }
  }

  /// Integers, or bits as 0 and 1.
  private static func numbers(_ tensor: Tensor) -> [Int] {
    (0..<tensor.frames).flatMap { frame in
      (0..<tensor.shape.elements).map { tensor.element(frame: frame, index: $0) }
    }
  }

  /// What `bmxnet_reference.py` computes from the bits behind the stem, by layer.
  private static func reference(frames: Int, stem: [Int]) async throws -> [String: [Int]] {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "bmxnet_reference.py")
    return try await withTemporaryDirectory { directory in
      let bits = directory.appending(path: "stem.bin")
      let values = directory.appending(path: "values.npz")
      try Data(stem.map { UInt8($0) }).write(to: bits)
      _ = try await ToolRunner().run(
        Tool(name: "python3", from: .debian("python3-numpy")),
        [
          script.path, SharedNetworks.folder.path,
          SharedNetworks.folder.appending(path: "data/\(data)").path, "\(frames)", bits.path,
          values.path,
        ], in: directory, timeout: .seconds(120))
      guard case .archive(let arrays) = try DataFile(values.path).content else { return [:] }
      return try Dictionary(
        uniqueKeysWithValues: arrays.map { ($0.name, try $0.read().integers()) })
    }
  }
}
