internal import Foundation

/// How the report writes numbers.
enum NumberText {
  /// Digits in groups of three, narrow spaces between them that no line breaks at.
  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    let groups = digits.indices.map { index in
      let rest = digits.count - index
      return rest % 3 == 0 && index > 0 ? "\u{202F}\(digits[index])" : "\(digits[index])"
    }
    return (value < 0 ? "−" : "") + groups.joined()
  }

  static func grouped(_ value: Int?) -> String {
    value.map { grouped($0) } ?? "–"
  }

  /// `1 cycle`, `1 000 cycles`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// Whole and grouped from a thousand on, below with at most two decimals.
  static func real(_ value: Double?) -> String {
    guard let value else { return "–" }
    return abs(value) < 1000 ? short(value) : grouped(Int(value.rounded()))
  }

  /// Like `real`, but never more than there is: `195 312` of 195 312.5 frames per second.
  static func rate(_ value: Double) -> String {
    value < 1000 ? short(value) : grouped(Int(value))
  }

  /// At most two decimals, none that are zero.
  static func short(_ value: Double) -> String {
    var text = String(format: "%.2f", value)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "-0" ? "0" : text
  }

  /// One decimal, with its sign: `12.5 %`.
  static func percent(_ value: Double) -> String {
    String(format: "%.1f\u{202F}%%", value)
  }

  /// With a prefix of the SI: `1.35 ms`.
  static func scaled(_ value: Double, _ unit: String) -> String {
    let prefixes = [
      (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ"),
    ]
    if value == 0 { return "0\u{202F}\(unit)" }
    let (factor, prefix) = prefixes.first { value >= $0.0 } ?? (1e-9, "n")
    let number = value / factor
    let digits = number >= 100 ? 0 : number >= 10 ? 1 : 2
    return String(format: "%.\(digits)f\u{202F}", number) + prefix + unit
  }

  /// The text cut in its middle to a number of characters.
  static func shortened(_ text: String, to count: Int) -> String {
    guard text.count > count else { return text }
    let half = (count - 1) / 2
    return "\(text.prefix(count - 1 - half))…\(text.suffix(half))"
  }
}
