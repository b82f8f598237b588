import ArgumentParser
import BNNIR
import Estimator
import Foundation
import HDLGen
import Report

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a report of a generated directory: one HTML page, Markdown or JSON.",
    discussion: """
      Without DIR, takes the directory that generate wrote here. Times come from the cycle \
      simulation of the dataflow, resources from yosys or a model as estimate has them, the accuracy \
      from the golden model's run over the images.
      """)

  @Argument(help: "A directory that generate wrote.")
  var directory: String?

  @Option(
    name: .shortAndLong,
    help: """
      The file to write (default: report.html, beside the directory rather than in it; standard output for \
      Markdown and JSON).
      """)
  var output: String?

  @Option(help: "FPGA family: \(Family.allCases.map(\.rawValue).joined(separator: ", ")).")
  var family: Family?

  @Option(help: "The part to fill (default: xc7z020, or the family's first).")
  var device: String?

  @Option(help: "Images to classify: idx, npy, npz (FILE.npz:array) or raw bytes.")
  var images: String?

  @Option(help: "Labels: idx, npy, npz (FILE.npz:array) or raw bytes.")
  var labels: String?

  @Option(help: "Take only the first N images.")
  var frames: Int?

  @Option(help: "How many of the images to show.")
  var examples = 36

  @Option(help: "What simulate --json printed for the directory, to show measured beside computed.")
  var simulation: String?

  @Flag(help: "Take the resources from a model, in an instant and without yosys.")
  var quick = false

  @Flag(help: "Place and route each distinct unit by itself and tell its highest clock.")
  var placeUnits = false

  @Option(help: "Seconds after which a run of yosys or nextpnr is stopped.")
  var timeout = 1800

  @Flag(help: "Write Markdown: the text and the tables.")
  var markdown = false

  @Flag(help: "Write one JSON object, see docs/report.schema.json.")
  var json = false

  func validate() throws {
    if timeout < 1 { throw ValidationError("--timeout must be at least 1.") }
    if quick, placeUnits {
      throw ValidationError("--quick runs no tool; leave out --place-units.")
    }
    if output?.isEmpty == true { throw ValidationError("--output must name a file.") }
    if json, markdown { throw ValidationError("Choose one of --json and --markdown.") }
    if let frames, frames < 1 { throw ValidationError("--frames must be at least 1.") }
    if !(0...1000).contains(examples) {
      throw ValidationError("--examples must be from 0 to 1000.")
    }
    if labels != nil || frames != nil, images == nil {
      throw ValidationError("--labels and --frames need --images.")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let generated = try GeneratedDirectories.open(directory)
      let part = try Device.choose(name: device, family: family)
      let file = try file
      let simulation = try simulation.map { path throws(DiagnosticError) in
        try Self.simulation(at: path, of: generated.manifest)
      }
      let dataflow = try generated.dataflow()
      let classification = try classification(generated)
      let document = try ReportDocument(
        generated, dataflow,
        resources: try await resources(
          of: generated, on: part, accuracyPercent: classification?.accuracyPercent),
        classification: classification, simulation: simulation)
      try write(document, to: file)
    }
  }

  /// Nil for standard output.
  private var file: ReportFile? {
    get throws(DiagnosticError) {
      if let output { return try ReportFile(output) }
      return json || markdown ? nil : try ReportFile(ReportFile.usualPath)
    }
  }

  private func write(_ document: ReportDocument, to file: ReportFile?) throws(DiagnosticError) {
    let text =
      json ? Terminal.text(of: document) : markdown ? document.markdown : document.html
    guard let file else {
      Terminal.result(text)
      return
    }
    try file.write(text)
    if !json, !markdown { Terminal.result("\(document.name): report in \(file.path)") }
  }

  private static func simulation(
    at path: String, of manifest: Manifest
  ) throws(DiagnosticError) -> SimulationSummary {
    let bytes = try InputFile.bytes(of: path)
    guard let summary = try? JSONDecoder().decode(SimulationSummary.self, from: Data(bytes)) else {
      throw DiagnosticError(.notASimulation(path))
    }
    guard summary.name == manifest.name else {
      throw DiagnosticError(.otherSimulation(summary.name, manifest.name, path))
    }
    if let key = summary.impossibleKey { throw DiagnosticError(.damagedSimulation(key, path)) }
    guard summary.isOfCircuit(manifest) else {
      throw DiagnosticError(.otherCircuit(summary, manifest, path))
    }
    return summary
  }

  private func classification(
    _ generated: GeneratedDirectory
  ) throws(DiagnosticError) -> Classification? {
    guard let images else { return nil }
    let graph = try generated.graph()
    let data = try LabelledFrames.read(
      images: images, labels: labels, limit: frames, for: graph)
    return Classification(graph, data.frames, labels: data.labels, examples: examples)
  }

  private func resources(
    of generated: GeneratedDirectory, on part: Device, accuracyPercent: Double?
  ) async throws -> EstimateReport {
    if quick {
      return try QuickEstimate.report(
        of: generated.manifest, on: part, accuracyPercent: accuracyPercent)
    }
    let progress = ProgressLine()
    defer { progress.clear() }
    return try await Estimator(timeout: .seconds(timeout)).estimate(
      generated.url, generated.manifest, on: part, places: placeUnits ? .units : [],
      accuracyPercent: accuracyPercent
    ) { progress.show($0.text) }
  }
}

extension Diagnostic {
  fileprivate static func notASimulation(_ path: String) -> Diagnostic {
    Diagnostic(
      "report.simulation", file: path, "is no result of 'bnn-hw simulate --json'",
      hint: "bnn-hw simulate DIR --json > FILE")
  }

  fileprivate static func damagedSimulation(_ key: String, _ path: String) -> Diagnostic {
    Diagnostic(
      "report.simulation", file: path, "the value of '\(key)' is not as a simulation gives it",
      hint: "bnn-hw simulate DIR --json > FILE")
  }

  fileprivate static func otherCircuit(
    _ simulated: SimulationSummary, _ manifest: Manifest, _ path: String
  ) -> Diagnostic {
    Diagnostic(
      "report.simulation", file: path,
      """
      is of a circuit of \(simulated.predictedCyclesPerFrame) cycles per frame and latency \
      \(simulated.predictedLatencyCycles), but the directory's has \(manifest.cyclesPerFrame) and \
      \(manifest.latencyCycles)
      """, hint: "simulate the directory as it is now")
  }

  fileprivate static func otherSimulation(
    _ name: String, _ expected: String, _ path: String
  ) -> Diagnostic {
    Diagnostic(
      "report.simulation", file: path,
      "is of network \(UserText.quoted(name)), but the directory is of \(UserText.quoted(expected))"
    )
  }
}
