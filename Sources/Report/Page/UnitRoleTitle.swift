internal import Estimator

extension UnitRole {
  var title: String {
    switch self {
    case .matrix: "matrices and thresholds"
    case .window: "windows, borders, pools"
    case .arithmetic: "arithmetic of several bits"
    case .stream: "FIFOs, forks, joins, width converters"
    case .end: "ports, pixel encoding, scores"
    }
  }

  /// Those that the document's units have.
  static func legend(_ document: ReportDocument) -> [ReportFigure.LegendEntry] {
    allCases.filter { role in document.units.contains { $0.role == role.rawValue } }.map {
      ReportFigure.LegendEntry(style: $0.rawValue, name: $0.title)
    }
  }
}
