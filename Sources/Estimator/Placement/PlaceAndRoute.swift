internal import HDLGen
internal import ToolRunner

/// How nextpnr is asked for a device.
struct PlaceAndRoute: Sendable {
  let tool: Tool
  /// Options that name device and package.
  let options: [String]
  let package: String
  /// Places of pins for the core's ports, if the tool wants each to have one.
  let pins: [String]?

  /// Nil if no free tool places designs on the device.
  init?(_ device: Device) {
    switch device.name {
    case "ice40-hx1k": self.init(.nextpnrICE40, ["--hx1k", "--package"], "tq144")
    case "ice40-hx8k": self.init(.nextpnrICE40, ["--hx8k", "--package"], "ct256")
    case "ice40-up5k": self.init(.nextpnrICE40, ["--up5k", "--package"], "sg48")
    // Ports stay inside the chip.
    case "lfe5u-25f", "lfe5u-45f", "lfe5u-85f":
      let size = device.name.dropFirst("lfe5u-".count).dropLast()
      self.init(.nextpnrECP5, ["--out-of-context", "--\(size)k", "--package"], "CABGA381")
    case "gw2a-18":
      self.init(
        .nextpnrGowin, ["-o", "family=GW2A-18", "--device"], "GW2A-LV18PG256C8/I7",
        pins: Self.gw2aPins)
    default: return nil
    }
  }

  private init(_ tool: Tool, _ options: [String], _ package: String, pins: [String]? = nil) {
    self.tool = tool
    self.options = options + [package]
    self.package = package
    self.pins = pins
  }

  /// A constraint for every bit of the core's ports; nil if there are more bits than pins.
  func constraints(of manifest: Manifest) -> String? {
    let bits = Self.portBits(of: manifest)
    guard let pins, bits.count <= pins.count else { return nil }
    return zip(bits, pins).map { "IO_LOC \"\($0)\" \($1);\n" }.joined()
  }

  /// The names of the core's ports, bit by bit.
  static func portBits(of manifest: Manifest) -> [String] {
    ["aclk", "aresetn", "s_axis_tvalid", "s_axis_tready", "m_axis_tvalid", "m_axis_tready"]
      + ["m_axis_tlast"]
      + (0..<manifest.input.dataBits).map { "s_axis_tdata[\($0)]" }
      + (0..<manifest.output.dataBits).map { "m_axis_tdata[\($0)]" }
  }

  /// Pads of the GW2A-18 that its PG256 package brings out, at the bottom and the right, as the chip
  /// database of Project Apicula lists them.
  private static let gw2aPins: [String] = {
    let bottom = [
      12, 13, 14, 16, 18, 19, 20, 21, 22, 24, 26, 27, 30, 32, 34, 35, 36, 37, 38, 39, 40, 41, 42,
      43,
      44, 45, 48, 50, 52, 54,
    ]
    let right = [
      20, 22, 24, 25, 26, 27, 29, 30, 31, 32, 33, 34, 35, 36, 38, 40, 42, 44, 47, 49, 53,
    ]
    let places = bottom.map { "IOB\($0)" } + right.map { "IOR\($0)" }
    return places.flatMap { ["\($0)A", "\($0)B"] }
  }()
}
