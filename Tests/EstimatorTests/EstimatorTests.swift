import BNNIR
import Foundation
import Synchronization
import TestSupport
import Testing
import ToolRunner

@testable import Estimator
@testable import HDLGen

func isInstalled(_ program: String) -> Bool {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
  }
}

@Suite("Estimation with yosys", .enabled(if: isInstalled("yosys"), "yosys is not installed"))
struct EstimatorTests {
  private static let library = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../rtl-templates").standardized

  /// Runs a body with a generated directory: the given library modules, one memory of 512 words of
  /// 36 bits under two names, and a top that holds both ROMs.
  private func withDesign(
    _ body: (_ directory: URL, Manifest, Estimator) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { root in
      let directory = root.appending(path: "design")
      for folder in ["rtl", "mem"] {
        try FileManager.default.createDirectory(
          at: directory.appending(path: folder), withIntermediateDirectories: true)
      }
      let modules = ["bnn_rom.sv", "bnn_stream_register.sv"]
      for module in modules {
        try FileManager.default.copyItem(
          at: Self.library.appending(path: module), to: directory.appending(path: "rtl/\(module)"))
      }
      try Self.write(Self.top, to: "rtl/test_core.sv", in: directory)
      let words = (1...512).map { String($0 * 134_217_689, radix: 16) + "\n" }.joined()
      try Self.write(words, to: "mem/a.mem", in: directory)
      try Self.write(words, to: "mem/b.mem", in: directory)
      let manifest = TestManifest.make(
        units: [Self.rom("a"), Self.rom("b"), Self.register],
        files: (modules + ["test_core.sv"]).map { "rtl/\($0)" })
      let cache = CacheDirectory(root: root.appending(path: "cache"))
      try await body(directory, manifest, Estimator(cache: cache))
    }
  }

  /// Of two ROMs of 512 words of 36 bits.
  private static func blocks(in family: Family) -> Int {
    switch family {
    case .xc7, .xcup, .ecp5, .gowin: 2
    case .ice40: 6
    case .lut4, .lut6: 2 * 24 * 512
    }
  }

  private static let register = TestManifest.unit(
    "register", module: "bnn_stream_register",
    parameters: [.init(name: "Width", value: .integer(8))])

  private static func rom(_ name: String) -> Manifest.Unit {
    TestManifest.unit(
      name, module: "bnn_rom",
      parameters: [
        .init(name: "Width", value: .integer(36)), .init(name: "Depth", value: .integer(512)),
        .init(name: "File", value: .string("mem/\(name).mem")),
        .init(name: "Style", value: .string("block")),
      ], memories: ["mem/\(name).mem"])
  }

  private static let top = """
    module test_core (
        input wire aclk, input wire [8:0] address, output wire [35:0] a, output wire [35:0] b
    );
      bnn_rom #(.Width(36), .Depth(512), .File("mem/a.mem"), .Style("block")) u_a (
        .clk_i(aclk), .en_i(1'b1), .addr_i(address), .data_o(a));
      bnn_rom #(.Width(36), .Depth(512), .File("mem/b.mem"), .Style("block")) u_b (
        .clk_i(aclk), .en_i(1'b1), .addr_i(~address), .data_o(b));
    endmodule

    """

  /// A top of that many flip-flops in a row.
  private static func delay(of cycles: Int) -> String {
    """
    module test_core (input wire aclk, input wire a, output wire b);
      reg [\(cycles - 1):0] q;
      assign b = q[\(cycles - 1)];
      always @(posedge aclk) q <= {q, a};
    endmodule

    """
  }

  private static func write(_ text: String, to path: String, in directory: URL) throws {
    try Data(text.utf8).write(to: directory.appending(path: path))
  }

  private static func device() throws -> Device { try Device.choose(name: nil, family: nil) }

  @Test("units are counted, and 18 432 bits of ROM are half a block RAM")
  func units() async throws {
    try await withDesign { directory, manifest, estimator in
      let report = try await estimator.estimate(directory, manifest, on: try Self.device())
      #expect(report.units.map(\.name) == ["a", "b", "register"])
      #expect(report.units[0].resources == Resources(bram36: 0.5))
      #expect(report.units[1].resources == Resources(bram36: 0.5))
      // Two beats of eight bits and two bits of state.
      #expect(report.units[2].resources.ff == 18)
      #expect(report.total.bram36 == 1)
      #expect(report.tool.hasPrefix("yosys 0."))
      #expect(report.whole == nil)
    }
  }

  @Test("equal units share a run, and runs are remembered")
  func remembered() async throws {
    try await withDesign { directory, manifest, estimator in
      let seen = Mutex<[EstimateProgress]>([])
      let note = { @Sendable (progress: EstimateProgress) in
        seen.withLock { $0.append(progress) }
      }
      let first = try await estimator.estimate(
        directory, manifest, on: try Self.device(), progress: note)
      let second = try await estimator.estimate(
        directory, manifest, on: try Self.device(), progress: note)
      #expect(first == second)
      #expect(seen.withLock { $0.map(\.done) } == [0, 1, 2, 2])
      #expect(seen.withLock { $0.map(\.total) } == [2, 2, 2, 2])
    }
  }

  @Test("the whole top is mapped on request")
  func whole() async throws {
    try await withDesign { directory, manifest, estimator in
      let report = try await estimator.estimate(
        directory, manifest, on: try Self.device(), scope: .whole)
      #expect(report.whole?.bram36 == 1)
      #expect(report.whole?.ff == 0)
    }
  }

  @Test("what yosys says about a broken module is passed on")
  func failed() async throws {
    try await withDesign { directory, manifest, estimator in
      try Self.write("module bnn_rom (", to: "rtl/bnn_rom.sv", in: directory)
      let error = await #expect(throws: ToolError.self) {
        try await estimator.estimate(directory, manifest, on: try Self.device())
      }
      #expect(error?.description.contains("syntax error") == true)
    }
  }

  @Test("a run that takes too long is stopped")
  func timeOut() async throws {
    try await withDesign { directory, manifest, _ in
      let impatient = Estimator(
        cache: CacheDirectory(root: directory.appending(path: "cache")), timeout: .milliseconds(1))
      let error = await #expect(throws: ToolError.self) {
        try await impatient.estimate(directory, manifest, on: try Self.device())
      }
      guard case .timedOut = error else {
        Issue.record("not a time-out: \(String(describing: error))")
        return
      }
    }
  }

  @Test("a file that is gone is named")
  func fileGone() async throws {
    try await withDesign { directory, manifest, estimator in
      try FileManager.default.removeItem(at: directory.appending(path: "mem/b.mem"))
      let error = await #expect(throws: DiagnosticError.self) {
        try await estimator.estimate(directory, manifest, on: try Self.device())
      }
      #expect(
        error?.description == """
          error[directory.file]: mem/b.mem: the manifest names this file, but it cannot be read
            hint: generate the directory again
          """)
    }
  }

  @Test("every family maps a ROM and a register", arguments: Family.allCases)
  func families(family: Family) async throws {
    try await withDesign { directory, manifest, estimator in
      let report = try await estimator.estimate(
        directory, manifest, on: try Device.choose(name: nil, family: family))
      #expect(report.units[2].resources.ff == 18)
      // Of the 36 bits of a word 24 are neither constant nor like another: three blocks of 512 x 8
      // on an iCE40, and 24 x 512 bits where bits are counted.
      let isTrimmed = [.ice40, .lut4, .lut6].contains(family)
      #expect(abs(report.total.bram36 - (isTrimmed ? 6.0 / 9 : 1)) < 1e-9)
      #expect(report.blocks.values.reduce(0, +) == Self.blocks(in: family))
    }
  }

  @Test("places and routes the top", .enabled(if: isInstalled("nextpnr-ice40")))
  func place() async throws {
    try await withDesign { directory, manifest, estimator in
      try Self.write(Self.delay(of: 20), to: "rtl/test_core.sv", in: directory)
      let report = try await estimator.estimate(
        directory, manifest, on: try Device.choose(name: "ice40-hx8k", family: nil), places: .core)
      let placement = try #require(report.placement)
      #expect(placement.tool.hasPrefix("nextpnr-ice40 0."))
      #expect(placement.sites["SB_IO"] == .init(used: 3, available: 256))
      #expect(placement.megahertz > 20)
      let path = try #require(placement.slowestPath)
      let nanoseconds = path.logicNanoseconds + path.routingNanoseconds
      #expect(abs(nanoseconds - 1000 / placement.megahertz) < 0.05)
      // What is remembered takes no run.
      let impatient = Estimator(
        cache: CacheDirectory(
          root: directory.deletingLastPathComponent().appending(path: "cache")),
        timeout: .milliseconds(1))
      let again = try await impatient.estimate(
        directory, manifest, on: try Device.choose(name: "ice40-hx8k", family: nil), places: .core)
      #expect(again == report)
      await #expect(throws: ToolError.self) {
        try await impatient.estimate(
          directory, manifest, on: try Device.choose(name: "ice40-hx1k", family: nil), places: .core
        )
      }
      #expect(report.comparison[0].megahertz == placement.megahertz)
      #expect(report.comparison[0].framesPerSecond == placement.megahertz * 1e6 / 512)
    }
  }

  @Test("places each distinct unit by itself", .enabled(if: isInstalled("nextpnr-ice40")))
  func placeUnits() async throws {
    try await withDesign { directory, manifest, estimator in
      let device = try Device.choose(name: "ice40-up5k", family: nil)
      let stages = Mutex<[EstimateProgress]>([])
      let report = try await estimator.estimate(directory, manifest, on: device, places: .units) {
        progress in
        stages.withLock { $0.append(progress) }
      }
      #expect(report.placement == nil)
      let placed = try #require(report.unitPlacements)
      #expect(placed.tool.hasPrefix("nextpnr-ice40 0.") && placed.package == "sg48")
      #expect(placed.units.map(\.name) == ["a", "b", "register"] && !placed.isCoreTooLarge)
      #expect(placed.units.allSatisfy { ($0.clock?.megahertz ?? 0) > 20 })
      #expect(placed.units[0].clock == placed.units[1].clock)
      // A site of an iCE40 has a LUT and a flip-flop: no more of them than of both, and two that
      // nextpnr makes constants of.
      for (unit, row) in zip(placed.units, report.units) {
        let mapped = row.resources
        let most = mapped.allLUTs + mapped.ff + mapped.carry + 2
        #expect((max(mapped.allLUTs, mapped.ff)...most).contains(unit.logicSites ?? 0))
      }
      let placing = stages.withLock { $0.filter { $0.stage == .placingUnits } }
      #expect(placing.map(\.done) == [0, 1, 2] && placing.allSatisfy { $0.total == 2 })
      let impatient = Estimator(
        cache: CacheDirectory(
          root: directory.deletingLastPathComponent().appending(path: "cache")),
        timeout: .milliseconds(1))
      #expect(
        try await impatient.estimate(directory, manifest, on: device, places: .units) == report)
    }
  }

  @Test(
    "a core of 82 port bits is placed in a scan wrapper where there are 39 pins",
    .enabled(if: isInstalled("nextpnr-ice40")))
  func wrappedCore() async throws {
    try await withDesign { directory, manifest, estimator in
      let report = try await estimator.estimate(
        directory, manifest, on: try Device.choose(name: "ice40-up5k", family: nil), places: .core)
      let placement = try #require(report.placement)
      // Nine bits of address, two words of 36 bits.
      #expect(placement.wrapper == .init(flipFlops: 2 * (9 + 72), luts: 71, hasSlowestPath: false))
      #expect(placement.sites["SB_IO"]?.used == 4)
      #expect(placement.sites["ICESTORM_RAM"]?.used == 6)
      #expect((placement.sites["ICESTORM_LC"]?.used ?? 0) >= 162)
      #expect(report.text.contains("scan wrapper of 162 flip-flops"))
    }
  }

  @Test(
    "a core that is too large is left out where its units are placed",
    .enabled(if: isInstalled("nextpnr-ice40")))
  func onlyUnits() async throws {
    try await withDesign { directory, manifest, estimator in
      try Self.write(Self.delay(of: 1_500), to: "rtl/test_core.sv", in: directory)
      let report = try await estimator.estimate(
        directory, manifest, on: try Device.choose(name: "ice40-hx1k", family: nil),
        places: [.core, .units])
      #expect(report.placement == nil && report.unitPlacements?.isCoreTooLarge == true)
      #expect(report.unitPlacements?.units.count == 3)
    }
  }

  @Test("a core that is too large is refused", .enabled(if: isInstalled("nextpnr-ice40")))
  func tooLarge() async throws {
    try await withDesign { directory, manifest, estimator in
      try Self.write(Self.delay(of: 1_500), to: "rtl/test_core.sv", in: directory)
      let error = await #expect(throws: DiagnosticError.self) {
        try await estimator.estimate(
          directory, manifest, on: try Device.choose(name: "ice40-hx1k", family: nil),
          places: .core)
      }
      #expect(error?.diagnostics.first?.id == "place.fit")
    }
  }
}
