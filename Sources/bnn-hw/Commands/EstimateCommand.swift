public import ArgumentParser
import BNNIR
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

  @Option(help: "Images to measure the accuracy with, as simulate takes them; needs --labels.")
  var images: String?

  @Option(help: "Labels of these images.")
  var labels: String?

  @Flag(help: "Print this design beside published ones instead, in the columns of a survey.")
  var compare = false

  @Flag(help: "Predict the figures by a model, in an instant and without yosys.")
  var quick = false

  @Flag(help: "Map the whole top as one netlist too, to check the sum of the units.")
  var whole = false

  @Flag(
    help: "Place and route the top with nextpnr and print its highest clock (iCE40, ECP5, GW2A).")
  var place = false

  @Flag(help: "Place and route each distinct unit by itself and print its highest clock.")
  var placeUnits = false

  @Flag(help: "Guess the power by what published accelerators drew (7 series).")
  var power = false

  @Option(help: "Guess it by the toggles in this file, which simulate --activity wrote.")
  var activity: String?

  @Option(help: "Seconds after which a run of yosys or nextpnr is stopped.")
  var timeout = 1800

  @Flag(help: "Print Markdown tables.")
  var markdown = false

  @Flag(help: "Print one JSON object to standard output.")
  var json = false

  func validate() throws {
    if (images == nil) != (labels == nil) {
      throw ValidationError("--images and --labels go together.")
    }
    if timeout < 1 { throw ValidationError("--timeout must be at least 1.") }
    if quick, whole || place || placeUnits || power || activity != nil {
      throw ValidationError(
        "--quick runs no tool; leave out --whole, --place, --place-units, --power and --activity.")
    }
    if json, markdown { throw ValidationError("Choose one of --json and --markdown.") }
  }

  func run() async throws {
    try await reportingFailures {
      let generated = try GeneratedDirectories.open(directory)
      let part = try Device.choose(name: device, family: family)
      let accuracy = try MeasuredAccuracy(of: generated, images: images, labels: labels)
      let report =
        quick
        ? try QuickEstimate.report(
          of: generated.manifest, on: part, accuracyPercent: accuracy?.percent)
        : try await mapped(generated, on: part, accuracyPercent: accuracy?.percent)
      if compare {
        show(DesignComparison(report, generated.manifest, images: accuracy?.images))
      } else if json {
        Terminal.json(report)
      } else {
        Terminal.result(markdown ? report.markdown : report.text(colours: Terminal.showsColours))
      }
    }
  }

  private func mapped(
    _ generated: GeneratedDirectory, on part: Device, accuracyPercent: Double?
  ) async throws -> EstimateReport {
    let progress = ProgressLine()
    defer { progress.clear() }
    return try await Estimator(timeout: .seconds(timeout)).estimate(
      generated.url, generated.manifest, on: part, scope: whole ? .whole : .units,
      places: placementScope,
      power: try powerBasis(of: generated.manifest), accuracyPercent: accuracyPercent
    ) { progress.show($0.text) }
  }

  private var placementScope: PlacementScope {
    var scope: PlacementScope = []
    if place { scope.insert(.core) }
    if placeUnits { scope.insert(.units) }
    return scope
  }

  private func powerBasis(of manifest: Manifest) throws(DiagnosticError) -> PowerBasis? {
    guard let activity else { return power ? .busyCycles : nil }
    return .toggles(try ActivityFile.read(activity, for: manifest))
  }

  private func show(_ comparison: DesignComparison) {
    if json {
      Terminal.json(comparison)
    } else {
      Terminal.result(markdown ? comparison.markdown : comparison.text)
    }
  }
}

extension EstimateProgress {
  var text: String {
    let left = secondsLeft.map { ", \($0 < 90 ? "\($0) s" : "\(($0 + 30) / 60) min") left" } ?? ""
    return switch stage {
    case .mapping: "mapping with yosys: \(done) of \(total) units\(left)"
    case .placingUnits: "placing and routing: \(done) of \(total) units\(left)"
    case .placingCore: "placing and routing the core"
    }
  }
}

extension Family: ExpressibleByArgument {}
