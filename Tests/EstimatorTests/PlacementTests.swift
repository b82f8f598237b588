import Foundation
import Testing

@testable import Estimator

@Suite("Placement")
struct PlacementTests {
  @Test("the slowest clock and the sites in use are read from nextpnr's report")
  func report() throws {
    let text = """
      {"critical_paths": [
         {"from": "<async>", "to": "posedge c", "path": [
           {"delay": 90, "type": "routing", "to": {"cell": "u_a.r_LC"}}]},
         {"from": "posedge c", "to": "posedge c", "path": [
           {"delay": 0.54, "type": "clk-to-q", "to": {"cell": "u_fc1_mvu.count_q_LC"}},
           {"delay": 1.701, "type": "routing", "to": {"cell": "u_fc1_mvu.x.y_LC"}},
           {"delay": 0.315, "type": "logic", "to": {"cell": "u_fc1_mvu.x.y_LC"}},
           {"delay": 0.5, "type": "routing", "to": {"cell": "u_fc1_class.q_LC"}},
           {"delay": 0.468, "type": "setup", "to": {"cell": "u_fc1_class.q_LC"}}]}],
       "detailed_net_timings": [],
       "fmax": {"a": {"achieved": 70.018, "constraint": 12}, "b": {"achieved": 90, "constraint": 12}},
       "utilization": {"LC": {"available": 7680, "used": 3703}, "PLL": {"available": 2, "used": 0}}}
      """
    let placement = try #require(
      Placement(report: Array(text.utf8), tool: "nextpnr", package: "ct256"))
    #expect(placement.megahertz == 70.02)
    #expect(placement.sites == ["LC": .init(used: 3703, available: 7680)])
    #expect(
      placement.slowestPath
        == .init(
          units: ["fc1_mvu", "fc1_class"], cells: 1, logicNanoseconds: 1.32,
          routingNanoseconds: 2.2))
    #expect(Placement(report: Array("{}".utf8), tool: "nextpnr", package: "") == nil)
    #expect(!Placement.hasNoTimedPath(report: Array(text.utf8)))
    #expect(!Placement.hasNoTimedPath(report: Array("{}".utf8)))
    let untimed = Array(#"{"critical_paths": [], "fmax": {}, "utilization": {}}"#.utf8)
    #expect(Placement.hasNoTimedPath(report: untimed))
  }

  @Test("every bit of the ports has a pin of its own where the tool wants pins")
  func pins() throws {
    let device = try Device.choose(name: "gw2a-18", family: nil)
    let target = try #require(PlaceAndRoute(device))
    let pins = try #require(target.pins)
    #expect(Set(pins).count == pins.count)
    let ports = [
      ModulePort(direction: .input, name: "data_i", bits: 8),
      ModulePort(direction: .input, name: "clk_i", bits: 1),
    ]
    let lines = try #require(target.constraints(of: ports)).split(separator: "\n")
    #expect(lines.count == 9)
    #expect(lines[0] == "IO_LOC \"clk_i\" \(pins[0]);")
    #expect(lines[1] == "IO_LOC \"data_i[0]\" \(pins[1]);")
  }

  @Test(
    "a core with more bits of ports than the package has pins is not placed as it is",
    arguments: [("ice40-hx8k", 206), ("ice40-hx1k", 96), ("ice40-up5k", 39), ("gw2a-18", 102)])
  func pinCount(name: String, pins: Int) throws {
    let target = try #require(PlaceAndRoute(try Device.choose(name: name, family: nil)))
    let port = { ModulePort(direction: .output, name: "q", bits: $0) }
    #expect(target.hasPins(for: [port(pins)]))
    #expect(!target.hasPins(for: [port(pins), port(1)]))
  }

  @Test("on ECP5 ports need no pins")
  func noPins() throws {
    let target = try #require(PlaceAndRoute(try Device.choose(name: "lfe5u-25f", family: nil)))
    #expect(target.hasPins(for: [ModulePort(direction: .output, name: "q", bits: 5000)]))
    #expect(target.constraints(of: []) == nil)
  }

  /// A report with one path from the first cell through the others.
  private static func report(of cells: [String]) -> [UInt8] {
    let segments = cells.map {
      "{\"delay\": 1, \"type\": \"routing\", \"to\": {\"cell\": \"\($0)\"}}"
    }
    return Array(
      """
      {"critical_paths": [{"from": "c", "to": "c", "path": [\(segments.joined(separator: ","))]}],
       "fmax": {"c": {"achieved": 70, "constraint": 12}}, "utilization": {}}
      """.utf8)
  }

  @Test(
    "a slowest path of a scan wrapper alone is told from one through what it holds",
    arguments: [
      (["shift_q_DFF_Q_1", "shift_q_DFF_Q_2"], true),
      (["fold_q_DFF_Q_1", "fold_q_DFF_Q_2_D_LUT2_F"], true),
      (["shift_q_DFF_Q_1", "dut.u_fc0_mvu.x_LUT4_F"], false),
      // A wire through the module.
      (["shift_q_DFF_Q_1", "capture_q_DFF_Q_2"], false),
    ])
  func wrapperPath(cells: [String], isOfWrapper: Bool) throws {
    let wrapper = try #require(
      ScanWrapper(
        "m",
        ports: [
          ModulePort(direction: .input, name: "a", bits: 1),
          ModulePort(direction: .output, name: "y", bits: 1),
        ]))
    let placement = try #require(
      Placement(report: Self.report(of: cells), tool: "", package: "", wrapper: wrapper))
    #expect(placement.wrapper == .init(flipFlops: 4, luts: 0, hasSlowestPath: isOfWrapper))
    let units = cells.contains { $0.hasPrefix("dut.") } ? ["fc0_mvu"] : []
    #expect(placement.slowestPath?.units == units)
  }

  @Test("Vivado's devices have no free router here")
  func noTool() throws {
    #expect(PlaceAndRoute(try Device.choose(name: "xc7z020", family: nil)) == nil)
  }
}
