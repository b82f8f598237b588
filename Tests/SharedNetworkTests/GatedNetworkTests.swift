import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing
import ToolRunner

@testable import DataFiles

/// FracBNN: activations of two bits, whose low one counts where the high one asks for it; affine
/// functions and rectifiers are real in the original and fixed point in the document.
@Suite("Published gated network", .enabled(if: SharedNetworks.arePresent, SharedNetworks.absence))
struct GatedNetworkTests {
  private static let name = "fracbnn_cifar10"
  private static let data = "cifar10_test1000.npz"
  /// Each with a convolution of the high and of the low bits.
  private static let halves = (1...3).flatMap { layer in
    (0...2).flatMap { block in (1...2).map { "layer\(layer)_\(block)_\($0)" } }
  }

  private static func images(_ graph: Graph) throws -> PixelBatch {
    try SharedNetworks.images(data, for: graph.input)
  }

  /// The reference in real numbers has 88.5 % of these images, the authors' fixed point 89.0 %.
  @Test("classifies as many images right as the original")
  func accuracy() throws {
    let graph = try SharedNetworks.graph(Self.name)
    let outputs = GoldenModel(NetworkPasses.run(on: graph)).output(try Self.images(graph))
    let labels = try SharedNetworks.labels(Self.data)
    let hits = zip(outputs.flatMap(GoldenModel.classes), labels).count { $0 == $1 }
    #expect(hits >= 885)
  }

  @Test("has the original's sums and gates for its activations, and its thermometer code")
  func layers() async throws {
    let frames = 3
    let graph = try SharedNetworks.graph(Self.name)
    let tensors = GoldenModel(graph).trace(try Self.images(graph)[frames: 0..<frames])
    let values = Dictionary(
      zip(graph.nodes.map(\.name), tensors.map(Self.numbers)), uniquingKeysWith: { $1 })
    let codes = try Self.halves.flatMap { try #require(values["\($0)_code"]) }
    let reference = try await Self.reference(frames: frames, codes: codes)
    #expect(values["conv1"] == reference["conv1"])
    for half in Self.halves {
      #expect(values["\(half)_m"] == reference["\(half)_m"], "\(half)")
      #expect(values["\(half)_l"] == reference["\(half)_l"], "\(half)")
      let sums = try #require(values["\(half)_sum"])
      let gated = try #require(values["\(half)_gated"])
      #expect(zip(gated, sums).map { $0 - $1 } == reference["\(half)_gate"], "\(half)")
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

  private static func numbers(_ tensor: Tensor) -> [Int] {
    (0..<tensor.frames).flatMap { frame in
      (0..<tensor.shape.elements).map { tensor.element(frame: frame, index: $0) }
    }
  }

  /// What `fracbnn_reference.py` computes from the activations, by layer.
  private static func reference(frames: Int, codes: [Int]) async throws -> [String: [Int]] {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "fracbnn_reference.py")
    return try await withTemporaryDirectory { directory in
      let bytes = directory.appending(path: "codes.bin")
      let values = directory.appending(path: "values.npz")
      try Data(codes.map { UInt8($0) }).write(to: bytes)
      _ = try await ToolRunner().run(
        Tool(name: "python3", from: .debian("python3-numpy")),
        [
          script.path, SharedNetworks.folder.path,
          SharedNetworks.folder.appending(path: "data/\(data)").path, "\(frames)", bytes.path,
          values.path,
        ], in: directory, timeout: .seconds(120))
      guard case .archive(let arrays) = try DataFile(values.path).content else { return [:] }
      return try Dictionary(
        uniqueKeysWithValues: arrays.map { ($0.name, try $0.read().integers()) })
    }
  }
}
