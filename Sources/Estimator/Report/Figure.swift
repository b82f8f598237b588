internal import Foundation

/// How reports write numbers; a dash is not known or does not apply.
enum Figure {
  static func count(_ value: Int?) -> String {
    value.map { "\($0)" } ?? "–"
  }

  /// At most two decimals, none that are zero.
  static func real(_ value: Double?) -> String {
    guard let value else { return "–" }
    var text = String(format: "%.2f", value)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// One decimal.
  static func percent(_ value: Double) -> String {
    String(format: "%.1f", value)
  }

  /// Whole from a thousand on.
  static func rate(_ value: Double) -> String {
    value < 1000 ? real(value) : String(format: "%.0f", value)
  }
}
