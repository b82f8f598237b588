import BNNIR
import Foundation
import HDLGen

/// A circuit written by hand for the network below, and ways to break it.
///
/// Five uint8 pixels become bits at 100; a matrix makes three sums. Pixels come two per beat, so
/// the third beat of a frame has a lane too many. The first input is in cycle 0, the bits of beat k
/// move in cycle k + 1, the sums in cycle 4, and the scores leave in cycles 5, 6 and 7: the latency
/// is 8 and a frame takes 3 cycles.
enum TinyCircuit {
  static let latencyCycles = 8
  static let cyclesPerFrame = 3

  enum Fault: String, CaseIterable {
    /// The second sum counts one input the other way.
    case wrongWeight
    /// The lane past the fifth pixel is not cleared.
    case padding
    /// TLAST marks the second beat.
    case earlyLast
    /// The third frame's sums are never taken.
    case deadlock
    /// Scores appear twice.
    case duplicate
    /// A counter is not cleared at reset.
    case unknown
    /// The output changes while it waits.
    case unstable
  }

  static let network = """
    {
      "format": "bnn-hw-network",
      "version": 1,
      "name": "tiny",
      "input": {
        "shape": [5], "type": "uint8", "encoding": {"kind": "threshold", "at": 100}
      },
      "layers": [
        {"name": "fc", "kind": "binary_dense", "units": 3, "weights": ["15", "07", "1f"]}
      ]
    }
    """

  static let frames = PixelBatch(
    frames: 4, elementsPerFrame: 5,
    bytes: [
      100, 99, 255, 0, 101,  // + − + − +, sums 5, 1, 1
      0, 0, 0, 0, 0,  // − − − − −, sums −1, −1, −5
      200, 200, 200, 1, 1,  // + + + − −, sums 1, 5, 1
      255, 255, 255, 255, 255,  // + + + + +, sums 1, 1, 5
    ])
  /// The indices of the first maxima.
  static let classes = [0, 0, 1, 2]

  /// The graph as read from the network document in a directory.
  static func graph(in directory: URL) throws -> Graph {
    let file = directory.appending(path: "network.json").path(percentEncoded: false)
    return try TypeChecker.check(NetworkReader.read(Array(network.utf8), file: file))
  }

  /// Writes a generated directory that holds the circuit.
  static func write(to directory: URL, fault: Fault? = nil) throws {
    let files = [
      "rtl/tiny_core.sv": text(fault), "network.json": network, Manifest.fileName: manifest,
    ]
    for (path, contents) in files {
      let url = directory.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(contents.utf8).write(to: url)
    }
  }

  private static let manifest = """
    {
      "format": "bnn-hw-manifest", "version": 1, "generator": "by hand", "name": "tiny",
      "top": "tiny_core", "network": "network.json", "clockHertz": 100000000,
      "files": [{"path": "rtl/tiny_core.sv", "bytes": 0, "checksum": ""}],
      "input": {
        "dataBits": 16, "lanes": 2, "laneBits": 8, "elementBits": 8, "signed": false,
        "elementsPerVector": 5, "vectorsPerFrame": 1, "beatsPerFrame": 3
      },
      "output": {
        "dataBits": 8, "lanes": 1, "laneBits": 8, "elementBits": 4, "signed": true,
        "elementsPerVector": 3, "vectorsPerFrame": 1, "beatsPerFrame": 3
      },
      "units": [],
      "streams": [
        {
          "name": "bits", "producer": "encode", "consumer": "fc", "layer": "input",
          "elementBits": 1, "signed": false, "lanes": 2, "elementsPerVector": 5,
          "vectorsPerFrame": 1
        },
        {
          "name": "sums", "producer": "fc", "consumer": "out", "layer": "fc",
          "elementBits": 4, "signed": true, "lanes": 3, "elementsPerVector": 3,
          "vectorsPerFrame": 1
        }
      ],
      "cyclesPerFrame": \(cyclesPerFrame), "boundCyclesPerFrame": \(cyclesPerFrame),
      "latencyCycles": \(latencyCycles),
      "fifos": "throughput"
    }
    """

  private static func text(_ fault: Fault?) -> String {
    let (sound, broken) =
      switch fault {
      case nil: ("", "")
      case .wrongWeight: ("5'b00111", "5'b01111")
      case .padding: ("in_beat < 2 && ", "")
      case .earlyLast: ("m_axis_tlast = left == 1", "m_axis_tlast = left == 2")
      case .deadlock: ("sums_ready = ", "sums_ready = frames < 3 && ")
      case .duplicate: ("if (left == 1) left <= sums_take ? 3 : 0", "if (left == 1) left <= 3")
      case .unknown: ("left <= 0;", "")
      case .unstable: ("m_axis_tdata = {", "m_axis_tdata = flip ^ {")
      }
    return sound.isEmpty ? sourceText : sourceText.replacing(sound, with: broken)
  }

  private static let sourceText = """
    `default_nettype none

    module tiny_core (
        input  wire        aclk,
        input  wire        aresetn,
        input  wire        s_axis_tvalid,
        output wire        s_axis_tready,
        input  wire [15:0] s_axis_tdata,
        output wire        m_axis_tvalid,
        input  wire        m_axis_tready,
        output wire [ 7:0] m_axis_tdata,
        output wire        m_axis_tlast
    );
      wire        bits_valid, bits_ready;
      wire [ 1:0] bits_data;
      wire        sums_valid, sums_ready;
      wire [11:0] sums_data;

      // Pixels to bits.
      reg full;
      reg [1:0] pair, in_beat;
      assign s_axis_tready = !full || bits_ready;
      assign bits_valid = full;
      assign bits_data = pair;
      always @(posedge aclk) begin
        if (s_axis_tready) begin
          full <= s_axis_tvalid;
          pair <= {in_beat < 2 && s_axis_tdata[15:8] >= 100, s_axis_tdata[7:0] >= 100};
          if (s_axis_tvalid) in_beat <= in_beat == 2 ? 0 : in_beat + 1;
        end
        if (!aresetn) begin
          full <= 0;
          in_beat <= 0;
        end
      end

      // Bits to sums.
      reg done;
      reg [1:0] beat;
      reg [3:0] a0, a1, a2;
      reg [7:0] frames;
      function [3:0] dot(input [4:0] w, input [1:0] k, input [1:0] x);
        dot = (w[2*k] == x[0] ? 4'd1 : -4'd1) + (k == 2 ? 4'd0 : w[2*k+1] == x[1] ? 4'd1 : -4'd1);
      endfunction
      assign bits_ready = !done || sums_ready;
      assign sums_valid = done;
      assign sums_data = {a2, a1, a0};
      always @(posedge aclk) begin
        if (bits_ready) begin
          done <= bits_valid && beat == 2;
          if (bits_valid) begin
            beat <= beat == 2 ? 0 : beat + 1;
            if (beat == 2) frames <= frames + 1;
            a0 <= (beat == 0 ? 4'd0 : a0) + dot(5'b10101, beat, bits_data);
            a1 <= (beat == 0 ? 4'd0 : a1) + dot(5'b00111, beat, bits_data);
            a2 <= (beat == 0 ? 4'd0 : a2) + dot(5'b11111, beat, bits_data);
          end
        end
        if (!aresetn) begin
          done <= 0;
          beat <= 0;
          frames <= 0;
        end
      end

      // Sums one by one.
      reg [1:0] left;
      reg [11:0] rest;
      reg [7:0] flip;
      wire take = m_axis_tvalid && m_axis_tready;
      wire sums_take = sums_valid && sums_ready;
      assign sums_ready = (left == 0 || left == 1 && take);
      assign m_axis_tvalid = left != 0;
      assign m_axis_tdata = {{4{rest[3]}}, rest[3:0]};
      assign m_axis_tlast = left == 1;
      always @(posedge aclk) begin
        flip <= ~flip;
        if (sums_take) rest <= sums_data;
        else if (take) rest <= rest >> 4;
        if (take) begin
          if (left == 1) left <= sums_take ? 3 : 0;
          else left <= left - 1;
        end else if (sums_take) left <= 3;
        if (!aresetn) begin
          left <= 0;
          flip <= 0;
        end
      end
    endmodule

    `default_nettype wire

    """
}
