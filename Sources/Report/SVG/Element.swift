/// An element of HTML or SVG with its attributes and content, escaped when it is written.
struct Element: Sendable {
  enum Attribute: Sendable {
    case text(String)
    case number(Double)
  }

  enum Content: Sendable {
    case element(Element)
    case text(String)
  }

  let name: String
  let attributes: [(name: String, value: Attribute)]
  let content: [Content]

  init(
    _ name: String, _ attributes: KeyValuePairs<String, Attribute> = [:], _ children: [Element] = []
  ) {
    self.name = name
    self.attributes = attributes.map { ($0.key, $0.value) }
    content = children.map(Content.element)
  }

  /// An element that holds text.
  init(
    _ name: String, _ attributes: KeyValuePairs<String, Attribute> = [:], text: String,
    _ children: [Element] = []
  ) {
    self.name = name
    self.attributes = attributes.map { ($0.key, $0.value) }
    content = [.text(text)] + children.map(Content.element)
  }

  /// Well-formed both as XML and as HTML.
  var markup: String {
    let start = attributes.reduce("<\(name)") { "\($0) \($1.name)=\"\($1.value.markup)\"" }
    // HTML knows no short form for elements that may have content.
    if content.isEmpty { return Self.void.contains(name) ? "\(start)/>" : "\(start)></\(name)>" }
    return "\(start)>\(content.map(\.markup).joined())</\(name)>"
  }

  /// Elements that never have content.
  private static let void: Set = ["img", "br", "rect", "line", "circle", "path", "polyline"]

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}

extension Element.Attribute: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) {
    self = .text(value)
  }

  fileprivate var markup: String {
    switch self {
    case .text(let text): Element.escaped(text)
    case .number(let number): NumberText.short(number)
    }
  }
}

extension Element.Content {
  fileprivate var markup: String {
    switch self {
    case .element(let element): element.markup
    case .text(let text): Element.escaped(text)
    }
  }
}
