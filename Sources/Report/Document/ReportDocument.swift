public import BNNIR
public import Estimator
public import HDLGen

/// All that a report says of a generated directory, as values. Its JSON form is
/// `docs/report.schema.json`.
///
/// Times are computed by the cycle simulation of the dataflow, resources come from an estimate, the
/// accuracy from the golden model; nothing is typed in.
public struct ReportDocument: Encodable, Sendable {
  /// What tells the JSON form from other files.
  public static let formatName = "bnn-hw-report"

  public let format = ReportDocument.formatName
  public let version = 1
  /// Program and version that wrote the directory.
  public let generator: String
  /// The network's name.
  public let name: String
  public let clockHertz: Int
  public let timing: ReportTiming
  /// In the order of the data flow.
  public let layers: [LayerSummary]
  public let units: [UnitActivity]
  public let streams: [StreamOccupancy]
  public let buffers: [DataflowTrace.Buffer]
  public let resources: EstimateReport
  public let roofline: Roofline
  /// Nil if no images were given.
  public let classification: Classification?
  /// Nil if no result of a simulation was given.
  public let simulation: SimulationSummary?

  /// Runs the directory's dataflow; `DiagnosticError` if its network document cannot be read.
  public init(
    _ directory: GeneratedDirectory, _ dataflow: DataflowGraph, resources: EstimateReport,
    classification: Classification? = nil, simulation: SimulationSummary? = nil
  ) throws(DiagnosticError) {
    let manifest = directory.manifest
    let trace = DataflowTrace(of: dataflow)
    generator = manifest.generator
    name = manifest.name
    clockHertz = manifest.clockHertz
    timing = ReportTiming(manifest)
    layers = LayerSummary.all(of: NetworkPasses.run(on: try directory.graph()), manifest)
    units = UnitActivity.all(of: manifest, trace)
    streams = StreamOccupancy.all(of: manifest, trace)
    buffers = trace.buffers
    self.resources = resources
    roofline = Roofline(manifest, resources)
    self.classification = classification
    self.simulation = simulation
  }
}
