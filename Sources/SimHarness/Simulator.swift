/// A program that runs the generated Verilog.
public enum Simulator: String, CaseIterable, Sendable {
  /// Compiles the circuit to machine code: fast, two-state, registers start at random.
  case verilator
  /// Interprets: starts at once, and tells unknown values from known ones.
  case icarus
}
