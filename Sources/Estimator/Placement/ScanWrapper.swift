/// A module of four pins around a mapped module of any number of port bits, to place and route it
/// by itself.
///
/// All inputs but clock and reset come from every second flip-flop of a shift register; all outputs
/// go to flip-flops of their own, which a chain of exclusive ors leads to one pin. So every path of
/// the module is one between flip-flops, which routers time, and none of its logic is without use.
/// The wrapper's own paths have a LUT at most and lead from neighbour to neighbour.
///
/// Input bit `i` of the module holds what came in 2 · `i` + 2 cycles before. Output bit `o` of `n`
/// turns the pin `n` − `o` + 1 cycles later. Bits count from the first port of a direction on, from
/// bit 0 up.
struct ScanWrapper: Sendable {
  /// The wrapper's name; that of its instance of the module is `instance`.
  static let module = "bnn_scan"
  static let instance = "dut"
  static let pins: [ModulePort] = [
    ModulePort(direction: .input, name: "clk_i", bits: 1),
    ModulePort(direction: .input, name: "rst_ni", bits: 1),
    ModulePort(direction: .input, name: "scan_i", bits: 1),
    ModulePort(direction: .output, name: "scan_o", bits: 1),
  ]

  private static let clocks: Set = ["clk_i", "aclk"]
  private static let resets: Set = ["rst_ni", "aresetn"]

  /// The module inside.
  let content: String
  let ports: [ModulePort]
  /// Inputs that are held at 0, as the core does it.
  let held: Set<String>
  private let inputBits: Int
  private let outputBits: Int

  /// Nil for a module that nothing goes into or comes out of.
  init?(_ content: String, ports: [ModulePort], held: Set<String> = []) {
    let others = Self.clocks.union(Self.resets).union(held)
    let bits = { (direction: ModulePort.Direction) in
      ports.filter { $0.direction == direction && !others.contains($0.name) }
        .reduce(0) { $0 + $1.bits }
    }
    self.content = content
    self.ports = ports
    self.held = held
    inputBits = bits(.input)
    outputBits = bits(.output)
    if inputBits == 0 || outputBits == 0 { return nil }
  }

  /// Its own: two for each bit that it leads in or out.
  var flipFlops: Int { 2 * (inputBits + outputBits) }

  /// Its exclusive ors; the first one is with 0.
  var luts: Int { outputBits - 1 }

  /// Whether a cell of a placed wrapper is one between which only the wrapper's own paths lie.
  static func isOwn(cell: String) -> Bool {
    cell.hasPrefix("shift_q") || cell.hasPrefix("fold_q")
  }

  var text: String {
    """
    `default_nettype none

    module \(Self.module) (
        input  wire clk_i,
        input  wire rst_ni,
        input  wire scan_i,
        output wire scan_o
    );

      reg  [\(2 * inputBits - 1):0] shift_q;
      wire [\(2 * inputBits):0] shift = {shift_q, scan_i};
      wire [\(inputBits - 1):0] drive;
      wire [\(outputBits - 1):0] result;
      reg  [\(outputBits - 1):0] capture_q;
      reg  [\(outputBits - 1):0] fold_q;
      wire [\(outputBits):0] fold = {fold_q, 1'b0};

      genvar i;
      generate
        for (i = 0; i < \(inputBits); i = i + 1) begin : gen_drive
          assign drive[i] = shift_q[2*i+1];
        end
      endgenerate

      always @(posedge clk_i) begin
        shift_q   <= shift[\(2 * inputBits - 1):0];
        capture_q <= result;
        fold_q    <= capture_q ^ fold[\(outputBits - 1):0];
      end

      assign scan_o = fold[\(outputBits)];

      \(content) \(Self.instance) (
    \(connections.map { "      .\($0.port)(\($0.wire))" }.joined(separator: ",\n"))
      );

    endmodule

    `default_nettype wire

    """
  }

  /// The module inside as a black box, so that the wrapper can be mapped without it.
  var blackBox: String {
    let declarations = ports.map {
      "    \($0.direction.rawValue) wire [\($0.bits - 1):0] \($0.name)"
    }
    return """
      (* blackbox *)
      module \(content) (
      \(declarations.joined(separator: ",\n"))
      );
      endmodule

      """
  }

  private var connections: [(port: String, wire: String)] {
    var next: [ModulePort.Direction: Int] = [:]
    return ports.map { port in
      if Self.clocks.contains(port.name) { return (port.name, "clk_i") }
      if Self.resets.contains(port.name) { return (port.name, "rst_ni") }
      if held.contains(port.name) { return (port.name, "\(port.bits)'b0") }
      let lowest = next[port.direction, default: 0]
      next[port.direction] = lowest + port.bits
      let bus = port.direction == .input ? "drive" : "result"
      return (port.name, "\(bus)[\(lowest + port.bits - 1):\(lowest)]")
    }
  }
}
