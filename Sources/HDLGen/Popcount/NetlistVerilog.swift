/// How a netlist is written.
enum VerilogStyle {
  /// LUT6_2, LUT6 and `bnn_carry_chain`, which Xilinx FPGAs have primitives for.
  case primitives
  /// Expressions and additions, for any family.
  case portable
}

extension PopcountCircuit {
  /// The circuit as a module: ports clk_i, enable_i, x_i, w_i (unless the weights are constants)
  /// and count_o, which comes `stages` cycles with enable_i later.
  func verilog(
    module: String, hasWeights: Bool, style: VerilogStyle, stages: Int = 0
  ) -> String {
    let inputs = [("x_i", lanes)] + (hasWeights ? [("w_i", lanes)] : [])
    return NetlistVerilog(netlist, outputs: outputs, style: style, stages: stages)
      .text(module: module, inputs: inputs, output: "count_o")
  }
}

/// A netlist as a Verilog module, with registers in it if it takes several cycles.
struct NetlistVerilog {
  private let netlist: LogicNetlist
  private let outputs: [LogicNetlist.Net]
  private let style: VerilogStyle
  private let pipeline: NetlistPipeline
  /// Where each cut's registers hold each net.
  private let places: [[LogicNetlist.Net: Int]]

  /// The lowest net of the outputs is the output's lowest bit.
  init(
    _ netlist: LogicNetlist, outputs: [LogicNetlist.Net], style: VerilogStyle, stages: Int
  ) {
    self.netlist = netlist
    self.outputs = outputs
    self.style = style
    pipeline = NetlistPipeline(netlist, outputs: outputs, stages: stages)
    places = pipeline.registers.map { nets in
      Dictionary(uniqueKeysWithValues: nets.enumerated().map { ($1, $0) })
    }
  }

  private var stages: Int { pipeline.cuts.count }

  func text(
    module: String, inputs: [(name: String, width: Int)], output: String
  ) -> String {
    var lines = ["module \(module) ("]
    lines += ["    input  wire clk_i,", "    input  wire enable_i,"]
    lines += inputs.map { "    input  wire [\($0.width - 1):0] \($0.name)," }
    lines += ["    output wire [\(outputs.count - 1):0] \(output)", ");"]
    if !netlist.tables.isEmpty {
      lines.append("  wire [\(netlist.tables.count - 1):0] upper, lower;")
    }
    for (index, chain) in netlist.chains.enumerated() {
      lines.append("  wire [\(chain.positions.count - 1):0] sum\(index), carry\(index);")
    }
    for (cut, nets) in pipeline.registers.enumerated() where !nets.isEmpty {
      // Yosys before 0.68 makes shift registers without enable of three flip-flops in a row, unless
      // one of them is to be kept (YosysHQ/yosys#6058).
      let keep = stages > 1 ? "(* keep *) " : ""
      let values = nets.reversed().map { name($0, at: cut) }.joined(separator: ", ")
      lines += [
        "  \(keep)reg [\(nets.count - 1):0] stage\(cut + 1);",
        "  always @(posedge clk_i) if (enable_i) stage\(cut + 1) <= {\(values)};",
      ]
    }
    for index in netlist.tables.indices {
      lines.append(style == .primitives ? table(index) : portableTable(index))
    }
    for index in netlist.chains.indices {
      lines += style == .primitives ? chain(index) : portableChain(index)
    }
    for (bit, net) in outputs.enumerated() {
      lines.append("  assign \(output)[\(bit)] = \(name(net, at: stages));")
    }
    lines.append("endmodule")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The net as it is behind that many cuts.
  private func name(_ net: LogicNetlist.Net, at stage: Int) -> String {
    if let wire = net.wire, stage > pipeline.stage(of: net), let place = places[stage - 1][wire] {
      return "stage\(stage)[\(place)]"
    }
    switch net {
    case .constant(let value): return value ? "1'b1" : "1'b0"
    case .x(let index, _): return "x_i[\(index)]"
    case .weight(let index): return "w_i[\(index)]"
    case .address(let bit): return "addr_i[\(bit)]"
    case .table(let index, .upper): return "upper[\(index)]"
    case .table(let index, .lower): return "lower[\(index)]"
    case .sum(let chain, let position): return "sum\(chain)[\(position)]"
    case .carry(let chain):
      return "carry\(chain)[\(netlist.chains[chain].positions.count - 1)]"
    }
  }

  private func table(_ index: Int) -> String {
    let table = netlist.tables[index]
    let stage = pipeline.stage(ofTable: index)
    let inputs = table.inputs.map { name($0, at: stage) }
    let isDual = table.lower != nil
    // The upper half of a LUT6_2 is its upper output, which the sixth input selects.
    let padded = inputs + Array(repeating: "1'b0", count: 5 - min(inputs.count, 5))
    let ports = (padded.count == 5 ? padded + [isDual ? "1'b1" : "1'b0"] : padded).enumerated()
      .map { ".I\($0)(\($1))" }.joined(separator: ", ")
    let contents =
      isDual
      ? Self.repeated(table.upper, inputs.count, width: 32) << 32
        | Self.repeated(table.lower ?? 0, inputs.count, width: 32)
      : Self.repeated(table.upper, inputs.count, width: 64)
    let digits = String(contents, radix: 16)
    let initial = "64'h" + String(repeating: "0", count: 16 - digits.count) + digits
    return isDual
      ? "  LUT6_2 #(.INIT(\(initial))) u_table\(index) "
        + "(\(ports), .O6(upper[\(index)]), .O5(lower[\(index)]));"
      : "  LUT6 #(.INIT(\(initial))) u_table\(index) (\(ports), .O(upper[\(index)]));"
        + "\n  assign lower[\(index)] = 1'b0;"
  }

  /// A truth table of fewer inputs, for any value of those that it does not have.
  private static func repeated(_ table: UInt64, _ inputs: Int, width: Int) -> UInt64 {
    var result = table
    var filled = 1 << inputs
    while filled < width {
      result |= result << UInt64(filled)
      filled *= 2
    }
    return result
  }

  private func chain(_ index: Int) -> [String] {
    let operands = operands(ofChain: index)
    return [
      "  bnn_carry_chain #(.Length(\(netlist.chains[index].positions.count))) u_chain\(index) (",
      "      .start_i(\(operands.start)), .select_i({\(operands.selects)}),",
      "      .data_i({\(operands.data)}), .sum_o(sum\(index)), .carry_o(carry\(index)));",
    ]
  }

  /// A chain's inputs, the last position first.
  private func operands(
    ofChain index: Int
  ) -> (start: String, selects: String, data: String) {
    let chain = netlist.chains[index]
    let stage = pipeline.stage(ofChain: index)
    let joined = { (nets: [LogicNetlist.Net]) in
      nets.reversed().map { name($0, at: stage) }.joined(separator: ", ")
    }
    return (
      name(chain.start, at: stage), joined(chain.positions.map(\.select)),
      joined(chain.positions.map(\.data))
    )
  }

  /// A table as a sum of products, one for each row that is 1.
  private func portableTable(_ index: Int) -> String {
    let table = netlist.tables[index]
    let stage = pipeline.stage(ofTable: index)
    let inputs = table.inputs.reversed().map { name($0, at: stage) }.joined(separator: ", ")
    let rows = 1 << table.inputs.count
    let lower = table.lower.map { "\(rows)'h\(String($0, radix: 16)) >> {\(inputs)}" } ?? "1'b0"
    return """
        assign upper[\(index)] = \(rows)'h\(String(table.upper, radix: 16)) >> {\(inputs)};
        assign lower[\(index)] = \(lower);
      """
  }

  /// Where select is 0, both addends are data; where it is 1, they differ.
  private func portableChain(_ index: Int) -> [String] {
    let operands = operands(ofChain: index)
    let count = netlist.chains[index].positions.count
    return [
      "  wire [\(count - 1):0] data\(index);",
      "  assign data\(index) = {\(operands.data)};",
      "  assign {carry\(index)[\(count - 1)], sum\(index)[\(count - 1):0]} =",
      "      ({\(operands.selects)} ^ data\(index)) + data\(index) + \(operands.start);",
    ]
  }
}
