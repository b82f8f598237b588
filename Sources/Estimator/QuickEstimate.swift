public import BNNIR
public import HDLGen

/// What a generated design takes of an FPGA by the model alone: no tool runs.
public enum QuickEstimate {
  /// `accuracyPercent` is of the network, if measured, for the comparison. Throws `DiagnosticError`
  /// for families that the model was not fitted to.
  public static func report(
    of manifest: Manifest, on device: Device, accuracyPercent: Double? = nil
  ) throws(DiagnosticError) -> EstimateReport {
    guard let model = ResourceModel(family: device.family) else {
      throw DiagnosticError(.noModel(device.family))
    }
    return EstimateReport(
      manifest, on: device, basis: .model, tool: "model of yosys 0.23",
      units: manifest.units.map { model.resources(of: $0.inventory) }, whole: nil,
      accuracyPercent: accuracyPercent)
  }
}

extension Diagnostic {
  fileprivate static func noModel(_ family: Family) -> Diagnostic {
    let known = Family.allCases.filter { ResourceModel(family: $0) != nil }.map(\.rawValue)
    return Diagnostic(
      "estimate.quick-family", file: "--quick",
      "no model was fitted to '\(family.rawValue)', but to \(Spelling.list(known))",
      hint: "leave out --quick: yosys maps to it")
  }
}
