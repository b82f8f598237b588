/// The files that replace `bnn_popcount` by circuits of a family's primitives.
///
/// They stand beside the library in the generated directory and are no part of the behavioural
/// design: synthesis for the family reads `structural/xc7/bnn_popcount.sv` instead of
/// `rtl/bnn_popcount.sv`, and simulation of it the models of the primitives as well.
enum StructuralPopcount {
  /// A replacement that knows the given widths, and counts others behaviourally.
  static func files(widths: Set<Int>, library: RTLLibrary) -> [Design.File] {
    let directory = "structural/\(Structure.xc7.rawValue)"
    let text = verilog(widths: widths.sorted())
    return [Design.File(path: "\(directory)/bnn_popcount.sv", contents: Array(text.utf8))]
      + library.primitives.map {
        Design.File(path: "\(directory)/models/\($0.name).sv", contents: $0.source)
      }
  }

  private static func verilog(widths: [Int]) -> String {
    let circuits = widths.map { PopcountCircuit(lanes: $0, operand: .equalToWeights) }
    let choices = circuits.map { circuit in
      """
          if (Width == \(circuit.lanes)) begin : gen_\(circuit.lanes)
            \(name(circuit)) u_count (.x_i(x_i), .w_i(w_i), .count_o(count_o));
          end else
      """
    }
    let modules = circuits.map { circuit in
      """

      // \(circuit.lanes) lanes: \(circuit.tableCount) LUT6, \(circuit.levels) levels of them.
      \(circuit.verilog(module: name(circuit), hasWeights: true))
      """
    }
    return """
      // bnn_popcount -- the number of positions where inputs and weights are equal, of LUT6_2 and CARRY4.
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
