public import HDLGen

/// What a generated design takes of an FPGA by the model alone: no tool runs.
public enum QuickEstimate {
  /// `accuracyPercent` is of the network, if measured, for the comparison.
  public static func report(
    of manifest: Manifest, on device: Device, accuracyPercent: Double? = nil
  ) -> EstimateReport {
    let model = ResourceModel(family: device.family)
    return EstimateReport(
      manifest, on: device, basis: .model, tool: "model of yosys 0.23",
      units: manifest.units.map { model.resources(of: $0.inventory) }, whole: nil,
      accuracyPercent: accuracyPercent)
  }
}
