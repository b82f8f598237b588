/// Which Verilog of a generated directory describes the circuit.
public enum Structure: String, CaseIterable, Sendable {
  /// The RTL library alone: for simulation and any family.
  case behavioural
  /// Popcounts of the LUTs and carry chains of Xilinx 7-series FPGAs.
  case xc7
  /// Popcounts of functions of six bits and additions, for other families with LUTs of six inputs.
  case lut6
}

extension Manifest {
  /// The Verilog files of a structure, the top among them. A file beside the library replaces the
  /// library's of the same name; the models of a family's primitives are for simulation.
  public func sources(of structure: Structure, withModels: Bool) -> [String] {
    let verilog = files.map(\.path).filter { $0.hasSuffix(".sv") }
    let library = verilog.filter { !$0.hasPrefix("structural/") }
    if structure == .behavioural { return library }
    let directory = "structural/\(structure.rawValue)/"
    let replacements = verilog.filter {
      $0.hasPrefix(directory) && !$0.hasPrefix("\(directory)models/")
    }
    let names = Set(replacements.map { $0.dropFirst(directory.count) })
    let models = withModels ? verilog.filter { $0.hasPrefix("\(directory)models/") } : []
    return library.filter { !names.contains($0.dropFirst("rtl/".count)) } + replacements + models
  }
}
