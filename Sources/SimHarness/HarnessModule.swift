import HDLGen

/// The generated module `bnn_harness`: the circuit with fixed port names, and all streams inside as
/// ports, so that the rest of the harness needs no generated code.
///
/// Tap i is the manifest's stream i: bit i of `tap_valid` and `tap_ready`, and `slotWords` words of
/// `tap_data` from word i · slotWords on.
struct HarnessModule {
  static let name = "bnn_harness"

  let manifest: Manifest

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
      assign m_data = {\(Self.zeros(outputWords * 32 - manifest.output.dataBits))data};

      \(manifest.top) u_dut (
          .aclk(aclk),
          .aresetn(aresetn),
          .s_axis_tvalid(s_valid),
          .s_axis_tready(s_ready),
          .s_axis_tdata(s_data),
          .m_axis_tvalid(m_valid),
          .m_axis_tready(m_ready),
          .m_axis_tdata(data),
          .m_axis_tlast(m_last)
      );

    \(tapAssignments)
    endmodule

    `default_nettype wire

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
