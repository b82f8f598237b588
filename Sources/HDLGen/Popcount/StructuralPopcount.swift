/// The files that replace `bnn_popcount` by circuits for a family.
///
/// They stand beside the library in the generated directory and are no part of the behavioural
/// design: synthesis for the family reads `structural/xc7/bnn_popcount.sv` instead of
/// `rtl/bnn_popcount.sv`, and simulation of it the models of the primitives as well.
enum StructuralPopcount {
  /// Replacements that know the given widths, and count others behaviourally.
  static func files(widths: Set<Int>, library: RTLLibrary) -> [Design.File] {
    let primitives = verilog(widths.sorted(), .dualOutput, .primitives, "LUT6_2 and CARRY4")
    let portable = verilog(widths.sorted(), .singleOutput, .portable, "functions of six bits")
    return [
      Design.File(path: path(.xc7, "bnn_popcount"), contents: Array(primitives.utf8)),
      Design.File(path: path(.lut6, "bnn_popcount"), contents: Array(portable.utf8)),
    ]
      + library.primitives.map {
        Design.File(path: path(.xc7, "models/\($0.name)"), contents: $0.source)
      }
  }

  private static func path(_ structure: Structure, _ name: String) -> String {
    "structural/\(structure.rawValue)/\(name).sv"
  }

  private static func verilog(
    _ widths: [Int], _ technology: PopcountCircuit.Technology,
    _ style: PopcountCircuit.VerilogStyle, _ cells: String
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

  private static func name(_ circuit: PopcountCircuit) -> String {
    "bnn_popcount_\(circuit.lanes)"
  }
}
