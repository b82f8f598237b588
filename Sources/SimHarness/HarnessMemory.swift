import HDLGen

/// External memory in the harness, behind the port of a shared engine.
struct HarnessMemory {
  /// The module, in a file of its own.
  static let module = "tb_axi_memory"

  private static let base = "h1000_0000"
  /// Wires between the circuit and the memory: bits, and whether the circuit drives them.
  private let wires: [(name: String, bits: Int, isFromCircuit: Bool)]
  private let engine: Manifest.Engine

  /// Nil if no unit reads from external memory.
  init?(_ manifest: Manifest) {
    guard let engine = manifest.units.compactMap(\.engine).first else { return nil }
    self.engine = engine
    wires = [
      ("arvalid", 1, true), ("arready", 1, false), ("araddr", engine.addressBits, true),
      ("arlen", 8, true), ("arsize", 3, true), ("arburst", 2, true), ("rvalid", 1, false),
      ("rready", 1, true), ("rdata", engine.axiBits, false), ("rresp", 2, false),
      ("rlast", 1, false),
    ]
  }

  /// Of the circuit's instance.
  var connections: String {
    ",\n          .weights_base(\(engine.addressBits)'\(Self.base)),\n          .weights_error(weights_error)"
      + wires.map { ",\n          .m_axi_weights_\($0.name)(\($0.name))" }.joined()
  }

  /// The memory, and the event of an answer with an error, which ends a simulation in failure.
  var instance: String {
    let declarations = wires.map { "  wire [\($0.bits - 1):0] \($0.name);" }
    let connections = wires.map {
      ",\n          .\($0.name)_\($0.isFromCircuit ? "i" : "o")(\($0.name))"
    }
    return """
      \(declarations.joined(separator: "\n"))

        \(Self.module) #(
            .AddressBits(\(engine.addressBits)),
            .DataBits(\(engine.axiBits)),
            .Beats(\(engine.imageBeats)),
            .Delay(\(engine.memoryDelay)),
            .Base(64'\(Self.base)),
            .File("\(engine.image)")
        ) u_memory (
            .clk_i(aclk),
            .rst_ni(aresetn)\(connections.joined())
        );

        wire weights_error;
        reg [63:0] cycle;
        reg failed;
        always @(posedge aclk) begin
          cycle <= aresetn ? cycle + 64'd1 : 64'd0;
          failed <= aresetn && weights_error !== 1'b0;
          if (aresetn && weights_error !== 1'b0 && !failed) $display("weights_error %0d", cycle);
        end
      """
  }
}
