// Streams frames through the verilated module bnn_harness and records what comes out.
//
// Arguments, all needed, as name=value:
//   work=DIR          holds input.bin; receives output.bin and tap<i>.bin
//   input_bytes=N     bytes of one input beat, in input.bin and on s_data
//   output_words=N    32-bit words of one output beat
//   output_beats=N    how many output beats end the run
//   frame_beats=N     output beats per frame, for the progress report
//   tap_words=A,B,..  32-bit words of one beat of each tap
//   slot_words=N      32-bit words from tap to tap in tap_data
//   record_taps=0|1   whether tap<i>.bin are written
//   idle=N stall=N    percent of cycles without an offer, without a take
//   seed=N            of the idle and stalled cycles and of all registers before reset
//   patience=N        cycles without a transfer at the ports that count as a deadlock
//   trace=FILE        waveform, empty for none; only in a build with --trace-fst
//
// Files are little endian. A tap's beat is its words; an output beat is its words, a word that is 1
// with TLAST, and two words of the cycle in which it was taken.
//
// Standard output, one event per line, the first cycle after reset being cycle 0:
//   frames N                   so many frames are out
//   stream NAME VALID READY    handshakes at a deadlock: s_axis, m_axis, or the index of a tap
//   deadlock CYCLE BEATS       nothing moved for too long; BEATS output beats were out
//   unstable CYCLE             m_axis changed or withdrew a beat that was not taken yet
//   weights_error CYCLE        from the generated bnn_harness: external memory failed, says the top
//   done CYCLES FIRST          cycles run, and the cycle of the first input transfer
//   fill FIFO BEATS            behind done, from the generated bnn_harness: most beats of a FIFO
//   toggles INPUT CYCLES N     likewise: how often bits of a unit's input changed

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "Vbnn_harness.h"
#include "verilated.h"
#if VM_TRACE_FST
#include "verilated_fst_c.h"
#endif

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "signals are copied as bytes");

namespace {

constexpr int kResetCycles = 8;
// Cycles to wait for beats that must not come.
constexpr int kDrainCycles = 64;

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

class Options {
 public:
  Options(int count, char** arguments) {
    for (int i = 1; i < count; i++) {
      const std::string argument = arguments[i];
      const size_t equals = argument.find('=');
      if (equals == std::string::npos) fail("not name=value: " + argument);
      values_[argument.substr(0, equals)] = argument.substr(equals + 1);
    }
  }

  const std::string& text(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) fail("missing argument: " + name);
    return found->second;
  }

  uint64_t number(const std::string& name) const {
    return std::strtoull(text(name).c_str(), nullptr, 10);
  }

  std::vector<size_t> numbers(const std::string& name) const {
    std::vector<size_t> list;
    const char* rest = text(name).c_str();
    while (*rest != '\0') {
      char* end = nullptr;
      list.push_back(std::strtoull(rest, &end, 10));
      if (end == rest) fail("not a list of numbers: " + name);
      rest = *end == ',' ? end + 1 : end;
    }
    return list;
  }

 private:
  std::map<std::string, std::string> values_;
};

class File {
 public:
  File(const std::string& path, const char* mode) : file_(std::fopen(path.c_str(), mode)) {
    if (file_ == nullptr) fail("cannot open " + path);
    std::setvbuf(file_, nullptr, _IOFBF, 1 << 20);
  }
  File(const File&) = delete;
  ~File() {
    if (std::ferror(file_) != 0 || std::fclose(file_) != 0) fail("cannot write the recording");
  }

  bool read(void* data, size_t bytes) { return std::fread(data, 1, bytes, file_) == bytes; }
  void write(const void* data, size_t bytes) { std::fwrite(data, 1, bytes, file_); }

 private:
  FILE* file_;
};

// splitmix64: small, and good in every bit.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  bool percent(uint64_t share) {
    if (share == 0) return false;
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (z >> 33) % 100 < share;
  }

 private:
  uint64_t state_;
};

class Simulation {
 public:
  explicit Simulation(const Options& options)
      : options_(options),
        source_(options.text("work") + "/input.bin", "rb"),
        sink_(options.text("work") + "/output.bin", "wb"),
        input_(options.number("input_bytes")),
        output_bytes_(4 * options.number("output_words")),
        held_(output_bytes_),
        tap_words_(options.numbers("tap_words")),
        slot_bytes_(4 * options.number("slot_words")),
        frame_beats_(options.number("frame_beats")),
        idle_(options.number("idle")),
        stall_(options.number("stall")),
        source_random_(2 * options.number("seed")),
        sink_random_(2 * options.number("seed") + 1) {
    if (options.number("record_taps") != 0) {
      for (size_t i = 0; i < tap_words_.size(); i++) {
        const std::string path = options.text("work") + "/tap" + std::to_string(i) + ".bin";
        taps_.push_back(std::make_unique<File>(path, "wb"));
      }
    }
    // For the memory, which asks for them as Verilog does.
    const std::string stall = "+stall=" + options.text("stall");
    const std::string seed = "+seed=" + options.text("seed");
    const char* plusargs[] = {"simulator", stall.c_str(), seed.c_str()};
    context_.commandArgs(3, plusargs);
    context_.randReset(2);
    context_.randSeed(static_cast<int>(options.number("seed") % 0x7fffffff) + 1);
    context_.traceEverOn(!options.text("trace").empty());
    top_ = std::make_unique<Vbnn_harness>(&context_);
    openTrace();
  }

  void run() {
    const uint64_t beats = options_.number("output_beats");
    const uint64_t patience = options_.number("patience");
    reset();
    uint64_t drained = 0;
    while (drained < kDrainCycles) {
      if (cycle_ - last_progress_ > patience && outputs_ < beats) return reportDeadlock();
      drive();
      if (!sample()) return;
      clock();
      cycle_++;
      if (outputs_ >= beats) drained++;
    }
    std::printf("done %llu %llu\n", number(cycle_), number(first_input_));
    top_->final();
  }

 private:
  void openTrace() {
    const std::string& path = options_.text("trace");
    if (path.empty()) return;
#if VM_TRACE_FST
    trace_ = std::make_unique<VerilatedFstC>();
    top_->trace(trace_.get(), 99);
    trace_->open(path.c_str());
#else
    fail("this build has no waveforms");
#endif
  }

  void evaluate() {
    top_->eval();
#if VM_TRACE_FST
    if (trace_ != nullptr) trace_->dump(context_.time());
#endif
    context_.timeInc(5);
  }

  // The rising and the falling half of a cycle, after its inputs were set.
  void clock() {
    top_->aclk = 1;
    evaluate();
    top_->aclk = 0;
  }

  void reset() {
    top_->aclk = 0;
    top_->aresetn = 0;
    top_->s_valid = 0;
    top_->m_ready = 0;
    for (int i = 0; i < kResetCycles; i++) {
      evaluate();
      clock();
    }
    top_->aresetn = 1;
  }

  // Valid holds until taken and never waits for ready; data not valid is junk.
  void drive() {
    if (!offering_) {
      const bool ready = !ended_ && !source_random_.percent(idle_);
      offering_ = ready && source_.read(input_.data(), input_.size());
      if (ready && !offering_) ended_ = true;
      if (!offering_) std::memset(input_.data(), 0xa5, input_.size());
      std::memcpy(&top_->s_data, input_.data(), input_.size());
      top_->s_valid = offering_;
    }
    top_->m_ready = !sink_random_.percent(stall_);
    evaluate();
  }

  // Looks at all handshakes just before the rising edge; false ends the run.
  bool sample() {
    if (top_->s_valid && top_->s_ready) {
      if (first_input_ == kNever) first_input_ = cycle_;
      last_progress_ = cycle_;
      offering_ = false;
    }
    if (!outputIsStable()) {
      std::printf("unstable %llu\n", number(cycle_));
      return false;
    }
    if (top_->m_valid && top_->m_ready) recordOutput();
    for (size_t i = 0; i < taps_.size(); i++) {
      if (bit(&top_->tap_valid, i) && bit(&top_->tap_ready, i)) {
        taps_[i]->write(bytes(&top_->tap_data) + i * slot_bytes_, 4 * tap_words_[i]);
      }
    }
    return true;
  }

  bool outputIsStable() {
    const uint8_t* data = bytes(&top_->m_data);
    const bool kept = top_->m_valid && top_->m_last == held_last_ &&
                      std::memcmp(held_.data(), data, output_bytes_) == 0;
    const bool stable = !waiting_ || kept;
    waiting_ = top_->m_valid && !top_->m_ready;
    if (waiting_) {
      std::memcpy(held_.data(), data, output_bytes_);
      held_last_ = top_->m_last;
    }
    return stable;
  }

  void recordOutput() {
    sink_.write(&top_->m_data, output_bytes_);
    const uint32_t last = top_->m_last;
    sink_.write(&last, sizeof last);
    sink_.write(&cycle_, sizeof cycle_);
    outputs_++;
    last_progress_ = cycle_;
    if (outputs_ % frame_beats_ == 0) reportFrames();
  }

  // Not more often than a person can read.
  void reportFrames() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_report_) return;
    next_report_ = now + std::chrono::milliseconds(100);
    std::printf("frames %llu\n", number(outputs_ / frame_beats_));
    std::fflush(stdout);
  }

  void reportDeadlock() {
    top_->m_ready = 1;
    evaluate();
    std::printf("stream s_axis %d %d\n", top_->s_valid, top_->s_ready);
    for (size_t i = 0; i < tap_words_.size(); i++) {
      std::printf("stream %zu %d %d\n", i, bit(&top_->tap_valid, i), bit(&top_->tap_ready, i));
    }
    std::printf("stream m_axis %d %d\n", top_->m_valid, top_->m_ready);
    std::printf("deadlock %llu %llu\n", number(cycle_), number(outputs_));
  }

  static const uint8_t* bytes(const void* signal) { return static_cast<const uint8_t*>(signal); }
  static int bit(const void* signal, size_t index) {
    return bytes(signal)[index / 8] >> (index % 8) & 1;
  }
  static unsigned long long number(uint64_t value) { return value; }

  static constexpr uint64_t kNever = UINT64_MAX;

  const Options& options_;
  File source_;
  File sink_;
  std::vector<uint8_t> input_;
  size_t output_bytes_;
  std::vector<uint8_t> held_;
  std::vector<size_t> tap_words_;
  size_t slot_bytes_;
  uint64_t frame_beats_;
  uint64_t idle_;
  uint64_t stall_;
  Random source_random_;
  Random sink_random_;
  std::vector<std::unique_ptr<File>> taps_;
  VerilatedContext context_;
  std::unique_ptr<Vbnn_harness> top_;
#if VM_TRACE_FST
  std::unique_ptr<VerilatedFstC> trace_;
#endif
  std::chrono::steady_clock::time_point next_report_;
  uint64_t cycle_ = 0;
  uint64_t last_progress_ = 0;
  uint64_t first_input_ = kNever;
  uint64_t outputs_ = 0;
  bool offering_ = false;
  bool ended_ = false;
  bool waiting_ = false;
  uint8_t held_last_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  const Options options(count, arguments);
  Simulation(options).run();
  return 0;
}
