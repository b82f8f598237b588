import BNNIR
import Foundation
import TestSupport
import Testing

/// A network and random frames for it, made from a family and a seed.
struct RandomCase: Hashable, Sendable, CustomTestStringConvertible {
  enum Family: String, CaseIterable, Sendable {
    case dense
    case convolutional
    /// Convolutional, with pixels of several words and kernels up to 5 × 5.
    case wide
    /// Convolutional, with integer weights among the others.
    case integer
    /// Graphs of all kinds of layers.
    case graph
    /// The written documents in turn; only the frames are random.
    case written

    /// Networks of the family in a usual run.
    fileprivate var usualCount: Int {
      switch self {
      case .dense: 150
      case .convolutional: 200
      case .wide: 200
      case .integer: 200
      case .graph: 500
      case .written: 4 * WrittenDocument.all.count
      }
    }
  }

  let family: Family
  let seed: Int

  static let frames = 4

  var testDescription: String { "\(family.rawValue), seed \(seed)" }

  /// The first seeds of every family.
  static let all = Family.allCases.flatMap { family in
    (0..<RandomFactor.count(family.usualCount)).map { RandomCase(family: family, seed: $0) }
  }

  /// The document, what the compiler reads from it, and frames.
  func sample() throws -> (document: String, graph: Graph, frames: PixelBatch) {
    var random = SplitMix64(seed: UInt64(seed))
    let document =
      switch family {
      case .dense: RandomNetwork.document(using: &random)
      case .convolutional: RandomConvNetwork.document(using: &random)
      case .integer: RandomConvNetwork.document(.integers, using: &random)
      case .wide: RandomConvNetwork.document(.wide, using: &random)
      case .graph: RandomGraphNetwork.document(using: &random)
      case .written: WrittenDocument.all[seed % WrittenDocument.all.count]
      }
    let network = try NetworkReader.read(Array(document.utf8), file: testDescription)
    let graph = try TypeChecker.check(network)
    return (document, graph, .random(Self.frames, for: graph.input, using: &random))
  }
}
