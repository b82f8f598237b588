public import BNNIR
internal import Foundation

extension GeneratedDirectory {
  /// The dataflow that the directory was generated from, made anew from its network document with
  /// the foldings and depths of its manifest.
  ///
  /// Throws `manifest.dataflow` if a unit differs from the manifest's, or the first frame takes
  /// another time, so what is computed with the result holds for the directory.
  public func dataflow() throws(DiagnosticError) -> DataflowGraph {
    let lowered = try Lowering.lower(
      NetworkPasses.run(on: try graph()), folding: FoldingRequest(of: manifest))
    let dataflow = try DataflowPasses.rerun(on: lowered.dataflow, as: manifest)
    let path = url.appending(path: Manifest.fileName).path(percentEncoded: false)
    guard dataflow.instances.count == manifest.units.count else {
      throw DiagnosticError(.otherUnits(path))
    }
    for (instance, unit) in zip(dataflow.instances, manifest.units) {
      let model = instance.unit.model
      guard instance.name == unit.name, model.module == unit.module,
        model.parameters == unit.parameters
      else { throw DiagnosticError(.otherUnit(unit.name, path)) }
    }
    var simulation = DataflowSimulation(dataflow)
    simulation.runFirstFrame()
    guard simulation.frameEnds.first == manifest.latencyCycles - 1 else {
      throw DiagnosticError(.otherLatency(path))
    }
    return dataflow
  }
}

extension FoldingRequest {
  /// What each matrix of a manifest was given: a request that is met without a search.
  fileprivate init(of manifest: Manifest) {
    let chosen = manifest.units.compactMap { unit in
      Folding(of: unit).map { (unit.layer, $0) }
    }
    self.init(
      every: Folding(pe: 1, simd: 1),
      chosen: Dictionary(chosen, uniquingKeysWith: { first, _ in first }),
      engine: manifest.units.compactMap(\.engine).first.flatMap(EngineRequest.init(of:)))
  }
}

extension EngineRequest {
  /// Nil for what was never written.
  fileprivate init?(of engine: Manifest.Engine) {
    self.init(
      pe: engine.pe, simd: engine.simd, axiBits: engine.axiBits,
      popcountStages: engine.popcountStages, from: engine.layers.first?.name,
      to: engine.layers.last?.name)
    if !isPossible { return nil }
  }
}

extension Folding {
  /// Nil for units without a matrix.
  fileprivate init?(of unit: Manifest.Unit) {
    guard let folding = unit.folding else { return nil }
    let style = unit.parameters.first { $0.name == "WeightStyle" }?.value
    self.init(
      pe: folding.pe, simd: folding.simd, pixels: unit.integer("Pixels") ?? 1,
      bitSerial: unit.integer("BitSerial") == 1,
      storage: WeightStorage.allCases.first { style == .string($0.style) },
      popcountStages: unit.integer("Stages") ?? 0)
  }
}

extension Manifest.Unit {
  /// The value of a module parameter that is a number.
  public func integer(_ name: String) -> Int? {
    guard case .integer(let value) = parameters.first(where: { $0.name == name })?.value else {
      return nil
    }
    return value
  }
}

extension Diagnostic {
  fileprivate static func otherUnits(_ path: String) -> Diagnostic {
    Diagnostic(
      "manifest.dataflow", file: path, "the network document gives another number of units",
      hint: "generate the directory again")
  }

  fileprivate static func otherLatency(_ path: String) -> Diagnostic {
    Diagnostic(
      "manifest.dataflow", file: path, "a frame has another latency with these depths",
      hint: "generate the directory again")
  }

  fileprivate static func otherUnit(_ name: String, _ path: String) -> Diagnostic {
    Diagnostic(
      "manifest.dataflow", file: path,
      "the network document gives another unit than \(UserText.quoted(name))",
      hint: "generate the directory again")
  }
}
