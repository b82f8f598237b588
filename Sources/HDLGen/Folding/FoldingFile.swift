public import BNNIR

/// A folding file: `{"<layer>": {"pe": 32, "simd": 64, "pixels": 2}, …}`; any key may be left out.
/// `"bit_serial": true` is for layers that read integers, `"weights"` is `"lut"` or `"block"`,
/// `"popcount_stages"` from 0 to 16. `"shared-engine"` asks for one.
public struct FoldingFile: Sendable {
  public let exceptions: [FoldingRequest.Exception]
  public let engine: EngineRequest?

  /// - Parameter popcountStages: those of a shared engine that does not say its own.
  public init(
    _ bytes: [UInt8], file: String, popcountStages: Int? = nil
  ) throws(DiagnosticError) {
    let document = try JSONParser.parse(bytes, file: file)
    var sink = DiagnosticSink()
    var exceptions: [FoldingRequest.Exception] = []
    var engine: EngineRequest?
    if let reader = ObjectReader(document.root, at: .root, in: document, into: &sink) {
      for member in reader.members {
        guard
          var layer = ObjectReader(
            member.value.node, at: member.value.path, in: document, into: &sink)
        else { continue }
        if member.key == EngineRequest.key {
          engine = EngineRequest(
            &layer, stages: popcountStages, anchor: member.keyAnchor, into: &sink)
        } else {
          exceptions.append(
            FoldingRequest.Exception(
              of: member.key, &layer, anchor: member.keyAnchor, into: &sink))
        }
      }
    }
    try sink.throwIfErrors()
    self.exceptions = exceptions
    self.engine = engine
  }
}

extension FoldingRequest.Exception {
  fileprivate init(
    of name: String, _ layer: inout ObjectReader, anchor: Anchor, into sink: inout DiagnosticSink
  ) {
    let pe = layer.optional("pe").map { $0.integer(in: 1...1 << 24, into: &sink) }
    let simd = layer.optional("simd").map { $0.integer(in: 1...1 << 24, into: &sink) }
    let pixels = layer.optional("pixels").map { $0.integer(in: 1...1 << 24, into: &sink) }
    let bitSerial = layer.optional("bit_serial").map { $0.boolean(into: &sink) }
    let storage = layer.optional("weights").map {
      $0.choice(of: WeightStorage.self, into: &sink)
    }
    let stages = layer.optional("popcount_stages").map {
      $0.integer(in: Folding.stageRange, into: &sink)
    }
    layer.finish(into: &sink)
    self.init(
      layer: name, pe: pe.flatMap(\.self), simd: simd.flatMap(\.self),
      pixels: pixels.flatMap(\.self), bitSerial: bitSerial.flatMap(\.self),
      storage: storage.flatMap(\.self), popcountStages: stages.flatMap(\.self), anchor: anchor)
  }
}
