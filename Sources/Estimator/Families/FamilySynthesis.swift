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
    case .lut4, .lut6: "synth -flatten -run begin:fine"
    }
  }

  /// The same with pads at the top's ports, which routers of some families need.
  var synthesisWithPads: String { synthesis.replacing(" -noiopads", with: "") }

  /// What a report says about the mapping.
  var flags: String {
    switch self {
    case .xc7, .xcup, .ecp5, .ice40, .gowin: synthesis
    case .lut4: "\(synthesis); …; abc -lut 4"
    case .lut6: "\(synthesis); …; abc -lut 6"
    }
  }

  /// Commands behind `synthesis`, where that is not all.
  var refinement: [String] {
    switch self {
    case .xc7, .xcup, .ecp5, .ice40, .gowin: []
    case .lut4: LUTCells.mapping(inputs: 4)
    case .lut6: LUTCells.mapping(inputs: 6)
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
    named(top: module) + ["setattr -unset ram_style -unset rom_style m:*"]
  }

  /// Commands that give a module with parameters its plain name back.
  static func named(top module: String) -> [String] {
    ["hierarchy -top \(module)", "rename -top \(module)"]
  }

  /// The command whose cells all have models in yosys: on some families block RAM has none.
  var simulatableSynthesis: String {
    switch self {
    case .ice40: synthesis
    case .xc7, .xcup, .ecp5, .gowin: "\(synthesis) -nobram"
    case .lut4: "synth -flatten -lut 4"
    case .lut6: "synth -flatten -lut 6"
    }
  }

  /// Where yosys keeps models of the family's cells.
  var cellModels: String {
    switch self {
    case .xc7, .xcup: "+/xilinx/cells_sim.v"
    case .ecp5, .ice40, .gowin: "+/\(rawValue)/cells_sim.v"
    case .lut4, .lut6: "+/simcells.v"
    }
  }

  /// The Verilog of a directory that suits the family. With LUTs of four inputs the mapper's own
  /// popcounts are smallest, but it puts no registers into them.
  func structure(of manifest: Manifest) -> Structure {
    switch self {
    case .xc7: .xc7
    case .xcup: .xcup
    case .ecp5, .ice40, .gowin, .lut4: manifest.hasPopcountStages ? .lut6 : .behavioural
    case .lut6: .lut6
    }
  }

  /// What one cell of a mapped netlist takes; nil if the cell is unknown and must not look free.
  func cost(ofCell type: String) -> Resources? {
    switch self {
    case .xc7, .xcup: XilinxCells.cost(of: type)
    case .ecp5: ECP5Cells.cost(of: type)
    case .ice40: ICE40Cells.cost(of: type)
    case .gowin: GowinCells.cost(of: type)
    case .lut4, .lut6: LUTCells.cost(of: type)
    }
  }
}
