/// The top's AXI4 read port through which an engine gets its weights: `m_axi_weights_…`, the
/// address that they lie at, and whether an answer was an error.
struct WeightPort {
  private struct Wire {
    let direction: String
    let bits: Int
    let name: String
    /// Of the module's port.
    let port: String
  }

  private let wires: [Wire]

  init(_ unit: EngineUnit) {
    let address = EngineUnit.addressBits
    let bus: [(direction: String, bits: Int, name: String)] = [
      ("output", 1, "arvalid"), ("input", 1, "arready"), ("output", address, "araddr"),
      ("output", 8, "arlen"), ("output", 3, "arsize"), ("output", 2, "arburst"),
      ("input", 1, "rvalid"), ("output", 1, "rready"), ("input", unit.axiBits, "rdata"),
      ("input", 2, "rresp"), ("input", 1, "rlast"),
    ]
    wires =
      [Wire(direction: "input", bits: address, name: "weights_base", port: "base_i")]
      + bus.map {
        Wire(
          direction: $0.direction, bits: $0.bits, name: "m_axi_weights_\($0.name)",
          port: "\($0.name)_\($0.direction == "input" ? "i" : "o")")
      } + [Wire(direction: "output", bits: 1, name: "weights_error", port: "error_o")]
  }

  /// Behind the top's other ports.
  var ports: String {
    wires.map { wire in
      ",\n    \(wire.direction == "input" ? "input  wire" : "output wire") "
        + (wire.bits > 1 ? "[\(wire.bits - 1):0] " : "") + wire.name
    }.joined()
  }

  /// Of the engine's instance.
  var connections: [(String, String)] { wires.map { (".\($0.port)", $0.name) } }
}
