/// How a netlist is written.
enum VerilogStyle {
  /// LUT6_2, LUT6 and CARRY4, the primitives of 7-series FPGAs.
  case primitives
  /// Expressions and additions, for any family.
  case portable
}

extension PopcountCircuit {
  /// The circuit as a module: ports x_i, w_i (unless the weights are constants) and count_o.
  func verilog(module: String, hasWeights: Bool, style: VerilogStyle) -> String {
    let inputs = [("x_i", lanes)] + (hasWeights ? [("w_i", lanes)] : [])
    return netlist.verilog(
      module: module, inputs: inputs, output: ("count_o", outputs), style: style)
  }
}

extension LogicNetlist {
  /// The netlist as a module; the lowest net of the output is its lowest bit.
  func verilog(
    module: String, inputs: [(name: String, width: Int)], output: (name: String, nets: [Net]),
    style: VerilogStyle
  ) -> String {
    var lines = ["module \(module) ("]
    lines += inputs.map { "    input  wire [\($0.width - 1):0] \($0.name)," }
    lines += ["    output wire [\(output.nets.count - 1):0] \(output.name)", ");"]
    if !tables.isEmpty { lines.append("  wire [\(tables.count - 1):0] upper, lower;") }
    for (index, chain) in chains.enumerated() {
      let count = (chain.positions.count + 3) / 4 * 4
      lines.append("  wire [\(count - 1):0] sum\(index), carry\(index);")
    }
    for index in tables.indices {
      lines.append(style == .primitives ? table(index) : portableTable(index))
    }
    for index in chains.indices {
      lines += style == .primitives ? chain(index) : portableChain(index)
    }
    for (bit, net) in output.nets.enumerated() {
      lines.append("  assign \(output.name)[\(bit)] = \(name(net));")
    }
    lines.append("endmodule")
    return lines.joined(separator: "\n") + "\n"
  }

  private func name(_ net: LogicNetlist.Net) -> String {
    switch net {
    case .constant(let value): value ? "1'b1" : "1'b0"
    case .x(let index, _): "x_i[\(index)]"
    case .weight(let index): "w_i[\(index)]"
    case .address(let bit): "addr_i[\(bit)]"
    case .table(let index, .upper): "upper[\(index)]"
    case .table(let index, .lower): "lower[\(index)]"
    case .sum(let chain, let position): "sum\(chain)[\(position)]"
    case .carry(let chain): "carry\(chain)[\(chains[chain].positions.count - 1)]"
    }
  }

  private func table(_ index: Int) -> String {
    let table = tables[index]
    let inputs = table.inputs.map(name)
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
    let chain = chains[index]
    let count = (chain.positions.count + 3) / 4 * 4
    let selects = (0..<count).map {
      $0 < chain.positions.count ? name(chain.positions[$0].select) : "1'b0"
    }
    let data = (0..<count).map {
      $0 < chain.positions.count ? name(chain.positions[$0].data) : "1'b0"
    }
    var lines: [String] = []
    for first in stride(from: 0, to: count, by: 4) {
      let (start, carry) =
        first == 0 ? (name(chain.start), "1'b0") : ("1'b0", "carry\(index)[\(first - 1)]")
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
    let table = tables[index]
    let inputs = table.inputs.reversed().map(name).joined(separator: ", ")
    let rows = 1 << table.inputs.count
    let lower = table.lower.map { "\(rows)'h\(String($0, radix: 16)) >> {\(inputs)}" } ?? "1'b0"
    return """
        assign upper[\(index)] = \(rows)'h\(String(table.upper, radix: 16)) >> {\(inputs)};
        assign lower[\(index)] = \(lower);
      """
  }

  /// Where select is 0, both addends are data; where it is 1, they differ.
  private func portableChain(_ index: Int) -> [String] {
    let chain = chains[index]
    let count = chain.positions.count
    let selects = chain.positions.reversed().map { name($0.select) }.joined(separator: ", ")
    let data = chain.positions.reversed().map { name($0.data) }.joined(separator: ", ")
    return [
      "  wire [\(count - 1):0] data\(index);",
      "  assign data\(index) = {\(data)};",
      "  assign {carry\(index)[\(count - 1)], sum\(index)[\(count - 1):0]} =",
      "      ({\(selects)} ^ data\(index)) + data\(index) + \(name(chain.start));",
    ]
  }
}
