import HDLGen
import Testing

@testable import Estimator

/// Expected times are sums, by hand, of the numbers that DelayModel names, and 0.035 ns of jitter.
@Suite("Slowest paths")
struct LogicPathTests {
  private func slowest(_ lines: String) throws -> LogicPath? {
    let model = try #require(DelayModel(of: .xc7))
    let text = ".model m\n.inputs clk a\n.outputs y\n\(lines)\n.end\n"
    return LogicPath(slowestOf: try #require(MappedNetlist(blif: text[...])), by: model)
  }

  @Test("from a register through a LUT to a register of its slice")
  func lut() throws {
    let path = try slowest(
      """
      .subckt FDRE C=clk CE=$true D=a Q=q R=$false
      .subckt LUT2 I0=q I1=y O=n
      .subckt FDRE C=clk CE=$true D=n Q=y R=$false
      """)
    // 0.456 + 0.723 + 0.124 + 0.069
    #expect(path == LogicPath(luts: 1, carries: 0, nanoseconds: 1.407))
    #expect(abs((path?.megahertz ?? 0) - 710.7) < 0.1)
  }

  @Test("through a carry chain, whose own nets take no time")
  func carry() throws {
    let path = try slowest(
      """
      .subckt LUT2 I0=a I1=q O=s
      .subckt CARRY4 CI=$false CYINIT=$false DI[0]=$false S[0]=s CO[3]=c O[0]=o1
      .subckt CARRY4 CI=c CYINIT=$false DI[0]=$false S[0]=$false CO[3]=c2 O[0]=o
      .subckt FDRE C=clk CE=$true D=o Q=y R=$false
      .subckt FDRE C=clk CE=$true D=o1 Q=q R=$false
      """)
    // 0.456 + 0.723 + 0.124 + 0 + 0.533 + 0 + 0.337 + 0.069
    #expect(path == LogicPath(luts: 1, carries: 2, nanoseconds: 2.277))
  }

  @Test("from block RAM to an enable, which is not in the slice")
  func blockRAM() throws {
    let path = try slowest(
      """
      .subckt RAMB18E1 CLKARDCLK=clk ADDRARDADDR[0]=a DOADO[0]=d
      .subckt LUT1 I0=d O=n
      .subckt FDRE C=clk CE=n D=a Q=y R=$false
      """)
    // 2.46 + 0.723 + 0.124 + 0.723
    #expect(path == LogicPath(luts: 1, carries: 0, nanoseconds: 4.065))
  }

  @Test("ports are taken for registers elsewhere, inverters and other names for nothing")
  func ports() throws {
    let path = try slowest(
      """
      .names a b
      1 1
      .subckt INV I=b O=c
      .subckt LUT1 I0=c O=y
      """)
    // 0.456 + 0.723 + 0.124 + 0.723
    #expect(path == LogicPath(luts: 1, carries: 0, nanoseconds: 2.061))
  }

  @Test("a loop of logic has no time")
  func loop() throws {
    let path = try slowest(
      """
      .subckt LUT2 I0=a I1=m O=n
      .subckt LUT1 I0=n O=m
      .subckt FDRE C=clk CE=$true D=m Q=y R=$false
      """)
    #expect(path == nil)
  }

  @Test("a cell without a delay, or no netlist at all, is refused")
  func unknown() {
    #expect(MappedNetlist(blif: ".inputs a\n.outputs y\n.subckt ODD I=a O=y\n") == nil)
    #expect(MappedNetlist(blif: "nothing") == nil)
  }

  @Test("the core is as slow as its slowest unit, or as the whole top where that is known")
  func core() throws {
    let fast = LogicPath(luts: 1, carries: 0, nanoseconds: 2)
    let slow = LogicPath(luts: 4, carries: 2, nanoseconds: 5)
    let units = [(name: "a", path: fast), (name: "b", path: slow), (name: "c", path: nil)]
    let estimate = try #require(TimingEstimate(units: units, whole: nil, on: .xc7))
    #expect(estimate.core == slow)
    #expect(estimate.units.map(\.name) == ["a", "b"])
    #expect(TimingEstimate(units: units, whole: fast, on: .xc7)?.core == fast)
    #expect(TimingEstimate(units: units, whole: nil, on: .ecp5) == nil)
  }
}
