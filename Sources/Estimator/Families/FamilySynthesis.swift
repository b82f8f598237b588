public import HDLGen

extension Family {
  /// The yosys command that maps a design to the family, without its `-top`.
  ///
  /// `-nowidelut` because the mapper's wide multiplexers hide LUTs instead of saving them: a
  /// 32 x 32 matrix-vector unit on xc7 with weights in block RAM takes 2 134 LUTs with the option,
  /// 2 455 and 364 multiplexers without it.
  public var synthesis: String {
    switch self {
    case .xc7, .xcup: "synth_xilinx -family \(rawValue) -flatten -noiopad -noclkbuf -nowidelut"
    case .ecp5: "synth_ecp5 -nowidelut"
    case .ice40: "synth_ice40"
    case .gowin: "synth_gowin -noiopads -nowidelut"
    }
  }

  /// Commands between reading and `synthesis`, for the top module of a run.
  ///
  /// The iCE40 has no LUTs that are memory: what the library asks to be in LUTs becomes flip-flops
  /// or logic there.
  func preparation(ofTop module: String) -> [String] {
    self == .ice40 ? Self.memoriesByChoice(ofTop: module) : []
  }

  /// Commands that leave it to synthesis what holds a memory.
  static func memoriesByChoice(ofTop module: String) -> [String] {
    [
      "hierarchy -top \(module)", "rename -top \(module)",
      "setattr -unset ram_style -unset rom_style m:*",
    ]
  }

  /// The command whose cells all have models in yosys: on some families block RAM has none.
  var simulatableSynthesis: String {
    self == .ice40 ? synthesis : "\(synthesis) -nobram"
  }

  /// Where yosys keeps models of the family's cells.
  var cellModels: String {
    switch self {
    case .xc7, .xcup: "+/xilinx/cells_sim.v"
    case .ecp5, .ice40, .gowin: "+/\(rawValue)/cells_sim.v"
    }
  }

  /// The Verilog of a directory that suits the family. With LUTs of four inputs the mapper's own
  /// popcounts are smallest, but it puts no registers into them.
  func structure(of manifest: Manifest) -> Structure {
    switch self {
    case .xc7: .xc7
    case .xcup: .xcup
    case .ecp5, .ice40, .gowin: manifest.hasPopcountStages ? .lut6 : .behavioural
    }
  }

  /// What one cell of a mapped netlist takes; nil if the cell is unknown and must not look free.
  func cost(ofCell type: String) -> Resources? {
    switch self {
    case .xc7, .xcup: XilinxCells.cost(of: type)
    case .ecp5: ECP5Cells.cost(of: type)
    case .ice40: ICE40Cells.cost(of: type)
    case .gowin: GowinCells.cost(of: type)
    }
  }
}
