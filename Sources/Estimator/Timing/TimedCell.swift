/// What a cell of a Xilinx netlist is to a signal that passes it.
enum TimedCell {
  case table
  /// A multiplexer behind the LUTs of its slice.
  case wideMultiplexer
  /// yosys's name for a LUT that inverts; most vanish into what they feed.
  case inverter
  case carry
  case register
  /// LUTs as memory or shift register: read at once, written by the clock.
  case tableMemory
  case blockRAM
  case multiplier

  /// Nil for cells that no signal passes.
  init?(type: Substring) {
    switch type {
    case "INV": self = .inverter
    case "MUXF7", "MUXF8", "MUXF9": self = .wideMultiplexer
    case "CARRY4", "CARRY8": self = .carry
    case "DSP48E1", "DSP48E2": self = .multiplier
    default:
      if type.hasPrefix("LUT") {
        self = .table
      } else if type.hasPrefix("FD") || type.hasPrefix("LD") {
        self = .register
      } else if type.hasPrefix("SRL") || type.hasPrefix("RAM32") || type.hasPrefix("RAM64")
        || type.hasPrefix("RAM128") || type.hasPrefix("RAM256") || type.hasPrefix("RAM512")
      {
        self = .tableMemory
      } else if type.hasPrefix("RAMB") {
        self = .blockRAM
      } else {
        return nil
      }
    }
  }

  /// Whether a pin is an output. Ports of a netlist have no directions in BLIF.
  func isOutput(_ pin: Substring) -> Bool {
    switch self {
    case .table: pin == "O" || pin == "O5" || pin == "O6"
    case .wideMultiplexer, .inverter: pin == "O"
    case .carry: pin.hasPrefix("O") || pin.hasPrefix("CO")
    case .register: pin == "Q"
    case .tableMemory:
      pin.hasPrefix("DO") || pin.hasPrefix("Q") || pin == "O" || pin == "SPO"
        || pin == "DPO"
    case .blockRAM: pin.hasPrefix("DO")
    case .multiplier:
      ["P[", "PCOUT", "ACOUT", "BCOUT", "CARRYOUT"].contains(where: pin.hasPrefix)
        || pin == "P"
    }
  }

  /// Whether the pin starts or ends nothing: clocks.
  func isClock(_ pin: Substring) -> Bool {
    switch self {
    case .register: pin == "C" || pin == "G"
    case .tableMemory: pin == "CLK" || pin == "WCLK"
    case .blockRAM, .multiplier: pin.hasPrefix("CLK")
    case .table, .wideMultiplexer, .inverter, .carry: false
    }
  }

  /// Whether a signal that arrives at the input waits for the clock.
  func isSynchronous(_ pin: Substring) -> Bool {
    switch self {
    case .table, .wideMultiplexer, .inverter, .carry, .multiplier: false
    case .register, .blockRAM: true
    case .tableMemory:
      !(pin.hasPrefix("A") || pin.hasPrefix("DPRA"))
    }
  }
}
