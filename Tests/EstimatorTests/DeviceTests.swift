import BNNIR
import Estimator
import HDLGen
import Testing

@Suite("Devices")
struct DeviceTests {
  @Test("the usual devices")
  func usual() throws {
    #expect(try Device.choose(name: nil, family: nil).name == "xc7z020")
    #expect(try Device.choose(name: nil, family: .ecp5).name == "lfe5u-25f")
  }

  @Test("every family has its usual device", arguments: Family.allCases)
  func family(_ family: Family) throws {
    #expect(try Device.choose(name: nil, family: family).family == family)
  }

  @Test("the device tells the family, in any case of letters")
  func byName() throws {
    let device = try Device.choose(name: "XC7Z020", family: nil)
    #expect(device.family == .xc7)
    #expect(device.capacity.lut == 53_200)
    #expect(device.capacity.ff == 106_400)
    #expect(device.capacity.bram36 == 140)
    #expect(device.capacity.dsp == 220)
  }

  @Test("names are unique")
  func unique() {
    #expect(Set(Device.all.map(\.name)).count == Device.all.count)
  }

  @Test(
    "ECP5 parts go by nextpnr's names, too",
    arguments: [("ecp5-25k", "lfe5u-25f"), ("ECP5-85K", "lfe5u-85f")])
  func alias(name: String, device: String) throws {
    #expect(try Device.choose(name: name, family: nil).name == device)
  }

  @Test(
    "in the 7 series a slice has four LUTs and eight flip-flops",
    arguments: Device.all.filter { $0.family == .xc7 })
  func slices(device: Device) {
    #expect(device.capacity.ff == 2 * device.capacity.lut)
    #expect(device.capacity.lut.isMultiple(of: 4))
  }

  @Test("a misspelt device gets a hint")
  func misspelt() {
    let error = #expect(throws: DiagnosticError.self) {
      try Device.choose(name: "xc7z02", family: nil)
    }
    #expect(
      error?.description == """
        error[device.unknown]: --device: 'xc7z02' is not a known device
          hint: did you mean 'xc7z020'?
        """)
  }

  @Test("a hopeless name gets the list of the family")
  func hopeless() {
    let error = #expect(throws: DiagnosticError.self) {
      try Device.choose(name: "stratix", family: .gowin)
    }
    #expect(
      error?.description == """
        error[device.unknown]: --device: 'stratix' is not a known device
          hint: expected 'gw1n-9' or 'gw2a-18'
        """)
  }

  @Test("a device of another family is refused")
  func wrongFamily() {
    let error = #expect(throws: DiagnosticError.self) {
      try Device.choose(name: "xc7z020", family: .ecp5)
    }
    #expect(
      error?.description == """
        error[device.family]: --device: 'xc7z020' is of family 'xc7', but expected one of 'ecp5'
          hint: leave out the family: the device tells it
        """)
  }
}
