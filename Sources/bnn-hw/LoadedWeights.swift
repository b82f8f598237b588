import BNNIR
import Foundation
import HDLGen

/// The weights of one generated directory that go into the core of another.
struct LoadedWeights {
  let directory: GeneratedDirectory
  let port: Manifest.LoadPort

  /// Throws if the core cannot be written, or is another circuit.
  init(of path: String, into core: Manifest) throws(DiagnosticError) {
    directory = try GeneratedDirectory(opening: URL(filePath: path))
    guard core.load != nil, let port = directory.manifest.load else {
      let place = core.load == nil ? "the core" : path
      throw DiagnosticError(
        Diagnostic(
          "load.port", file: "--load", "\(place) has no port to write weights with",
          hint: core.units.contains { $0.engine != nil }
            ? "a shared engine reads its weights from external memory; simulate \(path) itself"
            : "generate both directories with --writable-weights"))
    }
    if let difference = Self.difference(core, directory.manifest) {
      throw DiagnosticError(
        Diagnostic(
          "load.circuit", file: "--load", "\(path) is not the same circuit: \(difference)",
          hint: "generate both with the same options from networks of the same layers"))
    }
    self.port = port
  }

  private static func difference(_ core: Manifest, _ other: Manifest) -> String? {
    if core.units.count != other.units.count { return "it has other units" }
    for (unit, otherUnit) in zip(core.units, other.units) {
      if unit.module != otherUnit.module || unit.parameters != otherUnit.parameters {
        return "unit '\(unit.name)' differs"
      }
      // What the port does not reach.
      let isMatrix = unit.folding != nil
      if !isMatrix, !unit.memories.isEmpty {
        return "unit '\(unit.name)' has a memory that cannot be written"
      }
    }
    return core.load?.regions == other.load?.regions ? nil : "its addresses differ"
  }
}
