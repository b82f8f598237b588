/// How a netlist is written.
enum VerilogStyle {
  /// LUT6_2, LUT6 and CARRY4, the primitives of 7-series FPGAs.
  case primitives
  /// Expressions and additions, for any family.
  case portable
}

extension PopcountCircuit {
  /// The circuit as a module: ports clk_i, enable_i, x_i, w_i (unless the weights are constants) and
  /// count_o, which comes `stages` cycles with enable_i later.
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
      let count = (chain.positions.count + 3) / 4 * 4
      lines.append("  wire [\(count - 1):0] sum\(index), carry\(index);")
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

  /// Four positions per CARRY4; the first takes the chain's start, the others the carry before them.
  private func chain(_ index: Int) -> [String] {
    let chain = netlist.chains[index]
    let stage = pipeline.stage(ofChain: index)
    let count = (chain.positions.count + 3) / 4 * 4
    let selects = (0..<count).map {
      $0 < chain.positions.count ? name(chain.positions[$0].select, at: stage) : "1'b0"
    }
    let data = (0..<count).map {
      $0 < chain.positions.count ? name(chain.positions[$0].data, at: stage) : "1'b0"
    }
    var lines: [String] = []
    for first in stride(from: 0, to: count, by: 4) {
      let (start, carry) =
        first == 0
        ? (name(chain.start, at: stage), "1'b0") : ("1'b0", "carry\(index)[\(first - 1)]")
      let s = selects[first..<first + 4].reversed().joined(separator: ", ")
      let d = data[first..<first + 4].reversed().joined(separator: ", ")
      lines.append(
        "  CARRY4 u_chain\(index)_\(first) (.CYINIT(\(start)), .CI(\(carry)), .S({\(s)}), "
          + ".DI({\(d)}), .O(sum\(index)[\(first)+:4]), .CO(carry\(index)[\(first)+:4]));")
    }
    return lines
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
    let chain = netlist.chains[index]
    let stage = pipeline.stage(ofChain: index)
    let count = chain.positions.count
    let selects = chain.positions.reversed().map { name($0.select, at: stage) }
      .joined(separator: ", ")
    let data = chain.positions.reversed().map { name($0.data, at: stage) }
      .joined(separator: ", ")
    return [
      "  wire [\(count - 1):0] data\(index);",
      "  assign data\(index) = {\(data)};",
      "  assign {carry\(index)[\(count - 1)], sum\(index)[\(count - 1):0]} =",
      "      ({\(selects)} ^ data\(index)) + data\(index) + \(name(chain.start, at: stage));",
    ]
  }
}
