import Foundation
import HDLGen
import Testing

@testable import Estimator

@Suite("Comparison with published designs")
struct DesignComparisonTests {
  /// 1 000 frames per second of a 64 × 64 matrix at 100 MHz: 4 096 multiplications per frame.
  private func comparison(
    images: Int? = nil, power: Bool = false, nanoseconds: Double? = nil
  ) throws -> DesignComparison {
    let manifest = TestManifest.make(
      units: [TestManifest.matrixVector("fc0", rows: 64, columns: 64)])
    let report = EstimateReport(
      manifest, on: try Device.choose(name: nil, family: nil), tool: "yosys 0.23",
      units: [Resources(lut: 450, lutram: 50, ff: 64, bram36: 1.5)], whole: nil,
      timing: TimingEstimate(
        units: [("fc0", nanoseconds.map { LogicPath(luts: 1, carries: 0, nanoseconds: $0) })],
        whole: nil, on: .xc7),
      power: power ? .busyCycles : nil, accuracyPercent: images == nil ? nil : 98.5)
    return DesignComparison(report, manifest, images: images)
  }

  @Test("this design comes first, then FINN's and the survey's")
  func order() throws {
    let systems = try comparison().rows.map(\.system)
    #expect(systems.first == "test")
    #expect(systems.filter { $0.contains("FINN") }.count == 4)
    #expect(
      systems.suffix(7) == [
        "Acce-BNN 2017", "FC-BNN 2017", "FO-BNN 2018", "FP-BNN 2018", "ReBNet 2018", "FBNA 2018",
        "FracBNN 2021",
      ])
  }

  @Test("what makes designs comparable follows from the columns")
  func derived() throws {
    let own = try comparison(images: 10, power: true).rows[0]
    // 100 MHz / 512 cycles = 195 312.5 frames/s; 2 · 4 096 · that = 1.6 billion; / 0.5 kLUT.
    #expect(own.framesPerSecond == 195_312.5)
    #expect(own.macsPerFrame == 4_096)
    #expect(own.gops == 1.6)
    #expect(own.gopsPerKLUT == 3.2)
    // 4 096 / 512 = 8 multiplications per cycle of 500 LUTs.
    #expect(own.lutPerMAC == 62.5)
    // The one unit works in one of 512 cycles: (500 · 0.398 pJ + 1.5 · 19.5 pJ) / 512 · 100 MHz.
    #expect(abs((own.watts ?? 0) - 4.458e-5) < 1e-8)
    #expect(abs((own.framesPerJoule ?? 0) - 4.381e9) < 1e6)
    #expect(own.accuracyPercent == 98.5)
    #expect(own.notes.contains("accuracy of the golden model on 10 images"))
    #expect(own.notes.contains { $0.hasPrefix("power is estimated, not measured: ") })
  }

  @Test("a clock that is estimated to be lower than the given one is taken", arguments: [20, 5])
  func clock(nanoseconds: Double) throws {
    let own = try comparison(power: true, nanoseconds: nanoseconds).rows[0]
    // 50 MHz are half of the given 100, 200 are no promise.
    #expect(own.megahertz == (nanoseconds == 20 ? 50 : 100))
    #expect(own.framesPerSecond == (nanoseconds == 20 ? 97_656.25 : 195_312.5))
    #expect(own.lutPerMAC == 62.5)
    #expect(abs((own.framesPerJoule ?? 0) - 4.381e9) < 1e6)
    #expect(own.notes.contains { $0.contains("estimated highest, \(1000 / Int(nanoseconds)) MHz") })
  }

  @Test("nothing is known of accuracy and power that was not asked for")
  func absent() throws {
    let own = try comparison().rows[0]
    #expect(own.accuracyPercent == nil && own.watts == nil && own.framesPerJoule == nil)
  }

  /// Worked out from the rows of the survey's table: 2 · 617.0 M · 168.4 = 207.8 billion per
  /// second, by 46.9 kLUT; 46 900 LUTs for 617.0 M · 168.4 / 143 MHz = 726.6 multiplications per
  /// cycle.
  @Test("a published row in figures")
  func published() throws {
    let row = try #require(try comparison().rows.first { $0.system == "Acce-BNN 2017" })
    #expect(abs((row.gops ?? 0) - 207.8) < 0.1)
    #expect(abs((row.gopsPerKLUT ?? 0) - 4.43) < 0.01)
    #expect(abs((row.lutPerMAC ?? 0) - 64.5) < 0.1)
    #expect(abs((row.framesPerJoule ?? 0) - 35.8) < 0.1)
    let unknown = try #require(try comparison().rows.first { $0.system == "ReBNet 2018" })
    #expect(unknown.gopsPerKLUT == nil && unknown.framesPerJoule == nil)
  }

  @Test("what a row counts otherwise is a numbered note, said once")
  func notes() throws {
    let lines = try comparison().text.split(separator: "\n").map(String.init)
    let stratix = try #require(lines.first { $0.hasPrefix("FP-BNN 2018") })
    let note = try #require(lines.first { $0.contains(": Stratix V: adaptive logic") })
    let number = try #require(note.split(separator: ":").first)
    #expect(stratix.hasSuffix(", \(number)"))
    #expect(lines.filter { $0.hasSuffix(": BRAM are blocks of 36 Kbit.") }.count == 1)
  }

  @Test("Markdown is a table with the notes below")
  func markdown() throws {
    let lines = try comparison().markdown.split(separator: "\n")
    #expect(lines[0].hasPrefix("| system | data | device | FPS | acc % |"))
    #expect(
      lines[2].hasPrefix("| test | – | xc7z020 | 195312 | – | 1/1 | 100 | – | 0 | 1.5 | 500 |"))
    #expect(lines.filter { $0.hasPrefix("|") }.count == 2 + (try comparison().rows.count))
  }

  @Test("JSON has the columns as keys")
  func json() throws {
    let data = try JSONEncoder().encode(try comparison())
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(rows[0]["gops"] as? Double == 1.6 && rows[0]["watts"] == nil)
  }
}
