internal import HDLGen

extension Device {
  /// Every known device, family by family.
  public static let all: [Device] =
    zynq7000 + artix7 + kintex7 + spartan7 + virtex7 + ultraScalePlus + ecp5 + ice40 + gowin
    + table(.lut4, "no device", [("lut4", 0, 0, 0, 0)])
    + table(.lut6, "no device", [("lut6", 0, 0, 0, 0)])

  private static let zynq7000 = table(
    .xc7, "Xilinx DS190",
    [
      ("xc7z007s", 14_400, 28_800, 50, 66),
      ("xc7z010", 17_600, 35_200, 60, 80),
      ("xc7z012s", 34_400, 68_800, 72, 120),
      ("xc7z014s", 40_600, 81_200, 107, 170),
      ("xc7z015", 46_200, 92_400, 95, 160),
      ("xc7z020", 53_200, 106_400, 140, 220),
      ("xc7z030", 78_600, 157_200, 265, 400),
      ("xc7z035", 171_900, 343_800, 500, 900),
      ("xc7z045", 218_600, 437_200, 545, 900),
      ("xc7z100", 277_400, 554_800, 755, 2_020),
    ])

  private static let artix7 = table(
    .xc7, "Xilinx DS180",
    [
      ("xc7a12t", 8_000, 16_000, 20, 40),
      ("xc7a15t", 10_400, 20_800, 25, 45),
      ("xc7a25t", 14_600, 29_200, 45, 80),
      ("xc7a35t", 20_800, 41_600, 50, 90),
      ("xc7a50t", 32_600, 65_200, 75, 120),
      ("xc7a75t", 47_200, 94_400, 105, 180),
      ("xc7a100t", 63_400, 126_800, 135, 240),
      ("xc7a200t", 134_600, 269_200, 365, 740),
    ])

  private static let kintex7 = table(
    .xc7, "Xilinx DS180",
    [
      ("xc7k70t", 41_000, 82_000, 135, 240),
      ("xc7k160t", 101_400, 202_800, 325, 600),
      ("xc7k325t", 203_800, 407_600, 445, 840),
      ("xc7k410t", 254_200, 508_400, 795, 1_540),
    ])

  private static let spartan7 = table(
    .xc7, "Xilinx DS180",
    [
      ("xc7s25", 14_600, 29_200, 45, 80),
      ("xc7s50", 32_600, 65_200, 75, 120),
      ("xc7s75", 48_000, 96_000, 90, 140),
      ("xc7s100", 64_000, 128_000, 120, 160),
    ])

  private static let virtex7 = table(
    .xc7, "Xilinx DS180",
    [
      ("xc7vx485t", 303_600, 607_200, 1_030, 2_800),
      ("xc7vx690t", 433_200, 866_400, 1_470, 3_600),
    ])

  private static let ultraScalePlus = table(
    .xcup, "Xilinx DS891",
    [
      ("xczu2eg", 47_232, 94_464, 150, 240),
      ("xczu3eg", 70_560, 141_120, 216, 360),
      ("xczu7ev", 230_400, 460_800, 312, 1_728),
      ("xczu9eg", 274_080, 548_160, 912, 2_520),
    ])

  /// LUT sites as Project Trellis counts them; the data sheet gives 24, 44 and 84 thousand. Block
  /// RAM comes as 56, 108 and 208 blocks of 18 Kbit.
  private static let ecp5 = table(
    .ecp5, "Lattice FPGA-DS-02012",
    [
      ("lfe5u-25f", 24_288, 24_288, 28, 28),
      ("lfe5u-45f", 43_848, 43_848, 54, 72),
      ("lfe5u-85f", 83_640, 83_640, 104, 156),
    ])

  /// Logic cells as nextpnr places them, each a LUT and a flip-flop. Block RAM comes as 16, 32 and
  /// 30 blocks of 4 Kbit.
  private static let ice40 =
    table(
      .ice40, "Lattice FPGA-DS-02029",
      [("ice40-hx1k", 1_280, 1_280, 16.0 / 9, 0), ("ice40-hx8k", 7_680, 7_680, 32.0 / 9, 0)])
    + table(.ice40, "Lattice FPGA-DS-02008", [("ice40-up5k", 5_280, 5_280, 30.0 / 9, 8)])

  /// Block RAM comes as 26 and 46 blocks of 18 Kbit.
  private static let gowin =
    table(.gowin, "Gowin DS100", [("gw1n-9", 8_640, 6_480, 13, 20)])
    + table(.gowin, "Gowin DS102", [("gw2a-18", 20_736, 15_552, 23, 48)])

  private static func table(
    _ family: Family, _ source: String,
    _ rows: [(name: String, lut: Int, ff: Int, bram36: Double, dsp: Int)]
  ) -> [Device] {
    rows.map {
      Device(
        name: $0.name, family: family,
        capacity: Capacity(lut: $0.lut, ff: $0.ff, bram36: $0.bram36, dsp: $0.dsp), source: source)
    }
  }
}
