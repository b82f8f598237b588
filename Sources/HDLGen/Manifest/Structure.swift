/// Which Verilog of a generated directory describes the circuit.
public enum Structure: String, CaseIterable, Sendable {
  /// The RTL library alone: for simulation and any family.
  case behavioural
  /// Popcounts of the LUTs and carry chains of Xilinx 7-series FPGAs.
  case xc7
  /// The same with the carry chains of UltraScale and UltraScale+.
  case xcup
  /// Popcounts of functions of six bits and additions, for other families with LUTs of six inputs.
  case lut6

  /// Where its modules are, below `structural`; a directory's replace those of later ones.
  private var directories: [String] {
    switch self {
    case .behavioural: []
    case .xc7, .lut6: [rawValue]
    case .xcup: [rawValue, Structure.xc7.rawValue]
    }
  }
}

extension Structure {
  /// The paths of the files that this structure adds or has instead of the library's, by the files'
  /// names.
  fileprivate func replacements(in verilog: [String]) -> [String: String] {
    var paths: [String: String] = [:]
    for directory in directories.reversed() {
      let prefix = "structural/\(directory)/"
      for path in verilog where path.hasPrefix(prefix) {
        paths[String(path.dropFirst(prefix.count))] = path
      }
    }
    return paths
  }
}

extension Manifest {
  /// The Verilog files of a structure, the top among them. A file beside the library replaces the
  /// library's of the same name; the models of a family's primitives are for simulation.
  public func sources(of structure: Structure, withModels: Bool) -> [String] {
    let verilog = files.map(\.path).filter { $0.hasSuffix(".sv") }
    let replacements = structure.replacements(in: verilog)
    let library = verilog.filter {
      !$0.hasPrefix("structural/") && replacements[String($0.dropFirst("rtl/".count))] == nil
    }
    let others = replacements.sorted { $0.key < $1.key }
      .filter { withModels || !$0.key.hasPrefix("models/") }
    return library + others.map(\.value)
  }
}
