/// The files that replace `bnn_popcount` by circuits for a family.
///
/// They stand beside the library in the generated directory and are no part of the behavioural
/// design: synthesis for the family reads `structural/xc7/bnn_popcount.sv` instead of
/// `rtl/bnn_popcount.sv`, and simulation of it the models of the primitives as well.
enum StructuralPopcount {
  /// Replacements that know the given widths, and count others behaviourally; and of the rows that
  /// never change.
  static func files(
    for units: [MatrixVectorUnit], library: RTLLibrary
  ) -> [Design.File] {
    let widths = Set(units.filter { !$0.isWired }.compactMap(\.popcountWidth))
    let wired = units.filter(\.isWired)
    let primitives = verilog(widths.sorted(), .dualOutput, .primitives, "LUT6_2 and CARRY4")
    let portable = verilog(widths.sorted(), .singleOutput, .portable, "functions of six bits")
    return [
      Design.File(path: path(.xc7, "bnn_popcount"), contents: Array(primitives.utf8)),
      Design.File(path: path(.lut6, "bnn_popcount"), contents: Array(portable.utf8)),
    ]
      + (wired.isEmpty ? [] : [wiredFile(for: wired)])
      + library.primitives.map {
        Design.File(path: path(.xc7, "models/\($0.name)"), contents: $0.source)
      }
  }

  private static func path(_ structure: Structure, _ name: String) -> String {
    "structural/\(structure.rawValue)/\(name).sv"
  }

  private static func verilog(
    _ widths: [Int], _ technology: PopcountCircuit.Technology,
    _ style: VerilogStyle, _ cells: String
  ) -> String {
    let circuits = widths.map {
      PopcountCircuit(lanes: $0, operand: .equalToWeights, technology: technology)
    }
    let choices = circuits.map { circuit in
      """
          if (Width == \(circuit.lanes)) begin : gen_\(circuit.lanes)
            \(name(circuit)) u_count (.x_i(x_i), .w_i(w_i), .count_o(count_o));
          end else
      """
    }
    let modules = circuits.map { circuit in
      """

      // \(circuit.lanes) lanes: \(circuit.tableCount) LUTs, \(circuit.levels) levels of them.
      \(circuit.verilog(module: name(circuit), hasWeights: true, style: style))
      """
    }
    return """
      // bnn_popcount -- the number of positions where inputs and weights are equal, of \(cells).
      //   count_o = popcount(~(x_i ^ w_i))
      //   latency     0: combinational
      // Widths that the generated design does not have are counted behaviourally.
      `default_nettype none

      module bnn_popcount #(
          parameter int Width = 32,
          parameter int CountBits = $clog2(Width + 1)
      ) (
          input  wire [    Width-1:0] x_i,
          input  wire [    Width-1:0] w_i,
          output wire [CountBits-1:0] count_o
      );
        generate
      \(choices.joined(separator: "\n"))
          begin : gen_behavioural
            assign count_o = CountBits'($countones(~(x_i ^ w_i)));
          end
        endgenerate
      endmodule
      \(modules.joined())
      `default_nettype wire

      """
  }

  /// The circuits for the weights of each unit, by the name of their file.
  private static func wiredFile(for units: [MatrixVectorUnit]) -> Design.File {
    let circuits = units.map { WiredCounts(weights: $0.weights) }
    let choices = units.map { unit in
      """
          if (WeightFile == "\(unit.weightPath)") begin : gen_\(unit.name)
            bnn_wired_counts_\(unit.name) u_counts (.x_i(x_i), .counts_o(counts_o));
          end else
      """
    }
    let modules = zip(units, circuits).map { unit, circuit in
      """

      // \(unit.rows) rows of \(unit.columns) lanes: \(circuit.netlist.tables.count) LUTs.
      \(circuit.verilog(module: "bnn_wired_counts_\(unit.name)", columns: unit.columns))
      """
    }
    let text = """
      // bnn_wired_counts -- equal positions of the inputs and each row of weights, of LUT6_2 and CARRY4.
      //   counts_o[r] = popcount(~(x_i ^ row r of the weights in WeightFile))
      //   latency     0: combinational
      // Rows share their first tables; w_i is looked at only where the file is none of this design.
      `default_nettype none

      module bnn_wired_counts #(
          parameter int Rows = 4,
          parameter int Cols = 8,
          parameter     WeightFile = "",
          parameter int CountBits = $clog2(Cols + 1)
      ) (
          input  wire [          Cols-1:0] x_i,
          input  wire [     Rows*Cols-1:0] w_i,
          output wire [Rows*CountBits-1:0] counts_o
      );
        generate
      \(choices.joined(separator: "\n"))
          begin : gen_behavioural
            for (genvar r = 0; r < Rows; r++) begin : gen_row
              assign counts_o[r*CountBits+:CountBits] =
                  CountBits'($countones(~(x_i ^ w_i[r*Cols+:Cols])));
            end
          end
        endgenerate
      endmodule
      \(modules.joined())
      `default_nettype wire

      """
    return Design.File(path: path(.xc7, "bnn_wired_counts"), contents: Array(text.utf8))
  }

  private static func name(_ circuit: PopcountCircuit) -> String {
    "bnn_popcount_\(circuit.lanes)"
  }
}
