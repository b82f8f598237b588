public import BNNIR

/// A shared engine that is asked for.
public struct EngineRequest: Hashable, Sendable {
  public let pe: Int
  /// A multiple of PE.
  public let simd: Int
  /// Bits of a beat of external memory.
  public let axiBits: Int
  /// Registers within the popcounts; nil for as many as the clock asks for.
  public let popcountStages: Int?
  /// The first and the last layer with weights; nil for as many as can be.
  public let from: String?
  public let to: String?
  /// Where it stands in a folding file; nil if the command line says it.
  public let anchor: Anchor?

  public static let usualAxiBits = 64

  public init(
    pe: Int, simd: Int, axiBits: Int = Self.usualAxiBits, popcountStages: Int? = nil,
    from: String? = nil, to: String? = nil, anchor: Anchor? = nil
  ) {
    self.pe = pe
    self.simd = simd
    self.axiBits = axiBits
    self.popcountStages = popcountStages
    self.from = from
    self.to = to
    self.anchor = anchor
  }

  /// Lanes of the usual engine; whatever a file leaves out is so.
  static let usualPE = 16
  static let usualSIMD = 64

  /// The same, with registers within the popcounts.
  func with(popcountStages: Int) -> EngineRequest {
    EngineRequest(
      pe: pe, simd: simd, axiBits: axiBits, popcountStages: popcountStages, from: from, to: to,
      anchor: anchor)
  }

  /// The engine of whoever asks for nothing else.
  public static func usual(popcountStages: Int?) -> EngineRequest {
    EngineRequest(pe: usualPE, simd: usualSIMD, popcountStages: popcountStages)
  }
}

extension EngineRequest {
  /// No layer can have this name.
  static let key = "shared-engine"

  /// Reads that member of a folding file: `{"pe": 16, "simd": 64, "axi_bits": 64,
  /// "popcount_stages": 0, "from": "conv1", "to": "fc8"}`, any of which may be left out; `stages`
  /// are the usual ones.
  init?(
    _ layer: inout ObjectReader, stages usual: Int?, anchor: Anchor, into sink: inout DiagnosticSink
  ) {
    let pe = layer.optional("pe").map { $0.integer(in: 1...1 << 10, into: &sink) }
    let simd = layer.optional("simd").map { $0.integer(in: 1...1 << 12, into: &sink) }
    let axiBits = layer.optional("axi_bits").map { $0.integer(in: 32...512, into: &sink) }
    let stages = layer.optional("popcount_stages").map {
      $0.integer(in: Folding.stageRange, into: &sink)
    }
    let from = layer.optional("from").map { $0.string(into: &sink) }
    let to = layer.optional("to").map { $0.string(into: &sink) }
    layer.finish(into: &sink)
    self.init(
      pe: pe.flatMap(\.self) ?? Self.usualPE, simd: simd.flatMap(\.self) ?? Self.usualSIMD,
      axiBits: axiBits.flatMap(\.self) ?? Self.usualAxiBits,
      popcountStages: stages.flatMap(\.self) ?? usual, from: from.flatMap(\.self),
      to: to.flatMap(\.self), anchor: anchor)
    check(into: &sink)
  }

  /// Whether there is an engine of such lanes and beats.
  var isPossible: Bool {
    pe >= 1 && simd >= pe && simd % pe == 0 && EngineUnit.axiWidths.contains(axiBits)
      && Folding.stageRange.contains(popcountStages ?? 0)
  }

  private func check(into sink: inout DiagnosticSink) {
    if simd % pe != 0 { sink.report(.engineLanes(pe, simd, at: anchor)) }
    if !EngineUnit.axiWidths.contains(axiBits) { sink.report(.engineWidth(axiBits, at: anchor)) }
  }
}

extension Diagnostic {
  fileprivate static func engineLanes(_ pe: Int, _ simd: Int, at anchor: Anchor?) -> Diagnostic {
    Diagnostic(
      "engine.lanes", at: anchor, "pe \(pe) does not divide simd \(simd)",
      hint: "an engine writes PE bits of a word of SIMD bits at a time")
  }

  fileprivate static func engineWidth(_ bits: Int, at anchor: Anchor?) -> Diagnostic {
    Diagnostic(
      "engine.width", at: anchor,
      "axi_bits is \(bits), but must be one of \(Spelling.list(EngineUnit.axiWidths.map(String.init)))"
    )
  }
}
