internal import Estimator

/// Where a document's figures come from, in words for its head and its end.
struct Provenance: Sendable {
  let document: ReportDocument

  private var resources: EstimateReport { document.resources }

  /// `100 MHz · xc7z020 · yosys 0.23`
  var subtitle: String {
    "\(clock) · \(resources.device) · \(resources.tool)"
  }

  /// The clock that frames per second are stated for.
  var clock: String { NumberText.scaled(Double(document.clockHertz), "Hz") }

  /// The estimate of the core's clock in MHz; nil if it is not below that clock.
  var lowerEstimate: Int? {
    resources.clockWarning == nil ? nil : resources.timing.map { Int($0.core.megahertz) }
  }

  var footer: String {
    "Circuit by \(document.generator). Times are simulated cycle by cycle, \(origin). "
      + "Made with bnn-hw report."
  }

  private var origin: String {
    switch resources.basis {
    case .synthesis:
      "resources mapped with \(resources.tool): \(resources.flags); nothing is placed or timed "
        + "unless it says so"
    case .model: "resources are of a \(resources.tool): \(resources.flags); no tool ran"
    }
  }

  /// What counted the units' resources.
  var counting: String {
    switch resources.basis {
    case .synthesis: "Each unit mapped with \(resources.tool), the accelerator alone."
    case .model: "\(resources.modelNote) The accelerator alone."
    }
  }
}
