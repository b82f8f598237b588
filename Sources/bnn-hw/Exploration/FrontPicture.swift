import Foundation
import HDLGen

/// The front of an exploration as an SVG picture: LUTs and block RAM against frames per second, the
/// speed on a logarithmic axis. Confirmed designs are filled.
struct FrontPicture {
  private let report: ExploreReport

  init(_ report: ExploreReport) {
    self.report = report
  }

  private static let width = 720.0
  private static let height = 640.0
  private static let left = 90.0
  private static let right = 690.0
  /// Top and bottom of both plots.
  private static let plots = [(50.0, 300.0), (350.0, 580.0)]

  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" \
    font-family="sans-serif" font-size="12">
    <rect width="100%" height="100%" fill="white"/>
    <text x="\(Int(Self.left))" y="25" font-size="15">\(report.name): frames per second at \
    \(ClockFrequency.text(report.clockHertz)), by the model</text>
    \(plot(0, "LUT", Double(report.points.map(\.luts).max() ?? 1)) { Double($0.luts) })
    \(plot(1, "RAMB36", report.points.map(\.bram36).max() ?? 1) { $0.bram36 })
    \(speedAxis)
    </svg>

    """
  }

  private func plot(
    _ index: Int, _ title: String, _ most: Double, _ value: (ExploreReport.Point) -> Double
  ) -> String {
    let (top, bottom) = Self.plots[index]
    let step = Self.roundStep(max(most, 1) / 4)
    let highest = (max(most, 1) / step).rounded(.up) * step
    let y = { (value: Double) in bottom - (bottom - top) * value / highest }
    let lines = stride(from: 0, through: highest, by: step).map { value in
      """
      <line x1="\(Int(Self.left))" x2="\(Int(Self.right))" y1="\(Self.text(y(value)))" \
      y2="\(Self.text(y(value)))" stroke="#ddd"/>
      <text x="\(Int(Self.left) - 8)" y="\(Self.text(y(value) + 4))" text-anchor="end">\
      \(Self.number(value))</text>
      """
    }
    let circles = report.points.map { point in
      """
      <circle cx="\(Self.text(x(point.framesPerSecond)))" cy="\(Self.text(y(value(point))))" r="4" \
      stroke="#1f5fa8" fill="\(point.confirmed == nil ? "white" : "#1f5fa8")"><title>\(point.name): \
      \(ExploreReport.rate(point.framesPerSecond)) frames/s, \(point.luts) LUT, \
      \(point.bram36.plain) RAMB36</title></circle>
      """
    }
    return """
      <text x="\(Int(Self.left) - 8)" y="\(Int(top) - 12)" text-anchor="end" \
      font-weight="bold">\(title)</text>
      \((lines + circles).joined(separator: "\n"))
      """
  }

  private var speedAxis: String {
    exponents.map { exponent in
      """
      <text x="\(Self.text(x(pow(10, Double(exponent)))))" y="\(Int(Self.plots[1].1) + 22)" \
      text-anchor="middle">10<tspan dy="-5" font-size="9">\(exponent)</tspan></text>
      """
    }.joined(separator: "\n")
  }

  /// Powers of ten around all speeds.
  private var exponents: ClosedRange<Int> {
    let speeds = report.points.map { log10($0.framesPerSecond) }
    let low = Int((speeds.min() ?? 0).rounded(.down))
    return low...max(low + 1, Int((speeds.max() ?? 1).rounded(.up)))
  }

  private func x(_ framesPerSecond: Double) -> Double {
    let exponents = exponents
    let span = Double(exponents.upperBound - exponents.lowerBound)
    return Self.left
      + (Self.right - Self.left) * (log10(framesPerSecond) - Double(exponents.lowerBound)) / span
  }

  /// 1, 2 or 5 times a power of ten, at least `least`.
  private static func roundStep(_ least: Double) -> Double {
    let power = pow(10, log10(least).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least } ?? 10 * power
  }

  private static func text(_ coordinate: Double) -> String {
    "\((coordinate * 10).rounded() / 10)"
  }

  private static func number(_ value: Double) -> String {
    value >= 10 ? Int(value).grouped : value.plain
  }
}
