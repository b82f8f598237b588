import Foundation
import Testing

@testable import Estimator
@testable import HDLGen
@testable import Report

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Report page")
struct ReportPageTests {
  @Test("is well-formed, and has every section")
  func wellFormed() async throws {
    try await ReportFixture.withDirectory { directory in
      let page = try ParsedPage(try ReportFixture.report(directory).html)
      #expect(
        page.values(of: "id", in: "section") == [
          "pipeline", "examples", "cycles", "gantt", "occupancy", "resources", "lanes", "roofline",
          "comparison",
        ])
      let pictures = page.elements.filter { $0.name == "svg" }.map(\.attributes)
      #expect(pictures.count > 7)
      #expect(pictures.allSatisfy { $0["role"] == "img" && $0["aria-label"]?.isEmpty == false })
      #expect(page.elements.filter { $0.name == "img" }.allSatisfy { $0.attributes["alt"] != nil })
    }
  }

  @Test("the table of units has clocks where they are known, routed or estimated")
  func clocks() async throws {
    try await ReportFixture.withDirectory { directory in
      let markdown = { (resources: EstimateReport) in
        try ReportDocument(directory, try directory.dataflow(), resources: resources).markdown
      }
      let row = { (unit: Int, text: String) -> Substring? in
        let table = text.split(separator: "\n").drop { !$0.contains("| LUT per lane |") }
        return table.first { $0.hasPrefix("| \(directory.manifest.units[unit].name) |") }
      }
      let placed = try markdown(try ReportFixture.placed(directory.manifest))
      #expect(placed.contains("| LUT per lane | placed | MHz |"))
      #expect(placed.contains("placed and routed by itself by nextpnr-ice40 0.0, and"))
      #expect(row(0, placed)?.hasSuffix("| 40 | ≥ 77.5 |") == true)
      #expect(row(1, placed)?.hasSuffix("| – | – |") == true)
      #expect(row(2, placed)?.hasSuffix("| 42 | 321 |") == true)
      let timed = try markdown(try ReportFixture.timed(directory.manifest))
      #expect(timed.contains("| LUT per lane | LUTs in path | carries in path | estimated MHz |"))
      #expect(timed.contains("estimates before placement"))
      #expect(row(0, timed)?.hasSuffix("| – | – | – |") == true)
      #expect(row(1, timed)?.hasSuffix("| 4 | 2 | 125 |") == true)
    }
  }

  @Test("asks for nothing from elsewhere and runs no script")
  func selfContained() async throws {
    try await ReportFixture.withDirectory { directory in
      let html = try ReportFixture.report(directory).html
      let page = try ParsedPage(html)
      let addresses = ["href", "src"].flatMap { page.values(of: $0) }
      #expect(!addresses.isEmpty)
      #expect(addresses.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("data:") })
      #expect(!page.elements.contains { ["script", "iframe", "object"].contains($0.name) })
      for word in ["http:", "https:", "url(", "@import", "javascript:"] {
        #expect(!html.contains(word))
      }
      #expect(!page.elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    }
  }

  @Test("shows names of classes as they are, whatever they contain")
  func escaping() async throws {
    try await ReportFixture.withDirectory { directory in
      let report = try ReportDocument(
        directory, try directory.dataflow(),
        resources: try ReportFixture.estimate(directory.manifest),
        classification: ReportFixture.classification(try directory.graph()))
      let page = try ParsedPage(report.html)
      #expect(page.text.contains(ReportFixture.hostile) || page.text.contains("a & b"))
      #expect(!report.html.contains("<script"))
      #expect(!report.markdown.contains(/[^\\]<[a-z]/))
    }
  }

  @Test("the same directory gives the same bytes, in all forms")
  func deterministic() async throws {
    try await ReportFixture.withDirectory { directory in
      let (first, second) = (
        try ReportFixture.report(directory), try ReportFixture.report(directory)
      )
      #expect(first.html == second.html && first.markdown == second.markdown)
      #expect(!first.html.contains(directory.url.path))
    }
  }

  @Test("Markdown has all sections, and every row as many cells as its header")
  func markdown() async throws {
    try await ReportFixture.withDirectory { directory in
      let text = try ReportFixture.report(directory).markdown
      #expect(text.hasPrefix("<!-- bnn-hw report -->\n# tiny\n\n100\u{202F}MHz · xc7z020 · "))
      #expect(text.contains("\n- bit-exact: 4 frames in Verilog\n"))
      #expect(text.contains("\nCircuit by test. Times are simulated cycle by cycle, resources "))
      for words in ["A box", "dashed", "Across:", "the bar", "Brightness", "darker"] {
        #expect(!text.contains(words))
      }
      #expect(text.matches(of: #/(?m)^## /#).count == 9)
      var width: Int?
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("|") else {
          width = nil
          continue
        }
        let cells = line.replacing("\\|", with: "").count { $0 == "|" }
        #expect(cells == width ?? cells)
        width = cells
      }
    }
  }

  @Test("a layer that does not read the one before it says what it reads")
  func branches() async throws {
    let document = """
      {"format": "bnn-hw-network", "version": 1, "name": "branches",
       "input": {"shape": [8], "type": "bit"},
       "layers": [
         {"name": "a", "kind": "binary_dense", "units": 4, "weights": ["ff", "00", "55", "3c"]},
         {"name": "b", "kind": "binary_dense", "units": 4, "inputs": ["input"],
          "weights": ["0f", "f0", "aa", "c3"]},
         {"name": "sum", "kind": "add", "inputs": ["a", "b"]}
       ]}
      """
    try await ReportFixture.withDirectory(of: Array(document.utf8)) { directory in
      let report = try ReportDocument(
        directory, try directory.dataflow(),
        resources: try ReportFixture.estimate(directory.manifest))
      #expect(report.layers.map(\.reads) == [[], ["input"], ["input"], ["a", "b"]])
      let page = try ParsedPage(report.html)
      let styles = page.values(of: "class", in: "li").filter { $0.hasPrefix("layer") }
      #expect(styles.map { $0.contains("leads") } == [true, false, true, false])
      #expect(page.text.contains("reads a, b") && !page.text.contains("reads b"))
    }
  }

  @Test(
    "kinds of LUTs that are no device have no roofs and no shares", arguments: ["lut4", "lut6"])
  func noDevice(name: String) async throws {
    try await ReportFixture.withDirectory { directory in
      let report = try ReportDocument(
        directory, try directory.dataflow(),
        resources: try ReportFixture.estimate(directory.manifest, on: name))
      #expect(report.roofline.ceilings.isEmpty && !report.roofline.points.isEmpty)
      let page = try ParsedPage(report.html)
      #expect(page.text.contains("\(name) is a kind of LUT and no device, so there is no roof."))
      #expect(page.values(of: "class", in: "circle").contains("own"))
      #expect(page.values(of: "class", in: "polyline").isEmpty)
      #expect(!page.text.contains("of the device"))
      #expect(!report.html.contains("inf") && !report.html.contains("nan"))
      #expect(report.markdown.contains("LUT: of no device"))
    }
  }

  @Test("figures of the model are said to be its, with the error that estimate states")
  func model() async throws {
    try await ReportFixture.withDirectory { directory in
      let resources = try QuickEstimate.report(
        of: directory.manifest, on: try Device.choose(name: "xc7z020", family: nil))
      let report = try ReportDocument(directory, try directory.dataflow(), resources: resources)
      let note = try #require(resources.text.firstRange(of: /No tool ran: (.|\n)* rare cases\./))
      let text = try ParsedPage(report.html).text
      #expect(text.contains(resources.text[note].replacing("\n", with: " ")))
      #expect(text.contains("The LUTs are a model's, so they are not set against a bound."))
      #expect(text.contains("no tool ran. Made with bnn-hw report."))
      #expect(!text.contains("apped with") && !text.contains("No matrix has popcounts"))
    }
  }

  @Test("a clock above the core's estimate is said beside the frames per second")
  func slowCore() async throws {
    try await ReportFixture.withDirectory { directory in
      let markdown = { (nanoseconds: Double) in
        try ReportDocument(
          directory, try directory.dataflow(),
          resources: try ReportFixture.timed(directory.manifest, nanoseconds: nanoseconds)
        ).markdown
      }
      // 12.5 ns are 80 MHz, 8 ns are 125; the circuit is stated for 100.
      let slow = try markdown(12.5)
      #expect(
        slow.contains(
          "at 100\u{202F}MHz, 15 cycles per frame; the estimated clock is only 80\u{202F}MHz\n"))
      #expect(slow.contains("for a clock of 100\u{202F}MHz. It is above the estimate: more --"))
      #expect(slow.contains(/\| core \|  \|  \| .* \| 4 \| 2 \| 80 \|\n/))
      let fast = try markdown(8)
      #expect(fast.contains("at 100\u{202F}MHz, 15 cycles per frame\n"))
      #expect(!fast.contains("above the estimate"))
    }
  }

  @Test("a design that is larger than the device is said not to fit")
  func tooLarge() async throws {
    try await ReportFixture.withDirectory { directory in
      let markdown = { (lut: Int) in
        let manifest = directory.manifest
        let resources = EstimateReport(
          manifest, on: try Device.choose(name: "xc7z020", family: nil), tool: "yosys 0.0",
          units: manifest.units.indices.map { Resources(lut: $0 == 0 ? lut : 0) }, whole: nil,
          accuracyPercent: nil)
        return try ReportDocument(
          directory, try directory.dataflow(), resources: resources
        ).markdown
      }
      // The xc7z020 has 53 200 LUTs.
      let large = try markdown(79_800)
      #expect(large.contains("79\u{202F}800 LUT: 150.0\u{202F}% of the device: does not fit\n"))
      #expect(large.contains(" It does not fit into the xc7z020: LUT 150.0\u{202F}%."))
      let full = try markdown(53_200)
      #expect(full.contains("100.0\u{202F}% of the device\n") && !full.contains("not fit"))
    }
  }

  @Test("frames that differ in the simulation are not called the same")
  func mismatches() async throws {
    try await ReportFixture.withDirectory { directory in
      let lead = { (simulation: SimulationSummary?) in
        let report = try ReportDocument(
          directory, try directory.dataflow(),
          resources: try ReportFixture.estimate(directory.manifest),
          classification: ReportFixture.classification(try directory.graph()),
          simulation: simulation)
        return ReportSection.examples(report)?.lead ?? ""
      }
      let manifest = directory.manifest
      let different = try lead(ReportFixture.simulation(manifest, mismatches: 1))
      #expect(
        different.hasSuffix("Simulated in Verilog, 1 of 4 frames differs from the golden model."))
      let same = try lead(ReportFixture.simulation(manifest))
      #expect(same.hasSuffix("with 4 frames: every stream equals the golden model."))
      let unknown = try lead(nil)
      #expect(unknown.hasSuffix("which bnn-hw simulate checks."))
    }
  }

  @Test("figures without colours have no legend")
  func legends() async throws {
    try await ReportFixture.withDirectory { directory in
      let html = try ReportFixture.report(directory).html
      #expect(html.contains("<ul class=\"legend\">\n<li>"))
      #expect(!html.contains("<ul class=\"legend\">\n</ul>"))
    }
  }

  @Test("on families whose popcounts are made anew, lanes are shown without a bound")
  func otherFamily() async throws {
    try await ReportFixture.withDirectory { directory in
      let report = try ReportDocument(
        directory, try directory.dataflow(),
        resources: try ReportFixture.estimate(directory.manifest, on: "ice40-hx8k"))
      let page = try ParsedPage(report.html)
      #expect(page.values(of: "id", in: "section").contains("lanes"))
      #expect(!page.values(of: "id", in: "section").contains("examples"))
      #expect(page.text.contains("LUTs per lane") && !page.text.contains("against the bound"))
    }
  }
}

/// Elements and text of a page, read as XML.
private final class ParsedPage: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""

  init(_ html: String) throws {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    let isWhole = parser.parse()
    try #require(isWhole, "line \(parser.lineNumber): \(String(describing: parser.parserError))")
  }

  func values(of attribute: String, in element: String? = nil) -> [String] {
    elements.filter { element == nil || $0.name == element }
      .compactMap { $0.attributes[attribute] }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append((name, attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
  }
}
