public import ArgumentParser
import Estimator
public import HDLGen

struct EstimateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Say what the generated circuit takes of an FPGA, by mapping its units with yosys.",
    discussion: """
      Without DIR, takes the directory that generate wrote here. Each distinct unit is mapped once \
      and remembered. Published designs of the same topology stand beside the figures.
      """)

  @Argument(help: "A directory that generate wrote.")
  var directory: String?

  @Option(help: "FPGA family: \(Family.allCases.map(\.rawValue).joined(separator: ", ")).")
  var family: Family?

  @Option(help: "The part to fill (default: xc7z020, or the family's first).")
  var device: String?

  @Option(help: "Accuracy to print in the comparison, as infer or simulate measured it (0 to 1).")
  var accuracy: Double?

  @Flag(help: "Predict the figures by a model, in an instant and without yosys.")
  var quick = false

  @Flag(help: "Map the whole top as one netlist too, to check the sum of the units.")
  var whole = false

  @Flag(
    help: "Place and route the top with nextpnr and print its highest clock (iCE40, ECP5, GW2A).")
  var place = false

  @Flag(help: "Print Markdown tables.")
  var markdown = false

  @Flag(help: "Print one JSON object to standard output.")
  var json = false

  func validate() throws {
    if let accuracy, !(0...1).contains(accuracy) {
      throw ValidationError("--accuracy is a share from 0 to 1.")
    }
    if quick, whole || place {
      throw ValidationError("--quick runs no tool; leave out --whole and --place.")
    }
    if json, markdown { throw ValidationError("Choose one of --json and --markdown.") }
  }

  func run() async throws {
    try await reportingFailures {
      let generated = try GeneratedDirectories.open(directory)
      let part = try Device.choose(name: device, family: family)
      let report =
        quick
        ? QuickEstimate.report(
          of: generated.manifest, on: part, accuracyPercent: accuracy.map { $0 * 100 })
        : try await mapped(generated, on: part)
      if json {
        Terminal.json(report)
      } else {
        Terminal.result(markdown ? report.markdown : report.text)
      }
    }
  }

  private func mapped(
    _ generated: GeneratedDirectory, on part: Device
  ) async throws -> EstimateReport {
    let progress = ProgressLine()
    defer { progress.clear() }
    return try await Estimator().estimate(
      generated.url, generated.manifest, on: part, scope: whole ? .whole : .units, places: place,
      accuracyPercent: accuracy.map { $0 * 100 }
    ) {
      let isDone = $0.done == $0.total
      progress.show(
        place && isDone
          ? "placing and routing" : "mapping with yosys: \($0.done) of \($0.total) units")
    }
  }
}

extension Family: ExpressibleByArgument {}
