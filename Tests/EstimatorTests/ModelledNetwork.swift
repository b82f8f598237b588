import BNNIR
import HDLGen
import TestSupport

/// A random network with random foldings, the same for the same seed: what the resource models are
/// held against.
struct ModelledNetwork {
  /// Dense ones, convolutional ones, and convolutional ones of many channels.
  static let seeds = 0..<30

  let document: [UInt8]
  let graph: Graph
  /// Nil if the foldings are refused by name.
  let design: Design?

  init(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(7000 + seed))
    let text =
      switch seed / 10 {
      case 0: RandomNetwork.document(using: &random)
      case 1: RandomConvNetwork.document(using: &random)
      default: RandomConvNetwork.document(.wide, using: &random)
      }
    document = Array(text.utf8)
    graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
    let folding = try Self.folding(of: graph, using: &random)
    let generator = Generator(
      library: try .standard(),
      // The recorded figures are of networks without FIFOs, which would only make them faster.
      options: .init(
        folding: folding, clockHertz: 100_000_000, generator: "test", fifos: .memory))
    do {
      design = try generator.generate(graph, document: document).design
    } catch {
      if error.diagnostics.contains(where: { !$0.id.hasPrefix("hardware.") }) { throw error }
      design = nil
    }
  }

  private static func folding(
    of graph: Graph, using random: inout SplitMix64
  ) throws -> FoldingRequest {
    let foldings = graph.nodes.compactMap { node -> String? in
      let (rows, columns): (Int, Int)
      switch node.layer {
      case .binaryDense(let dense): (rows, columns) = (dense.weights.rows, dense.weights.columns)
      case .binaryConv(let conv):
        (rows, columns) = (conv.weights.rows, conv.weights.columns / conv.geometry.taps)
      default: return nil
      }
      let pe = Int.random(in: 1...rows, using: &random)
      let simd = Int.random(in: 1...columns, using: &random)
      return #""\#(node.name)": {"pe": \#(pe), "simd": \#(simd)}"#
    }
    return FoldingRequest(
      every: Folding(pe: 1, simd: 1),
      exceptions: try FoldingFile(
        Array("{\(foldings.joined(separator: ", "))}".utf8), file: "foldings"
      ).exceptions)
  }
}
