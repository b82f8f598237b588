internal import BNNIR

// The chain of layers that a shared engine computes.
extension Lowering {
  /// What is known of the engine before the network is lowered.
  struct Engine: Sendable {
    let chain: EngineChain
    let unit: EngineUnit

    /// Nil if none is asked for, or no layers are there for it.
    init?(_ graph: Graph, _ request: FoldingRequest) {
      guard let asked = request.engine, let chain = EngineChain.find(in: graph, asked) else {
        return nil
      }
      self.chain = chain
      unit = Self.unit(of: chain, asked, stages: asked.popcountStages ?? 0)
    }

    private static func unit(
      of chain: EngineChain, _ asked: EngineRequest, stages: Int
    ) -> EngineUnit {
      EngineUnit(
        name: "\(chain.layers[0].name)_engine", layers: chain.layers, pe: asked.pe,
        simd: asked.simd, stages: stages, axiBits: asked.axiBits)
    }

    /// The stages that an engine should have which does not say, and the clock that is estimated
    /// with them; nil if it says, or there are no layers for it.
    static func stages(
      of asked: EngineRequest, in graph: Graph, clockHertz: Int
    ) -> (stages: Int, hertz: Int)? {
      guard asked.popcountStages == nil, let chain = EngineChain.find(in: graph, asked) else {
        return nil
      }
      let depth = EngineUnit.tileDepth(
        chain.layers, pe: asked.pe, simd: asked.simd, axiBits: asked.axiBits)
      let words: EngineClock.Words = depth < EngineUnit.blockDepth ? .tables : .blocks
      return EngineClock.stages(simd: asked.simd, words: words, clockHertz: clockHertz) {
        unit(of: chain, asked, stages: $0).cyclesPerFrame
      }
    }
  }

  /// The matrices with units of their own.
  static func streamedMatrices(of graph: Graph, _ engine: Engine?) -> [MatrixShape] {
    graph.nodes.indices.filter { engine?.chain.nodes.contains($0) != true }
      .compactMap { MatrixShape(graph, $0) }
  }

  mutating func lowerEngine(_ engine: Engine) {
    let index = engine.chain.nodes[0]
    let node = graph.nodes[index]
    let output = append(
      .engine(engine.unit), name: engine.unit.name, layer: node.name,
      from: stream(of: node.inputs[0]), value: graph.nodes[engine.chain.value].name)
    carry(engine.chain.value, on: output)
  }

  func checkEngine(into sink: inout DiagnosticSink) {
    guard let request = request.engine, engine == nil else { return }
    sink.report(.noChain(request))
  }
}

extension Diagnostic {
  fileprivate static func noChain(_ request: EngineRequest) -> Diagnostic {
    let named = [
      request.from.map { "from \(UserText.quoted($0))" },
      request.to.map { "to \(UserText.quoted($0))" },
    ].compactMap(\.self)
    let place = named.isEmpty ? "" : " \(named.joined(separator: " "))"
    return Diagnostic(
      "engine.layers", at: request.anchor,
      "a shared engine can compute no chain of layers\(place)",
      hint: "a chain is binary_conv and binary_dense on bits, each with a threshold and a max_pool "
        + "or none behind it and one reader; without groups, exact zero padding and padded pools; the "
        + "last one may give scores of one pixel")
  }
}
