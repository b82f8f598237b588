// bnn_width_converter -- regroups the elements of a vector into narrower or wider beats.
//   narrow beats  NB = ceil(Elements / min(InLanes, OutLanes))
//   interval      NB cycles per vector: no bubble on the narrow side
//   latency       narrowing: 1 cycle
//                 widening:  min(ceil(OutLanes / InLanes), NB) cycles
//   storage       narrowing: 2 output beats; the input beat stays with its source until its last
//                 part has left
//                 widening:  1 output beat and 1 input beat
//   backpressure  in_ready_o depends on state alone
//   stream  role    payload               beats per vector          order
//   in      sink    InLanes*ElementBits   ceil(Elements/InLanes)    lane 0 first; pad lanes ignored
//   out     source  OutLanes*ElementBits  ceil(Elements/OutLanes)   lane 0 first; pad lanes zero
//   parameters  ElementBits, Elements >= 1; InLanes and OutLanes are not equal, and the wider one
//               is a multiple of the other or at least Elements; if Elements is a multiple of the
//               wider one and that of the other, there is no beat counter and no mask
`default_nettype none

module bnn_width_converter #(
    parameter int ElementBits = 1,
    parameter int Elements = 64,
    parameter int InLanes = 64,
    parameter int OutLanes = 16,
    parameter int InBits = InLanes * ElementBits,
    parameter int OutBits = OutLanes * ElementBits
) (
    input  wire                clk_i,
    input  wire                rst_ni,
    input  wire                in_valid_i,
    output logic               in_ready_o,
    input  wire  [ InBits-1:0] in_data_i,
    output logic               out_valid_o,
    input  wire                out_ready_i,
    output logic [OutBits-1:0] out_data_o
);
  localparam bit Narrowing = InLanes > OutLanes;
  localparam int WideLanes = Narrowing ? InLanes : OutLanes;
  localparam int NarrowLanes = Narrowing ? OutLanes : InLanes;
  localparam int PartBits = NarrowLanes * ElementBits;
  localparam int Parts = (WideLanes + NarrowLanes - 1) / NarrowLanes;
  localparam int IndexBits = (Parts > 1) ? $clog2(Parts) : 1;
  localparam bit Uneven = Elements % WideLanes != 0;

  initial begin
    if (ElementBits < 1 || Elements < 1)
      $fatal(1, "bnn_width_converter: ElementBits and Elements must be at least 1");
    if (InLanes == OutLanes || (Parts * NarrowLanes != WideLanes && WideLanes < Elements))
      $fatal(1, "bnn_width_converter: InLanes %0d, OutLanes %0d, Elements %0d: no integer ratio",
             InLanes, OutLanes, Elements);
  end

  // A narrow beat is one part of a wide beat; the last wide beat of a vector may have fewer parts.
  logic [  IndexBits-1:0] index_q;
  wire                    move;
  wire                    beat_is_last;
  wire  [NarrowLanes-1:0] lanes_used;
  wire                    index_is_last = index_q == IndexBits'(Parts - 1);
  wire                    part_is_last = index_is_last || (Uneven && beat_is_last);
  wire  [   PartBits-1:0] part;
  wire  [   PartBits-1:0] part_masked;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) index_q <= '0;
    else if (move) index_q <= part_is_last ? '0 : index_q + 1'b1;
  end

  bnn_vector_end #(
      .Elements(Elements),
      .Lanes   (NarrowLanes)
  ) u_end (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (move),
      .last_o (beat_is_last),
      .lanes_o(lanes_used)
  );

  generate
    for (genvar l = 0; l < NarrowLanes; l++) begin : gen_lane
      assign part_masked[l*ElementBits+:ElementBits] =
          part[l*ElementBits+:ElementBits] & {ElementBits{lanes_used[l]}};
    end

    if (Narrowing) begin : gen_narrowing
      wire register_ready;
      wire [Parts*PartBits-1:0] parts = (Parts * PartBits)'(in_data_i);

      // Bit by bit: yosys makes shifters of parts whose distance is no power of two.
      for (genvar b = 0; b < PartBits; b++) begin : gen_bit
        wire [2**IndexBits-1:0] column;
        for (genvar p = 0; p < 2 ** IndexBits; p++) begin : gen_part
          assign column[p] = p < Parts && parts[(p % Parts)*PartBits+b];
        end
        assign part[b] = column[index_q];
      end

      assign move = in_valid_i && register_ready;
      assign in_ready_o = register_ready && part_is_last;

      bnn_stream_register #(
          .Width(OutBits)
      ) u_register (
          .clk_i      (clk_i),
          .rst_ni     (rst_ni),
          .in_valid_i (in_valid_i),
          .in_ready_o (register_ready),
          .in_data_i  (part_masked),
          .out_valid_o(out_valid_o),
          .out_ready_i(out_ready_i),
          .out_data_o (out_data_o)
      );
    end else begin : gen_widening
      // A part that comes while the output beat waits is held back here; it is always part 0.
      logic [PartBits-1:0] held_q;
      logic                held_valid_q;
      wire                 part_valid = in_valid_i || held_valid_q;

      assign part = held_valid_q ? held_q : in_data_i;
      assign move = part_valid && (out_ready_i || !out_valid_o);
      assign in_ready_o = !held_valid_q;

      always_ff @(posedge clk_i) begin
        if (!rst_ni) begin
          held_valid_q <= 1'b0;
          out_valid_o  <= 1'b0;
        end else begin
          held_valid_q <= part_valid && !move;
          if (move || out_ready_i) out_valid_o <= move && part_is_last;
        end
      end

      always_ff @(posedge clk_i) begin
        if (in_ready_o) held_q <= in_data_i;
      end

      for (genvar p = 0; p < Parts; p++) begin : gen_part
        localparam int Rest = OutBits - p * PartBits;
        localparam int Bits = (Rest < PartBits) ? Rest : PartBits;

        always_ff @(posedge clk_i) begin
          // The first part of a beat clears the others: they may not come.
          if (Uneven && p > 0 && move && index_q == 0) out_data_o[p*PartBits+:Bits] <= '0;
          else if (move && index_q == p) out_data_o[p*PartBits+:Bits] <= part_masked[Bits-1:0];
        end
      end
    end
  endgenerate
endmodule

`default_nettype wire
