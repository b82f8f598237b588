import BNNIR
import Foundation
import HDLGen
import Testing

/// BMXNet's ResNet-18: shortcuts of integers, a stem and a head that are real in the original and
/// fixed point in the document.
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
      zip(graph.nodes.map(\.name), tensors.map(\.numbers)), uniquingKeysWith: { $1 })
    let bits = try #require(values[Self.stem])
    let reference = try await SharedNetworks.computed(
      by: "bmxnet_reference.py", from: Self.data, frames: frames, bits)
    let real = try #require(reference["stem"])
    // Of 65 536 bits of an image a few lie so near the threshold that 16-bit weights decide
    // otherwise.
    let differing = zip(bits, real).count { $0 != $1 }
    #expect(differing * 10_000 <= bits.count)
    #expect(reference.count == 45)
    for (name, expected) in reference where name != "stem" {
      #expect(values[name] == expected, "\(name)")
    }
  }

  /// With 32 times the rows of its folding file, which is for small devices and takes 589 824
  /// cycles.
  @Test("a frame of RTL equals the golden model in every stream, at the predicted latency")
  func registerTransferLevel() async throws {
    let image = try Self.images(SharedNetworks.graph(Self.name))[frames: 0..<1]
    let foldings = String(decoding: try SharedNetworks.foldings(Self.name), as: UTF8.self)
      .replacing(#""pe": 1,"#, with: #""pe": 32,"#)
    try await SharedNetworks.expectExactFrame(
      of: Self.name, foldings: Array(foldings.utf8), fifos: .throughput, image: image)
  }
}
