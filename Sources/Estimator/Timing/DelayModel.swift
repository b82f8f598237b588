internal import HDLGen

/// Nanoseconds that cells and nets of a part take before it is placed, at speed grade -1.
///
/// The model is that of Vivado for netlists that are not placed (UG906, "Interconnect Setting"): a
/// net costs what it does in the best placement, by what drives and what reads it. Crowded parts
/// are slower.
struct DelayModel: Hashable, Sendable {
  let lut: Double
  let wideMultiplexer: Double
  /// Into a carry chain and out at its cell's end.
  let carryEntry: Double
  /// Through a whole carry cell.
  let carryThrough: Double
  /// From the chain to a bit of the sum.
  let carryOut: Double
  let clockToRegister: Double
  let clockToTableMemory: Double
  let clockToBlockRAM: Double
  let blockRAMSetup: Double
  let multiplier: Double
  /// A net between slices.
  let net: Double
  /// From a LUT or carry to the register in its slice.
  let netToOwnRegister: Double
  /// System jitter.
  let uncertainty: Double
  /// Where the numbers are from.
  let basis: String

  /// Nil for families whose routers are free, and without delays to take.
  init?(of family: Family) {
    switch family {
    case .xc7: self = .series7
    case .xcup: self = .ultraScalePlus
    case .ecp5, .ice40, .gowin, .lut4, .lut6: return nil
    }
  }

  private init(
    lut: Double, wideMultiplexer: Double, carryEntry: Double, carryThrough: Double,
    carryOut: Double, clockToRegister: Double, clockToTableMemory: Double, clockToBlockRAM: Double,
    blockRAMSetup: Double, multiplier: Double, net: Double, netToOwnRegister: Double, basis: String
  ) {
    self.lut = lut
    self.wideMultiplexer = wideMultiplexer
    self.carryEntry = carryEntry
    self.carryThrough = carryThrough
    self.carryOut = carryOut
    self.clockToRegister = clockToRegister
    self.clockToTableMemory = clockToTableMemory
    self.clockToBlockRAM = clockToBlockRAM
    self.blockRAMSetup = blockRAMSetup
    self.multiplier = multiplier
    self.net = net
    self.netToOwnRegister = netToOwnRegister
    self.uncertainty = 0.035
    self.basis = basis
  }

  /// LUT, carry and nets: timing of netlists before placement by Vivado 2026.1 for an xc7a35t-1, as
  /// the project synth-explorer publishes it for its calibration. Registers: 0.456 of the same
  /// tool's reports. Wide multiplexers, memories in LUTs and multipliers: Project X-Ray's timings
  /// of the Artix-7, as yosys has them in xilinx/cells_sim.v. Block RAM without output register:
  /// DS189, table 30.
  private static let series7 = DelayModel(
    lut: 0.124, wideMultiplexer: 0.296, carryEntry: 0.533, carryThrough: 0.117, carryOut: 0.337,
    clockToRegister: 0.456, clockToTableMemory: 1.472, clockToBlockRAM: 2.46, blockRAMSetup: 0.57,
    multiplier: 3.806, net: 0.723, netToOwnRegister: 0.069,
    basis: "Vivado's delays of unplaced netlists for the 7 series at speed grade -1")

  /// Timing reports of Vivado 2021.2 for an xczu3eg-1 before placement, as the evaluation of
  /// Lakeroad publishes them, each time the largest; block RAM by a report for a part of speed
  /// grade -2, and memories in LUTs and multipliers as in the 7 series.
  private static let ultraScalePlus = DelayModel(
    lut: 0.179, wideMultiplexer: 0.117, carryEntry: 0.245, carryThrough: 0.03, carryOut: 0.146,
    clockToRegister: 0.096, clockToTableMemory: 1.472, clockToBlockRAM: 0.83, blockRAMSetup: 0.57,
    multiplier: 3.806, net: 0.301, netToOwnRegister: 0.058,
    basis: "Vivado's delays of unplaced netlists for an xczu3eg at speed grade -1")
}

extension DelayModel {
  /// From a pin of a combinational cell to another; nil if no signal goes that way.
  func delay(through cell: TimedCell, from input: Substring, to output: Substring) -> Double? {
    switch cell {
    case .table, .tableMemory: lut
    case .inverter: 0
    case .wideMultiplexer: wideMultiplexer
    case .multiplier: multiplier
    case .carry where input != "CI": carryEntry
    case .carry: output.hasPrefix("CO") ? carryThrough : carryOut
    case .register, .blockRAM: nil
    }
  }

  /// From the clock to the outputs of a cell; nil if it stores nothing.
  func launch(of cell: TimedCell) -> Double? {
    switch cell {
    case .register: clockToRegister
    case .tableMemory: clockToTableMemory
    case .blockRAM: clockToBlockRAM
    case .table, .wideMultiplexer, .inverter, .carry, .multiplier: nil
    }
  }

  /// Before the clock at a synchronous input.
  func setup(of cell: TimedCell) -> Double {
    switch cell {
    case .blockRAM: blockRAMSetup
    case .table, .wideMultiplexer, .inverter, .carry, .register, .tableMemory, .multiplier: 0
    }
  }

  /// A net between a driver, nil for a port, and a pin. Within a slice LUTs reach the select pins
  /// of carry chains and the wide multiplexers, and chains reach the next cell, without one.
  func net(from driver: TimedCell?, to cell: TimedCell, pin: Substring) -> Double {
    switch (driver, cell) {
    case (.table, .carry) where pin.hasPrefix("S"): 0
    case (.carry, .carry) where pin == "CI": 0
    case (.table, .wideMultiplexer) where pin != "S": 0
    case (.wideMultiplexer, .wideMultiplexer) where pin != "S": 0
    case (.table, .register), (.carry, .register), (.wideMultiplexer, .register):
      pin == "D" ? netToOwnRegister : net
    case (_, .inverter): 0
    default: net
    }
  }
}
