import Foundation
import HDLGen
import Testing

@testable import Estimator

@Suite("Estimate reports")
struct EstimateReportTests {
  /// Two units on an xc7z020: 532 LUTs are 1 %, 1 064 flip-flops 1 %, 14 blocks 10 %, 22 DSPs 10 %.
  private func report(
    whole: Resources? = nil, blocks: [String: Int] = [:], path: LogicPath? = nil,
    power: Bool = false
  ) throws -> EstimateReport {
    let manifest = TestManifest.make(
      units: [
        TestManifest.unit("in", module: "bnn_axis_input"),
        TestManifest.matrixVector("fc0", rows: 64, columns: 64, pe: 10, simd: 20),
      ])
    return EstimateReport(
      manifest, on: try Device.choose(name: "xc7z020", family: nil), tool: "yosys 0.23",
      units: [
        Resources(lut: 32, ff: 64),
        Resources(lut: 400, lutram: 100, ff: 1000, carry: 7, bram36: 14, dsp: 22),
      ], blocks: blocks, whole: whole,
      timing: TimingEstimate(units: [("fc0", path)], whole: nil, on: .xc7),
      power: power ? .busyCycles : nil,
      accuracyPercent: nil)
  }

  @Test("totals and utilisation")
  func totals() throws {
    let report = try report()
    #expect(
      report.total == Resources(lut: 432, lutram: 100, ff: 1064, carry: 7, bram36: 14, dsp: 22))
    #expect(report.utilisation.lut == 1)
    #expect(report.utilisation.ff == 1)
    #expect(report.utilisation.bram36 == 10)
    #expect(report.utilisation.dsp == 10)
    #expect(report.units[0].lutPerLane == nil)
    #expect(report.units[1].lutPerLane == 2)
  }

  @Test("plain text")
  func text() throws {
    #expect(
      try report(whole: Resources(lut: 430)).text == """
        test on xc7z020 (xc7), yosys 0.23
        synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -nowidelut

        unit       kind  layer    LUT  LUTRAM      FF  carry  BRAM   DSP  lanes  LUT/lane  LUT pred  FF pred
        in         kind  layer     32       0      64      0     0     0      –         –         0        0
        fc0        mvu   fc0      400     100    1000      7    14    22    200         2         0        0
        total                     432     100    1064      7    14    22                          0        0
        whole top                 430       0       0      0     0     0
        xc7z020                 53200          106400          140   220
        used %                    1.0             1.0         10.0  10.0

        LUTs by role: end units 32, matrix units 500

        system  device      FPS  acc %  bits W/A  MHz  DSP  BRAM  LUT    FF  counts
        test    xc7z020  195312      –  1/1       100   22    14  532  1064  yosys 0.23, accelerator alone; FPS by folding

        BRAM counts blocks of 36 Kbit. The device's and the comparison's LUTs include those used as memory.
        MHz is the clock that FPS is stated for, not the result of a timing analysis.
        """)
  }

  @Test("blocks, estimated clock and power have their lines, where they are known")
  func optional() throws {
    let path = LogicPath(luts: 9, carries: 5, nanoseconds: 12.5)
    let text = try report(blocks: ["RAMB36E1": 13, "RAMB18E1": 2], path: path, power: true).text
    #expect(text.contains("\nBlock RAM: 2 RAMB18E1, 13 RAMB36E1\n"))
    #expect(
      text.contains(
        """
        slowest path of  LUTs  carries    ns  estimated MHz
        fc0                 9        5  12.5             80
        core                9        5  12.5             80
        An estimate before placement by Vivado's delays
        """))
    #expect(text.contains("\nIt is above the estimate: more --popcount-stages "))
    #expect(text.contains("\nestimated power "))
    #expect(
      try !report(path: LogicPath(luts: 1, carries: 0, nanoseconds: 2)).text.contains("above"))
  }

  @Test("clocks of units stand in their rows")
  func clocks() throws {
    let names = ["in", "fifo", "fc0", "out"]
    let manifest = TestManifest.make(units: names.map { TestManifest.unit($0, module: "m") })
    let clocks: [UnitPlacements.Clock?] = [
      .init(megahertz: 310.5, isLowerBound: true), .init(megahertz: 81, isLowerBound: false), nil,
      nil,
    ]
    let report = EstimateReport(
      manifest, on: try Device.choose(name: "ice40-hx1k", family: nil), tool: "yosys 0.23",
      units: names.map { _ in Resources(lut: 7) }, whole: nil,
      unitPlacements: UnitPlacements(
        tool: "nextpnr 1", package: "tq144", logicSite: "LC",
        units: zip(names, clocks).map {
          .init(
            name: $0, fits: $0 != "fc0", logicSites: $1.map { Int($0.megahertz) }, clock: $1)
        },
        isCoreTooLarge: true),
      accuracyPercent: nil)
    #expect(
      report.markdown.contains(
        """
        | in | kind | layer | 7 | 0 | 0 | 0 | 0 | 0 | – | – | 0 | 0 | 310 | ≥ 310.5 |
        | fifo | kind | layer | 7 | 0 | 0 | 0 | 0 | 0 | – | – | 0 | 0 | 81 | 81 |
        | fc0 | kind | layer | 7 | 0 | 0 | 0 | 0 | 0 | – | – | 0 | 0 | – | – |
        | out | kind | layer | 7 | 0 | 0 | 0 | 0 | 0 | – | – | 0 | 0 | – | – |
        | total |  |  | 28 | 0 | 0 | 0 | 0 | 0 |  |  | 0 | 0 |  |  |
        """))
    #expect(
      report.text.contains(
        """

        MHz of each unit: placed and routed by itself by nextpnr 1 for tq144, between flip-flops.
        Placed are its sites of kind LC, those of the wrapper taken off.
        The slowest one bounds the core's clock, but for the luck of a placement.
        Too fast for the router to give a clock: out.
        Alone too large for ice40-hx1k: fc0.
        The core does not fit into ice40-hx1k and was not placed.

        """))
    #expect(report.text.contains("\nA logic cell has a LUT and the flip-flop behind it;"))
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(EstimateReport.self, from: data) == report)
  }

  @Test("what does not fit is said, and red where there are colours")
  func alarm() throws {
    let device = try Device.choose(name: "ice40-hx1k", family: nil)
    let manifest = TestManifest.make(units: [TestManifest.unit("in", module: "m")])
    let report = EstimateReport(
      manifest, on: device, tool: "yosys 0.23", units: [Resources(lut: 1_600, ff: 640)],
      whole: nil, accuracyPercent: nil)
    #expect(report.text(colours: true).contains("\u{1B}[31m125.0\u{1B}[0m"))
    #expect(!report.text(colours: true).contains("\u{1B}[31m50.0"))
    #expect(!report.text.contains("\u{1B}"))
    #expect(report.text.contains("\nThe core does not fit ice40-hx1k: LUTs 125.0 %.\n"))
  }

  @Test(
    "bits are single ones unless a unit says otherwise",
    arguments: [("bnn_threshold", "1/1"), ("bnn_bit_plane", "–"), ("bnn_gated_add", "–")])
  func bits(module: String, bits: String) throws {
    let manifest = TestManifest.make(units: [TestManifest.unit("in", module: module)])
    let report = EstimateReport(
      manifest, on: try Device.choose(name: nil, family: .xc7), tool: "yosys 0.23",
      units: [Resources(lut: 16)], whole: nil, accuracyPercent: nil)
    #expect(report.comparison[0].bits == bits)
    let notes = DesignComparison(report, manifest, images: nil).rows[0].notes
    #expect(notes.contains { $0.hasPrefix("some values have several bits") } == (bits == "–"))
  }

  @Test("LUTs of no device are not compared with one")
  func noDevice() throws {
    let manifest = TestManifest.make(units: [TestManifest.unit("in", module: "m")])
    let report = EstimateReport(
      manifest, on: try Device.choose(name: nil, family: .lut6), tool: "yosys 0.23",
      units: [Resources(lut: 16)], whole: nil, accuracyPercent: nil)
    #expect(report.utilisation.lut == 0 && !report.text.contains("used %"))
    #expect(report.flags == "synth -flatten -run begin:fine; …; abc -lut 6")
  }

  @Test("Markdown")
  func markdown() throws {
    #expect(
      try report().markdown == """
        ## test on xc7z020

        yosys 0.23: `synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -nowidelut`

        | unit | kind | layer | LUT | LUTRAM | FF | carry | BRAM | DSP | lanes | LUT/lane | LUT pred | FF pred |
        | --- | --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
        | in | kind | layer | 32 | 0 | 64 | 0 | 0 | 0 | – | – | 0 | 0 |
        | fc0 | mvu | fc0 | 400 | 100 | 1000 | 7 | 14 | 22 | 200 | 2 | 0 | 0 |
        | total |  |  | 432 | 100 | 1064 | 7 | 14 | 22 |  |  | 0 | 0 |
        | xc7z020 |  |  | 53200 |  | 106400 |  | 140 | 220 |  |  |  |  |
        | used % |  |  | 1.0 |  | 1.0 |  | 10.0 | 10.0 |  |  |  |  |

        LUTs by role: end units 32, matrix units 500

        | system | device | FPS | acc % | bits W/A | MHz | DSP | BRAM | LUT | FF | counts |
        | --- | --- | --: | --: | --- | --: | --: | --: | --: | --: | --- |
        | test | xc7z020 | 195312 | – | 1/1 | 100 | 22 | 14 | 532 | 1064 | yosys 0.23, accelerator alone; FPS by folding |

        BRAM counts blocks of 36 Kbit. The device's and the comparison's LUTs include those used as memory.
        MHz is the clock that FPS is stated for, not the result of a timing analysis.
        """)
  }

  @Test("JSON has its fixed keys and reads back")
  func json() throws {
    let report = try report()
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(EstimateReport.self, from: data) == report)
    let object = try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["family"] as? String == "xc7")
    #expect(object["device"] as? String == "xc7z020")
    #expect(object["tool"] as? String == "yosys 0.23")
    let total = try #require(object["total"] as? [String: Any])
    #expect(Set(total.keys) == ["lut", "lutram", "ff", "carry", "bram36", "dsp"])
    let units = try #require(object["units"] as? [[String: Any]])
    #expect(units.map { $0["name"] as? String } == ["in", "fc0"])
    #expect(units[1]["kind"] as? String == "mvu")
    #expect(units[1]["lut"] as? Int == 400)
    #expect(units[1]["ff"] as? Int == 1000)
    #expect(units[1]["bram36"] as? Double == 14)
    #expect(units[1]["dsp"] as? Int == 22)
    #expect(units[1]["lanes"] as? Int == 200)
  }
}
