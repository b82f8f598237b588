internal import BNNIR

/// How many rows (PE) and columns (SIMD) of a layer's matrix one clock cycle covers, and for how
/// many pixels; or for one bit of each input.
public struct Folding: Hashable, Sendable {
  public let pe: Int
  public let simd: Int
  /// Neighbouring output pixels that are computed together.
  public let pixels: Int
  /// Whether integers come in bit by bit, which takes their number of bits as many cycles.
  public let bitSerial: Bool
  /// What holds the weights; nil leaves the choice to their cost.
  public let storage: WeightStorage?
  /// Registers within the popcounts, for a higher clock.
  public let popcountStages: Int

  public static let stageRange = 0...16

  public init(
    pe: Int, simd: Int, pixels: Int = 1, bitSerial: Bool = false, storage: WeightStorage? = nil,
    popcountStages: Int = 0
  ) {
    self.storage = storage
    self.popcountStages = popcountStages
    self.pe = pe
    self.simd = simd
    self.pixels = pixels
    self.bitSerial = bitSerial
  }
}

/// The foldings of a network: one for all layers, and others by layer name.
public struct FoldingRequest: Sendable {
  public struct Exception: Sendable {
    let layer: String
    let pe: Int?
    let simd: Int?
    let pixels: Int?
    let bitSerial: Bool?
    let storage: WeightStorage?
    let popcountStages: Int?
    let anchor: Anchor

    /// Whether it says how many lanes the layer has.
    var isFolding: Bool { pe != nil || simd != nil || pixels != nil || bitSerial != nil }
  }

  public let every: Folding
  public let exceptions: [Exception]
  /// Foldings that a search chose, by layer; exceptions come first.
  private let chosen: [String: Folding]
  /// What computes a chain of layers, if one is to be shared.
  public let engine: EngineRequest?

  public init(
    every: Folding, exceptions: [Exception] = [], chosen: [String: Folding] = [:],
    engine: EngineRequest? = nil
  ) {
    self.engine = engine
    self.every = every
    self.exceptions = exceptions
    self.chosen = chosen
  }

  /// The same with another engine, or with one.
  func with(engine: EngineRequest) -> FoldingRequest {
    FoldingRequest(every: every, exceptions: exceptions, chosen: chosen, engine: engine)
  }

  func folding(of layer: String) -> Folding {
    let every = chosen[layer] ?? every
    let exception = exceptions.first { $0.layer == layer }
    return Folding(
      pe: exception?.pe ?? every.pe, simd: exception?.simd ?? every.simd,
      pixels: exception?.pixels ?? every.pixels,
      bitSerial: exception?.bitSerial ?? every.bitSerial,
      storage: exception?.storage ?? every.storage,
      popcountStages: exception?.popcountStages ?? every.popcountStages)
  }
}

extension FoldingRequest {
  /// Reports exceptions for layers that the network does not have.
  func check(layers: [String], into sink: inout DiagnosticSink) {
    for exception in exceptions where !layers.contains(exception.layer) {
      sink.report(.unknownLayer(exception.layer, known: layers, at: exception.anchor))
    }
  }
}

extension Diagnostic {
  fileprivate static func unknownLayer(
    _ layer: String, known: [String], at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "folding.unknown-layer", at: anchor,
      "the network has no layer \(UserText.quoted(layer)) with weights to fold, "
        + "but \(Spelling.list(known))",
      hint: Spelling.nearest(to: layer, among: known).map { "did you mean '\($0)'?" })
  }
}
