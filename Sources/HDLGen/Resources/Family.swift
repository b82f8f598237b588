/// An FPGA architecture that designs are synthesised for.
public enum Family: String, CaseIterable, Codable, Sendable {
  /// Xilinx 7 series and Zynq-7000.
  case xc7
  /// Xilinx UltraScale+.
  case xcup
  /// Lattice ECP5.
  case ecp5
  /// Lattice iCE40 LP, HX and UltraPlus.
  case ice40
  /// Gowin LittleBee and Arora.
  case gowin
}

/// What a LUT of a family computes.
enum LUTSize: Hashable, Sendable {
  case four
  case six
}

extension Family {
  var lutSize: LUTSize {
    switch self {
    case .xc7, .xcup: .six
    case .ecp5, .ice40, .gowin: .four
    }
  }
}
