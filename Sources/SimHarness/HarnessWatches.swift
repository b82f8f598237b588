import HDLGen

/// What the generated harness counts inside the circuit and tells at the end, besides its streams:
/// how full FIFOs get and, on request, how much the inputs of units toggle.
struct HarnessWatches {
  /// The units whose highest fill is told, in the order of `fill` events.
  let fifos: [Manifest.Unit]
  /// The signals whose toggles are told, in the order of `toggles` events; none unless asked for.
  let inputs: [Input]

  /// What a unit works on.
  struct Input {
    let unit: String
    let bits: Int
    let signal: String
  }

  /// - Parameter hasUnits: whether the circuit has its units as modules.
  init(_ manifest: Manifest, hasUnits: Bool, activity: Bool) {
    fifos = hasUnits ? manifest.units.filter { $0.kind == "fifo" } : []
    inputs = hasUnits && activity ? manifest.units.map { Input($0, in: manifest) } : []
  }

  /// Inside the harness module.
  var instances: String {
    let fills = fifos.enumerated().map { index, unit in
      """
        bnn_harness_fill #(.Index(\(index))) u_fill_\(index) (
            .aclk(aclk), .aresetn(aresetn),
            .push(u_dut.u_\(unit.name).push), .pop(u_dut.u_\(unit.name).pop));
      """
    }
    let toggles = inputs.enumerated().map { index, input in
      """
        bnn_harness_toggles #(.Index(\(index)), .Width(\(input.bits))) u_toggles_\(index) (
            .aclk(aclk), .aresetn(aresetn), .data(\(input.signal)));
      """
    }
    return (fills + toggles).joined(separator: "\n")
  }

  /// Behind it.
  var modules: String {
    (fifos.isEmpty ? "" : Self.fillModule) + (inputs.isEmpty ? "" : Self.toggleModule)
  }

  private static let fillModule = """

    // Counts the beats that a beat finds in a FIFO, and itself, even if one of them leaves at once.
    module bnn_harness_fill #(
        parameter int Index = 0
    ) (
        input wire aclk,
        input wire aresetn,
        input wire push,
        input wire pop
    );
      int fill;
      int highest;
      always @(posedge aclk) begin
        if (!aresetn) begin
          fill <= 0;
          highest <= 0;
        end else begin
          fill <= fill + 32'(push) - 32'(pop);
          if (push && fill >= highest) highest <= fill + 1;
        end
      end
      final $display("fill %0d %0d", Index, highest);
    endmodule

    """

  private static let toggleModule = """

    // Counts how often bits differ from those at the clock edge before; unknown ones do not.
    module bnn_harness_toggles #(
        parameter int Index = 0,
        parameter int Width = 1
    ) (
        input wire aclk,
        input wire aresetn,
        input wire [Width-1:0] data
    );
      reg [Width-1:0] last;
      // Of two states, because Icarus takes unknown bits for ones.
      bit [Width-1:0] changes;
      longint toggles;
      longint cycles;
      always @(posedge aclk) begin
        last <= data;
        changes = data ^ last;
        if (!aresetn) begin
          toggles <= 0;
          cycles <= 0;
        end else begin
          toggles <= toggles + 64'($countones(changes));
          cycles <= cycles + 1;
        end
      end
      final $display("toggles %0d %0d %0d", Index, cycles, toggles);
    endmodule

    """
}

extension HarnessWatches.Input {
  fileprivate init(_ unit: Manifest.Unit, in manifest: Manifest) {
    self.unit = unit.name
    let streams = manifest.streams.filter { $0.consumer == unit.name }
    let streamBits = streams.reduce(0) { $0 + $1.dataBits }
    if unit.module == "bnn_mvu" {
      // Behind the replay buffer, which has the streams' width.
      (bits, signal) = (streamBits, "u_dut.u_\(unit.name).x")
    } else if let engine = unit.engine {
      // A word of one of its maps, in every cycle; the stream brings one of them, once.
      (bits, signal) = (engine.simd, "u_dut.u_\(unit.name).x")
    } else if streams.isEmpty {
      (bits, signal) = (manifest.input.dataBits, "s_data")
    } else {
      let names = streams.map { "u_dut.\($0.name)_data" }
      (bits, signal) = (streamBits, "{\(names.joined(separator: ", "))}")
    }
  }
}
