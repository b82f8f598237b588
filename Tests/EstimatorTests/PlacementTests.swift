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
  }

  @Test("every bit of the ports has a pin of its own where the tool wants pins")
  func pins() throws {
    let device = try Device.choose(name: "gw2a-18", family: nil)
    let target = try #require(PlaceAndRoute(device))
    let pins = try #require(target.pins)
    #expect(Set(pins).count == pins.count)
    let manifest = TestManifest.make(units: [])
    #expect(PlaceAndRoute.portBits(of: manifest).count == 7 + 8 + 8)
    let lines = try #require(target.constraints(of: manifest)).split(separator: "\n")
    #expect(lines.count == 23)
    #expect(lines[7] == "IO_LOC \"s_axis_tdata[0]\" \(pins[7]);")
  }

  @Test("Vivado's devices have no free router here")
  func noTool() throws {
    #expect(PlaceAndRoute(try Device.choose(name: "xc7z020", family: nil)) == nil)
  }
}
