/// Words of a user's file as messages show them.
public enum UserText {
  /// Unicode scalars that are shown of a long text.
  private static let maximumLength = 48

  /// `'text'`: cut if long, and with everything escaped that could forge or hide output.
  public static func quoted(_ text: String) -> String { "'\(shown(text))'" }

  /// Like `quoted`, but without the quotation marks.
  public static func shown(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(maximumLength)
    let isWhole = start.endIndex == text.unicodeScalars.endIndex
    return start.map { isPrintable($0) ? String($0) : escaped($0) }.joined()
      + (isWhole ? "" : "…")
  }

  /// `1 row`, `2 rows`.
  public static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  private static func isPrintable(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }

  private static func escaped(_ scalar: UnicodeScalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }
}
