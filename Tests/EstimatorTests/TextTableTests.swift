import Testing

@testable import Estimator

@Suite("Tables")
struct TextTableTests {
  private let table: TextTable = {
    var table = TextTable([.words("unit"), .numbers("LUT"), .words("note")])
    table.add(["a", "1234", "–"])
    table.add(["total", "5", ""])
    return table
  }()

  @Test("plain text is aligned and has no trailing space")
  func plain() {
    #expect(
      table.plain == """
        unit    LUT  note
        a      1234  –
        total     5

        """)
  }

  @Test("Markdown")
  func markdown() {
    #expect(
      table.markdown == """
        | unit | LUT | note |
        | --- | --: | --- |
        | a | 1234 | – |
        | total | 5 |  |

        """)
  }

  @Test(
    "figures are short",
    arguments: [(0.5, "0.5"), (110, "110"), (102.25, "102.25"), (1.005, "1"), (0, "0")])
  func figure(value: Double, text: String) {
    #expect(Figure.real(value) == text)
  }

  @Test("large rates are whole", arguments: [(195_312.5, "195312"), (168.4, "168.4")])
  func rate(value: Double, text: String) {
    #expect(Figure.rate(value) == text)
  }
}
