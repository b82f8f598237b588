/// A port of a Verilog module.
struct ModulePort: Hashable, Sendable {
  let direction: Direction
  let name: String
  let bits: Int

  enum Direction: String, Sendable {
    case input, output
  }

  /// The names of its bits, as a flat netlist has them.
  var bitNames: [String] { bits == 1 ? [name] : (0..<bits).map { "\(name)[\($0)]" } }
}

extension ModulePort {
  /// Reads what yosys's `portlist` prints: a line `input [7:0] in_data_i` for each port.
  static func listed(in text: String) -> [ModulePort] {
    text.matches(of: /(?m)^(input|output) \[(\d+):0\] (\w+)/).compactMap {
      ModulePort($0.output.1, highestBit: $0.output.2, $0.output.3)
    }
  }

  /// Reads the header of a top module that `generate` wrote: `input wire [7:0] s_axis_tdata`.
  static func declared(in verilog: String) -> [ModulePort] {
    verilog.matches(of: /\b(input|output)\s+wire\s+(?:\[(\d+):0\]\s*)?(\w+)/).compactMap {
      ModulePort($0.output.1, highestBit: $0.output.2 ?? "0", $0.output.3)
    }
  }

  private init?(_ direction: Substring, highestBit: Substring, _ name: Substring) {
    guard let direction = Direction(rawValue: String(direction)), let highest = Int(highestBit)
    else { return nil }
    self.init(direction: direction, name: String(name), bits: highest + 1)
  }
}
