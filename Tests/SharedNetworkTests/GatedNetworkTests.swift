import BNNIR
import Foundation
import HDLGen
import Testing

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
      zip(graph.nodes.map(\.name), tensors.map(\.numbers)), uniquingKeysWith: { $1 })
    let codes = try Self.halves.flatMap { try #require(values["\($0)_code"]) }
    let reference = try await SharedNetworks.computed(
      by: "fracbnn_reference.py", from: Self.data, frames: frames, codes)
    #expect(values["conv1"] == reference["conv1"])
    for half in Self.halves {
      #expect(values["\(half)_m"] == reference["\(half)_m"], "\(half)")
      #expect(values["\(half)_l"] == reference["\(half)_l"], "\(half)")
      let sums = try #require(values["\(half)_sum"])
      let gated = try #require(values["\(half)_gated"])
      #expect(zip(gated, sums).map { $0 - $1 } == reference["\(half)_gate"], "\(half)")
    }
  }

  @Test("a frame of RTL equals the golden model in every stream, at the predicted latency")
  func registerTransferLevel() async throws {
    let image = try Self.images(SharedNetworks.graph(Self.name))[frames: 0..<1]
    try await SharedNetworks.expectExactFrame(
      of: Self.name, foldings: SharedNetworks.foldings(Self.name), fifos: .memory, image: image)
  }
}
