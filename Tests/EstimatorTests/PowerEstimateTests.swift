import BNNIR
import Testing

@testable import Estimator
@testable import HDLGen

@Suite("Power")
struct PowerEstimateTests {
  /// LUTs, blocks and watts of table 3 of the FINN paper, the chip at 200 MHz.
  @Test(
    "comes near what published accelerators drew",
    arguments: [
      (91_131, 4.5, 7.3), (82_988, 396, 8.8), (46_253, 186, 3.6), (5_155, 16, 0.4),
      (5_636, 114.5, 0.8), (29_274, 152.5, 2.3),
    ])
  func published(lut: Int, blocks: Double, watts: Double) {
    let manifest = TestManifest.make(units: [Self.unit(busyCycles: 512)])
    let estimate = PowerEstimate(
      manifest, [Resources(lut: lut, bram36: blocks)], megahertz: 200, basis: .busyCycles)
    #expect((-0.08...0.28).contains(estimate.watts / watts - 1))
    #expect(abs((estimate.framesPerJoule ?? 0) * estimate.watts - 200e6 / 512) < 1e-3)
  }

  @Test("a unit that waits half the time draws half")
  func busy() {
    let manifest = TestManifest.make(
      units: [Self.unit(busyCycles: 512), Self.unit(busyCycles: 256)])
    let estimate = PowerEstimate(
      manifest, [Resources(lut: 100), Resources(lut: 100)], megahertz: 100,
      basis: .busyCycles)
    #expect(estimate.units.map(\.busyShare) == [1, 0.5])
    #expect(estimate.units[0].watts == 2 * estimate.units[1].watts)
  }

  @Test("logic draws by the toggles of its inputs, memory by the cycles of work")
  func toggles() {
    let manifest = TestManifest.make(
      units: [Self.unit(busyCycles: 512), Self.unit(busyCycles: 256)])
    // A quarter of the bits change: half as many as of random data.
    let quiet = ActivityProfile.Unit(unit: "unit", bits: 8, cycles: 100, toggles: 200)
    let profile = ActivityProfile(name: "test", frames: 1, units: [quiet, quiet])
    let estimate = PowerEstimate(
      manifest, [Resources(lut: 100), Resources(lut: 0, bram36: 1)], megahertz: 100,
      basis: .toggles(profile))
    #expect(estimate.units.map(\.activity) == [0.5, 0.5])
    #expect(abs(estimate.units[0].watts - 100 * 0.398e-12 * 0.5 * 100e6) < 1e-12)
    #expect(abs(estimate.units[1].watts - 19.5e-12 * 0.5 * 100e6) < 1e-12)
  }

  @Test("nothing toggles, and no frames per joule are known")
  func still() {
    let still = ActivityProfile.Unit(unit: "unit", bits: 8, cycles: 100, toggles: 0)
    let estimate = PowerEstimate(
      TestManifest.make(units: [Self.unit(busyCycles: 512)]), [Resources(lut: 100)],
      megahertz: 100, basis: .toggles(ActivityProfile(name: "test", frames: 1, units: [still])))
    #expect(estimate.watts == 0)
    #expect(estimate.framesPerJoule == nil)
    #expect(estimate.text.contains(" 0 W, – frames per joule"))
  }

  @Test("more toggles than bits and edges were not counted")
  func impossible() {
    let unit = ActivityProfile.Unit(unit: "unit", bits: 8, cycles: 100, toggles: 801)
    #expect(!ActivityProfile(name: "test", frames: 1, units: [unit]).isSound)
  }

  @Test(
    "few watts keep two digits", arguments: [(0.0136, "0.014"), (0.5, "0.5"), (0.00012, "0.00012")])
  func small(watts: Double, text: String) {
    #expect(Figure.small(watts) == text)
  }

  @Test("nothing is said of families without such measurements", arguments: Family.allCases)
  func families(family: Family) {
    if family == .xc7 {
      #expect(throws: Never.self) { try PowerEstimate.check(family) }
    } else {
      let error = #expect(throws: DiagnosticError.self) { try PowerEstimate.check(family) }
      #expect(error?.diagnostics.first?.id == "power.family")
    }
  }

  private static func unit(busyCycles: Int) -> Manifest.Unit {
    Manifest.Unit(
      name: "unit", kind: "mvu", module: "bnn_mvu", layer: "layer", parameters: [], memories: [],
      lanes: 1, cyclesPerFrame: busyCycles, folding: nil, popcountTables: nil,
      hasWiredWeights: false, kernels: nil, engine: nil, inventory: Inventory(),
      predicted: Resources())
  }
}
