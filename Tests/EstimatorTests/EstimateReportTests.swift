import Foundation
import HDLGen
import Testing

@testable import Estimator

@Suite("Estimate reports")
struct EstimateReportTests {
  /// Two units on an xc7z020: 532 LUTs are 1 %, 1 064 flip-flops 1 %, 14 blocks 10 %, 22 DSPs 10 %.
  private func report(whole: Resources? = nil) throws -> EstimateReport {
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
      ], whole: whole, accuracyPercent: nil)
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
