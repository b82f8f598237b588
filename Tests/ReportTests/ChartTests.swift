import Testing

@testable import Report

@Suite("Charts")
struct ChartTests {
  @Test(
    "a linear axis has round marks up to its end",
    arguments: [
      (64.0, [0.0, 20.0, 40.0, 60.0]), (100.0, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
      (32_768.0, [0.0, 10_000.0, 20_000.0, 30_000.0]), (7.0, [0.0, 2.0, 4.0, 6.0]),
      (0.5, [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]),
    ] as [(Double, [Double])])
  func linear(value: Double, marks: [Double]) {
    let scale = ChartScale.linear(upTo: value)
    #expect(scale.marks.count == marks.count)
    for (mark, expected) in zip(scale.marks, marks) { #expect(abs(mark - expected) < 1e-9) }
    #expect(scale.position(0) == 0 && scale.position(value) == 1)
    #expect(scale.position(value / 4) == 0.25)
  }

  @Test("a logarithmic axis gives every power of ten the same length")
  func logarithmic() {
    let scale = ChartScale.logarithmic(around: [0.3, 45], factors: [1, 2, 5])
    #expect(scale.marks == [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100])
    for (value, place) in [(0.1, 0.0), (1, 1.0 / 3), (10, 2.0 / 3), (100, 1)] {
      #expect(abs(scale.position(value) - place) < 1e-9)
    }
  }

  @Test("what a logarithmic axis has no place for lies at its lower end")
  func logarithmicZero() {
    let scale = ChartScale.logarithmic(around: [0, 20])
    #expect(scale.marks == [10, 100] && scale.position(0) == 0)
    #expect(ChartScale.logarithmic(around: [0]).marks == [1, 10])
  }

  @Test("bars are as long as their values, one behind the other")
  func bars() throws {
    let chart = RowChart(
      description: "test", axisTitle: "axis", scale: .linear(upTo: 60),
      rows: [
        RowChart.Row(
          label: "row",
          segments: RowChart.Segment.stacked([
            (10, "one", "first"), (0, "none", "empty"), (20, "two", "second"),
          ]), note: "30")
      ])
    let bars = chart.svg.markup.matches(
      of: /<rect class="(\w+)" x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"/
    ).map { (String($0.output.1), Double($0.output.2) ?? 0, Double($0.output.3) ?? 0) }
    #expect(bars.map(\.0) == ["one", "two"])
    try #require(bars.count == 2)
    // The second is twice as long as the first, and begins where it ends.
    #expect(bars[0].2 > 100 && abs(bars[1].2 - 2 * bars[0].2) < 0.02)
    #expect(abs(bars[1].1 - bars[0].1 - bars[0].2) < 0.02)
  }

  @Test("numbers are short, grouped and have prefixes")
  func numbers() {
    #expect(NumberText.grouped(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(NumberText.counted(1, "cycle") == "1 cycle")
    #expect(NumberText.grouped(-1000) == "−1\u{202F}000" && NumberText.grouped(nil) == "–")
    #expect(NumberText.rate(195_312.5) == "195\u{202F}312" && NumberText.rate(976.56) == "976.56")
    #expect(NumberText.short(2.50) == "2.5" && NumberText.short(-0.001) == "0")
    #expect(NumberText.scaled(0.00135394, "s") == "1.35\u{202F}ms")
    #expect(NumberText.scaled(1.58e12, "OP/s") == "1.58\u{202F}TOP/s")
    #expect(NumberText.scaled(100e6, "Hz") == "100\u{202F}MHz")
    #expect(NumberText.shortened("abcdefghij", to: 7) == "abc…hij")
  }

  @Test(
    "Markdown shows text as it is",
    arguments: [
      ("<script>", #"\<script\>"#), ("a_mvu", "a_mvu"), ("_a_", #"\_a\_"#), ("a*b", #"a\*b"#),
      ("[x](y)", #"\[x\](y)"#), ("a\nb", "a b"), (#"\"#, #"\\"#),
    ])
  func markdown(text: String, expected: String) {
    #expect(MarkdownText.escaped(text) == expected)
  }

  @Test("text and attributes are escaped")
  func escaping() {
    let element = Element("a", ["title": "\("<\"'&>")"], text: "<b>&")
    #expect(element.markup == "<a title=\"&lt;&quot;&#39;&amp;&gt;\">&lt;b&gt;&amp;</a>")
    #expect(Element("rect", ["x": .number(1)]).markup == "<rect x=\"1\"/>")
    #expect(Element("ol").markup == "<ol></ol>")
  }
}
