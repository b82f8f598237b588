// tb_bnn_harness -- streams frames through bnn_harness in Icarus and records what comes out.
//
// The same files, arguments (as +name=value) and standard output as verilator_main.cpp, where they
// are explained; only `tap_words` is a file there: DIR/tap_words.hex, one number per tap. Besides,
//   unknown CYCLE NAME   a handshake, or data with valid, is X; NAME as for stream
//   parameters  InBytes = input_bytes, OutWords = output_words, Taps >= 1, SlotWords = slot_words
`default_nettype none

module tb_bnn_harness #(
    parameter int InBytes = 1,
    parameter int OutWords = 1,
    parameter int Taps = 1,
    parameter int SlotWords = 1
);
  localparam int ResetCycles = 8;
  localparam int DrainCycles = 64;
  localparam int SlotBits = SlotWords * 32;

  logic                     aclk;
  logic                     aresetn;
  logic                     s_valid;
  wire                      s_ready;
  logic [    InBytes*8-1:0] s_data;
  wire                      m_valid;
  logic                     m_ready;
  wire  [  OutWords*32-1:0] m_data;
  wire                      m_last;
  wire  [         Taps-1:0] tap_valid;
  wire  [         Taps-1:0] tap_ready;
  wire  [Taps*SlotBits-1:0] tap_data;

  string                    work;
  string                    trace;
  int                       source;
  int                       sink;
  int                       taps         [0:Taps-1];
  logic [             31:0] tap_words    [0:Taps-1];
  int                       output_beats;
  int                       frame_beats;
  int                       record_taps;
  int                       idle;
  int                       stall;
  int                       source_seed;
  int                       sink_seed;
  int                       patience;

  longint                   cycle;
  longint                   last_progress;
  longint                   first_input;
  int                       outputs;
  int                       drained;
  bit                       ended;
  bit                       taken;
  bit                       waiting;
  logic [    OutWords*32:0] held;

  bnn_harness u_harness (
      .aclk     (aclk),
      .aresetn  (aresetn),
      .s_valid  (s_valid),
      .s_ready  (s_ready),
      .s_data   (s_data),
      .m_valid  (m_valid),
      .m_ready  (m_ready),
      .m_data   (m_data),
      .m_last   (m_last),
      .tap_valid(tap_valid),
      .tap_ready(tap_ready),
      .tap_data (tap_data)
  );

  initial begin
    read_arguments;
    open_files;
    reset;
    while (drained < DrainCycles) begin
      if (cycle - last_progress > patience && outputs < output_beats) report_deadlock;
      drive;
      #5 sample;
      aclk = 1'b1;
      #5 aclk = 1'b0;
      cycle = cycle + 1;
      if (outputs >= output_beats) drained = drained + 1;
    end
    $display("done %0d %0d", cycle, first_input);
    $finish(0);
  end

  function automatic int number(input string form);
    int value;
    if (!$value$plusargs(form, value)) $fatal(1, "missing argument: +%0s", form);
    number = value;
  endfunction

  task automatic read_arguments;
    if (!$value$plusargs("work=%s", work)) $fatal(1, "missing argument: +work=DIR");
    output_beats = number("output_beats=%d");
    frame_beats  = number("frame_beats=%d");
    record_taps  = number("record_taps=%d");
    idle         = number("idle=%d");
    stall        = number("stall=%d");
    source_seed  = 2 * number("seed=%d");
    sink_seed    = source_seed + 1;
    patience     = number("patience=%d");
    if ($value$plusargs("trace=%s", trace) && trace.len() > 0) begin
      $dumpfile(trace);
      $dumpvars(0, u_harness);
    end
  endtask

  task automatic open_files;
    $readmemh({work, "/tap_words.hex"}, tap_words);
    source = opened({work, "/input.bin"}, "rb");
    sink   = opened({work, "/output.bin"}, "wb");
    for (int i = 0; i < Taps; i++) begin
      if (record_taps != 0) taps[i] = opened($sformatf("%0s/tap%0d.bin", work, i), "wb");
    end
  endtask

  function automatic int opened(input string path, input string mode);
    opened = $fopen(path, mode);
    if (opened == 0) $fatal(1, "cannot open %0s", path);
  endfunction

  task automatic reset;
    aclk    = 1'b0;
    aresetn = 1'b0;
    s_valid = 1'b0;
    s_data  = 'x;
    m_ready = 1'b0;
    repeat (ResetCycles) begin
      #5 aclk = 1'b1;
      #5 aclk = 1'b0;
    end
    aresetn     = 1'b1;
    first_input = -1;
  endtask

  // Valid holds until taken and never waits for ready; data not valid is X.
  task automatic drive;
    if (taken) begin
      s_valid = 1'b0;
      s_data  = 'x;
      taken   = 1'b0;
    end
    if (!s_valid && !ended && !($unsigned($random(source_seed)) % 100 < idle)) read_beat;
    m_ready = !($unsigned($random(sink_seed)) % 100 < stall);
  endtask

  task automatic read_beat;
    int value;
    for (int i = 0; i < InBytes; i++) begin
      value = $fgetc(source);
      if (value < 0) ended = 1'b1;
      s_data[i*8+:8] = value;
    end
    s_valid = !ended;
    if (ended) s_data = 'x;
  endtask

  // Looks at all handshakes just before the rising edge.
  task automatic sample;
    check_known;
    check_stable;
    if (m_valid && m_ready) record_output;
    for (int i = 0; i < Taps; i++) begin
      if (record_taps != 0 && tap_valid[i] && tap_ready[i]) begin
        for (int word = 0; word < tap_words[i]; word++)
          $fwrite(taps[i], "%u", tap_data[i*SlotBits+word*32+:32]);
      end
    end
    if (s_valid && s_ready) begin
      if (first_input < 0) first_input = cycle;
      last_progress = cycle;
      taken = 1'b1;
    end
  endtask

  task automatic record_output;
    for (int word = 0; word < OutWords; word++) $fwrite(sink, "%u", m_data[word*32+:32]);
    $fwrite(sink, "%u%u%u", {31'b0, m_last}, cycle[31:0], cycle[63:32]);
    outputs       = outputs + 1;
    last_progress = cycle;
    if (outputs % frame_beats == 0) $display("frames %0d", outputs / frame_beats);
  endtask

  task automatic check_known;
    if (s_ready === 1'bx) unknown("s_axis");
    for (int i = 0; i < Taps; i++) begin
      if (tap_valid[i] === 1'bx || tap_ready[i] === 1'bx) unknown($sformatf("%0d", i));
      if (tap_valid[i] && ^tap_data[i*SlotBits+:SlotBits] === 1'bx) unknown($sformatf("%0d", i));
    end
    if (m_valid === 1'bx || m_valid && ^{m_last, m_data} === 1'bx) unknown("m_axis");
  endtask

  task automatic unknown(input string name);
    $display("unknown %0d %0s", cycle, name);
    $finish(0);
  endtask

  task automatic check_stable;
    if (waiting && !(m_valid && held === {m_last, m_data})) begin
      $display("unstable %0d", cycle);
      $finish(0);
    end
    waiting = m_valid && !m_ready;
    held    = {m_last, m_data};
  endtask

  task automatic report_deadlock;
    m_ready = 1'b1;
    #1;
    $display("stream s_axis %0d %0d", s_valid, s_ready);
    for (int i = 0; i < Taps; i++) $display("stream %0d %0d %0d", i, tap_valid[i], tap_ready[i]);
    $display("stream m_axis %0d %0d", m_valid, m_ready);
    $display("deadlock %0d %0d", cycle, outputs);
    $finish(0);
  endtask
endmodule

`default_nettype wire
