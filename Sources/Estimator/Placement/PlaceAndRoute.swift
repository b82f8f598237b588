internal import ToolRunner

/// How nextpnr is asked for a device.
struct PlaceAndRoute: Sendable {
  let tool: Tool
  /// Options that name device and package.
  let options: [String]
  let package: String
  /// Where a LUT goes, as the tool calls it.
  let logicSite: String
  /// How many bits of ports the package has pins for; nil if ports need no pins.
  let pinCount: Int?
  /// Places of pins, if the tool wants each port to be told one.
  let pins: [String]?

  /// Nil if no free tool places designs on the device.
  init?(_ device: Device) {
    switch device.name {
    case "ice40-hx1k": self.init(ice40: "hx1k", "tq144", pinCount: 96)
    case "ice40-hx8k": self.init(ice40: "hx8k", "ct256", pinCount: 206)
    case "ice40-up5k": self.init(ice40: "up5k", "sg48", pinCount: 39)
    // Ports stay inside the chip.
    case "lfe5u-25f", "lfe5u-45f", "lfe5u-85f":
      let size = device.name.dropFirst("lfe5u-".count).dropLast()
      self.init(
        .nextpnrECP5, ["--out-of-context", "--\(size)k", "--package"], "CABGA381",
        logicSite: "TRELLIS_COMB")
    case "gw2a-18":
      self.init(
        .nextpnrGowin, ["-o", "family=GW2A-18", "--device"], "GW2A-LV18PG256C8/I7",
        logicSite: "LUT4", pinCount: Self.gw2aPins.count, pins: Self.gw2aPins)
    default: return nil
    }
  }

  private init(ice40 size: String, _ package: String, pinCount: Int) {
    self.init(
      .nextpnrICE40, ["--\(size)", "--package"], package, logicSite: "ICESTORM_LC",
      pinCount: pinCount)
  }

  private init(
    _ tool: Tool, _ options: [String], _ package: String, logicSite: String, pinCount: Int? = nil,
    pins: [String]? = nil
  ) {
    self.tool = tool
    self.options = options + [package]
    self.package = package
    self.logicSite = logicSite
    self.pinCount = pinCount
    self.pins = pins
  }

  /// Whether a module of these ports can be placed as it is.
  func hasPins(for ports: [ModulePort]) -> Bool {
    pinCount.map { ports.reduce(0) { $0 + $1.bits } <= $0 } ?? true
  }

  /// Sites with a LUT that a placed module takes, those of its wrapper taken off. A site of an iCE40 has a
  /// LUT and a flip-flop, so each of the wrapper's takes one.
  func logicSites(of placement: Placement) -> Int {
    let used = placement.sites[logicSite]?.used ?? 0
    guard let wrapper = placement.wrapper else { return used }
    let own = logicSite == "ICESTORM_LC" ? wrapper.flipFlops : wrapper.luts
    return max(0, used - own)
  }

  /// A constraint for every bit of a module's ports; nil if the tool wants none.
  func constraints(of ports: [ModulePort]) -> String? {
    pins.map { pins in
      let bits = ports.filter { $0.bits == 1 } + ports.filter { $0.bits > 1 }
      return zip(bits.flatMap(\.bitNames), pins).map { "IO_LOC \"\($0)\" \($1);\n" }.joined()
    }
  }

  /// Pads of the GW2A-18 that its PG256 package brings out, at the bottom and the right, as the
  /// chip database of Project Apicula lists them.
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
