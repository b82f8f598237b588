import HDLGen

/// The generated module `bnn_harness`: the circuit with fixed port names, and all streams inside as
/// ports, so that the rest of the harness needs no generated code.
///
/// Tap i is the manifest's stream i: bit i of `tap_valid` and `tap_ready`, and `slotWords` words of
/// `tap_data` from word i · slotWords on.
struct HarnessModule {
  static let name = "bnn_harness"

  let manifest: Manifest
  let watches: HarnessWatches
  /// A file of writes that are to be made before the first frame, and how many they are.
  var load: (file: String, writes: Int)? = nil

  /// What the circuit reads weights from, if it does.
  var memory: HarnessMemory? { HarnessMemory(manifest) }

  /// At least one, for vectors of no bits do not exist; without a stream it is tied to zero.
  var taps: Int { max(1, manifest.streams.count) }
  var tapWords: [Int] {
    manifest.streams.isEmpty ? [1] : manifest.streams.map { BeatLayout($0).wordsPerBeat }
  }
  var slotWords: Int { tapWords.max() ?? 1 }
  var inputBytes: Int { manifest.input.dataBits / 8 }
  var outputWords: Int { BeatLayout(manifest.output).wordsPerBeat }

  var text: String {
    """
    // \(Self.name) -- '\(manifest.name)' and the streams inside it, for simulation.
    `default_nettype none

    module \(Self.name) (
        input  wire aclk,
        input  wire aresetn,
        input  wire s_valid,
        output wire s_ready,
        input  wire [\(manifest.input.dataBits - 1):0] s_data,
        output wire m_valid,
        input  wire m_ready,
        output wire [\(outputWords * 32 - 1):0] m_data,
        output wire m_last,
        output wire [\(taps - 1):0] tap_valid,
        output wire [\(taps - 1):0] tap_ready,
        output wire [\(taps * slotWords * 32 - 1):0] tap_data
    );
      wire [\(manifest.output.dataBits - 1):0] data;
      wire loaded;
      wire core_ready;
      assign s_ready = core_ready && loaded;
    \(loader)
      assign m_data = {\(Self.zeros(outputWords * 32 - manifest.output.dataBits))data};

      \(manifest.top) u_dut (
          .aclk(aclk),
          .aresetn(aresetn),
          .s_axis_tvalid(s_valid && loaded),
          .s_axis_tready(core_ready),
          .s_axis_tdata(s_data),
          .m_axis_tvalid(m_valid),
          .m_axis_tready(m_ready),
          .m_axis_tdata(data),
          .m_axis_tlast(m_last)\(loadConnections)\(memory?.connections ?? "")
      );
    \(memory?.instance ?? "")

    \(tapAssignments)
    \(watches.instances)
    endmodule
    \(watches.modules)
    `default_nettype wire

    """
  }

  /// Makes the writes behind reset; frames wait for them.
  private var loader: String {
    guard let load else { return "  assign loaded = 1'b1;" }
    return """
        reg [63:0] writes [0:\(load.writes - 1)];
        reg [31:0] next;
        reg [3:0] rest;
        wire write_ready;
        initial $readmemh("\(load.file)", writes);
        assign loaded = rest == 4'd15;
        always @(posedge aclk) begin
          if (!aresetn) begin
            next <= 0;
            rest <= 0;
          end else if (next < \(load.writes)) begin
            if (write_ready) next <= next + 1;
          end else if (!loaded) rest <= rest + 1;
        end
      """
  }

  private var loadConnections: String {
    guard manifest.load != nil else { return "" }
    let valid = load == nil ? "1'b0" : "aresetn && next < \(load?.writes ?? 0)"
    let (ready, write) = load == nil ? ("", "64'b0") : ("write_ready", "writes[next]")
    return """
      ,
            .s_axil_awvalid(\(valid)),
            .s_axil_awready(\(ready)),
            .s_axil_awaddr(32'(\(write) >> 32)),
            .s_axil_wvalid(\(valid)),
            .s_axil_wready(),
            .s_axil_wdata(32'(\(write))),
            .s_axil_wstrb(4'hf),
            .s_axil_bvalid(),
            .s_axil_bready(1'b1),
            .s_axil_bresp(),
            .s_axil_arvalid(1'b0),
            .s_axil_arready(),
            .s_axil_rvalid(),
            .s_axil_rready(1'b1),
            .s_axil_rdata(),
            .s_axil_rresp(),
            .s_axil_araddr(32'b0)
      """
  }

  private var tapAssignments: String {
    if manifest.streams.isEmpty {
      return "  assign {tap_valid, tap_ready, tap_data} = '0;"
    }
    return manifest.streams.enumerated().map { index, stream in
      let padding = Self.zeros(slotWords * 32 - stream.dataBits)
      return """
          assign tap_valid[\(index)] = u_dut.\(stream.name)_valid;
          assign tap_ready[\(index)] = u_dut.\(stream.name)_ready;
          assign tap_data[\(index * slotWords * 32)+:\(slotWords * 32)] = \
        {\(padding)u_dut.\(stream.name)_data};
        """
    }.joined(separator: "\n")
  }

  /// The upper part of a concatenation; nothing if no bit is missing.
  private static func zeros(_ bits: Int) -> String {
    bits > 0 ? "\(bits)'b0, " : ""
  }
}
