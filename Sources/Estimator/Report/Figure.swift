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

  /// Two decimals, or as many as show two digits that are not leading zeros.
  static func small(_ value: Double?) -> String {
    guard let value, 0 < value, value < 0.1 else { return real(value) }
    return String(format: "%.\(Int((1 - log10(value)).rounded(.up)))f", value)
  }

  /// One decimal.
  static func percent(_ value: Double) -> String {
    String(format: "%.1f", value)
  }

  /// Whole from a thousand on.
  static func rate(_ value: Double?) -> String {
    guard let value, value >= 1000 else { return real(value) }
    return String(format: "%.0f", value)
  }
}
