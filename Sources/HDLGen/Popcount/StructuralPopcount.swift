/// The files that replace `bnn_popcount` by circuits for a family.
///
/// They stand beside the library in the generated directory and are no part of the behavioural
/// design: synthesis for the family reads `structural/xc7/bnn_popcount.sv` instead of
/// `rtl/bnn_popcount.sv`, and simulation of it the models of the primitives as well.
enum StructuralPopcount {
  struct Result {
    let files: [Design.File]
    /// What the popcounts of each unit take on 7-series FPGAs, by the unit's name.
    let figures: [String: Figures]
  }

  struct Figures {
    /// LUTs; of wired popcounts with their weights.
    let tables: Int
    /// Flip-flops between the stages.
    let registers: Int
  }

  /// Replacements that know the units' widths, and count others behaviourally; and of the rows
  /// whose weights are part of the logic.
  static func make(
    for units: [MatrixVectorUnit], engines: [EngineUnit], library: RTLLibrary
  ) -> Result {
    let kinds = Set(
      units.filter { !$0.isWired }.compactMap { unit in
        unit.popcountWidth.map { Kind(lanes: $0, stages: unit.stages) }
      } + engines.map { Kind(lanes: $0.simd, stages: $0.stages) }
    ).sorted { ($0.lanes, $0.stages) < ($1.lanes, $1.stages) }
    let wired = units.filter(\.isWired).map {
      ($0, WiredCounts(words: $0.weightWords, rows: $0.pe))
    }
    let primitives = verilog(kinds, .dualOutput, .primitives, "LUT6_2 and carry chains")
    let portable = verilog(kinds, .singleOutput, .portable, "functions of six bits")
    let files =
      [
        Design.File(path: path(.xc7, "bnn_popcount"), contents: Array(primitives.utf8)),
        Design.File(path: path(.lut6, "bnn_popcount"), contents: Array(portable.utf8)),
      ]
      + (wired.isEmpty ? [] : [wiredFile(for: wired)])
      + library.structural.map { module in
        let isLibrary = module.name.hasPrefix("bnn_")
        return Design.File(
          path: path(module.structure, isLibrary ? module.name : "models/\(module.name)"),
          contents: module.source)
      }
    return Result(
      files: files, figures: figures(of: units, wired).merging(figures(of: engines)) { $1 })
  }

  /// What one popcount differs from another in.
  private struct Kind: Hashable {
    let lanes: Int
    let stages: Int

    var module: String { stages == 0 ? "bnn_popcount_\(lanes)" : "bnn_popcount_\(lanes)_\(stages)" }
  }

  private static func figures(
    of units: [MatrixVectorUnit], _ wired: [(MatrixVectorUnit, WiredCounts)]
  ) -> [String: Figures] {
    var figures: [String: Figures] = [:]
    for (unit, circuit) in wired {
      let registers = registers(in: circuit.netlist, circuit.counts.flatMap(\.self), unit.stages)
      figures[unit.name] = Figures(
        tables: circuit.netlist.tables.count * unit.pixels, registers: registers * unit.pixels)
    }
    for unit in units where !unit.isWired {
      guard let width = unit.popcountWidth else { continue }
      figures[unit.name] = Self.figures(
        lanes: width, stages: unit.stages, count: unit.pe * unit.pixels)
    }
    return figures
  }

  private static func figures(of engines: [EngineUnit]) -> [String: Figures] {
    Dictionary(
      engines.map { ($0.name, figures(lanes: $0.simd, stages: $0.stages, count: $0.pe)) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func figures(lanes: Int, stages: Int, count: Int) -> Figures {
    let circuit = PopcountCircuit(lanes: lanes, operand: .equalToWeights)
    let registers = registers(in: circuit.netlist, circuit.outputs, stages)
    return Figures(tables: circuit.tableCount * count, registers: registers * count)
  }

  private static func registers(
    in netlist: LogicNetlist, _ outputs: [LogicNetlist.Net], _ stages: Int
  ) -> Int {
    if stages == 0 { return 0 }
    return NetlistPipeline(netlist, outputs: outputs, stages: stages).registers
      .reduce(0) { $0 + $1.count }
  }

  private static func path(_ structure: Structure, _ name: String) -> String {
    "structural/\(structure.rawValue)/\(name).sv"
  }

  private static func verilog(
    _ kinds: [Kind], _ technology: PopcountCircuit.Technology,
    _ style: VerilogStyle, _ cells: String
  ) -> String {
    let choices = kinds.map { kind in
      """
          if (Width == \(kind.lanes) && Stages == \(kind.stages)) begin : gen_\(kind.module)
            \(kind.module) u_count (
              .clk_i(clk_i), .enable_i(enable_i), .x_i(x_i), .w_i(w_i), .count_o(count_o));
          end else
      """
    }
    let modules = kinds.map { kind in
      let circuit = PopcountCircuit(
        lanes: kind.lanes, operand: .equalToWeights, technology: technology)
      return """

        // \(circuit.lanes) lanes: \(circuit.tableCount) LUTs, \(circuit.levels) levels of them.
        \(circuit.verilog(
          module: kind.module, hasWeights: true, style: style, stages: kind.stages))
        """
    }
    return """
      // bnn_popcount -- the number of positions where inputs and weights are equal, of \(cells).
      //   count_o = popcount(~(x_i ^ w_i))
      //   latency     Stages cycles with enable_i
      // What the generated design does not have is counted behaviourally.
      `default_nettype none

      module bnn_popcount #(
          parameter int Width = 32,
          parameter int Stages = 0,
          parameter int CountBits = $clog2(Width + 1)
      ) (
          input  wire                 clk_i,
          input  wire                 enable_i,
          input  wire [    Width-1:0] x_i,
          input  wire [    Width-1:0] w_i,
          output wire [CountBits-1:0] count_o
      );
        generate
      \(choices.joined(separator: "\n"))
          begin : gen_behavioural
            bnn_delay #(
                .Width (CountBits),
                .Cycles(Stages)
            ) u_stages (
                .clk_i   (clk_i),
                .enable_i(enable_i),
                .data_i  (CountBits'($countones(~(x_i ^ w_i)))),
                .data_o  (count_o)
            );
          end
        endgenerate
      endmodule
      \(modules.joined())
      `default_nettype wire

      """
  }

  /// The circuits for the weights of each unit, by the name of their file.
  private static func wiredFile(
    for units: [(MatrixVectorUnit, WiredCounts)]
  ) -> Design.File {
    let choices = units.map { unit, _ in
      """
          if (WeightFile == "\(unit.weightPath)") begin : gen_\(unit.name)
            bnn_wired_counts_\(unit.name) u_counts (
              .clk_i(clk_i), .enable_i(enable_i),
              .x_i(x_i), .addr_i(addr_i), .counts_o(counts_o));
          end else
      """
    }
    let modules = units.map { unit, circuit in
      """

      // \(unit.pe) rows of \(unit.simd) lanes: \(circuit.netlist.tables.count) LUTs.
      \(circuit.verilog(
        module: "bnn_wired_counts_\(unit.name)", columns: unit.simd,
        addressBits: unit.weightAddressBits, stages: unit.stages))
      """
    }
    let text = """
      // bnn_wired_counts -- equal positions of the inputs and several rows of weights, of LUT6_2
      // and carry chains.
      //   counts_o[r] = popcount(~(x_i ^ row r of word addr_i in WeightFile))
      //   latency     Stages cycles with enable_i
      // Weights are part of the tables; w_i is looked at only where the file is none of this
      // design.
      `default_nettype none

      module bnn_wired_counts #(
          parameter int Rows = 4,
          parameter int Cols = 8,
          parameter int Depth = 1,
          parameter     WeightFile = "",
          parameter int Stages = 0,
          parameter int AddressBits = (Depth > 1) ? $clog2(Depth) : 1,
          parameter int CountBits = $clog2(Cols + 1)
      ) (
          input  wire                      clk_i,
          input  wire                      enable_i,
          input  wire [          Cols-1:0] x_i,
          input  wire [   AddressBits-1:0] addr_i,
          input  wire [     Rows*Cols-1:0] w_i,
          output wire [Rows*CountBits-1:0] counts_o
      );
        generate
      \(choices.joined(separator: "\n"))
          begin : gen_behavioural
            for (genvar r = 0; r < Rows; r++) begin : gen_row
              bnn_delay #(
                  .Width (CountBits),
                  .Cycles(Stages)
              ) u_stages (
                  .clk_i   (clk_i),
                  .enable_i(enable_i),
                  .data_i  (CountBits'($countones(~(x_i ^ w_i[r*Cols+:Cols])))),
                  .data_o  (counts_o[r*CountBits+:CountBits])
              );
            end
          end
        endgenerate
      endmodule
      \(modules.joined())
      `default_nettype wire

      """
    return Design.File(path: path(.xc7, "bnn_wired_counts"), contents: Array(text.utf8))
  }
}
