public import BNNIR
public import Foundation
public import HDLGen

/// What to simulate, and under which circumstances.
public struct SimulationRequest: Sendable {
  public let directory: URL
  public let manifest: Manifest
  public let frames: PixelBatch
  public let simulator: Simulator
  public let circuit: Circuit
  /// Share of the cycles, 0…99 percent, in which the source offers nothing new.
  public let idlePercent: Int
  /// Share of the cycles, 0…99 percent, in which the sink takes nothing.
  public let stallPercent: Int
  /// Of the idle and stalled cycles and of the registers before reset.
  public let seed: UInt32
  /// Whether every stream inside is compared too, not only the output.
  public let checkLayers: Bool
  /// Where to write a waveform, in the format FST.
  public let trace: URL?
  /// Whether to count how much the inputs of units toggle.
  public let watchesActivity: Bool

  /// The Verilog that is run.
  public enum Circuit: Hashable, Sendable {
    case structure(Structure)
    /// The streams inside cannot be seen.
    case netlist(Netlist)

    /// Whether units are modules of their own.
    var hasUnits: Bool {
      switch self {
      case .structure: true
      case .netlist: false
      }
    }
  }

  /// A generated directory of the same circuit whose weights are written before the first frame.
  public let weights: (directory: URL, port: Manifest.LoadPort)?

  public init(
    directory: URL, manifest: Manifest, frames: PixelBatch, simulator: Simulator = .verilator,
    circuit: Circuit = .structure(.behavioural), idlePercent: Int = 0, stallPercent: Int = 0,
    seed: UInt32 = 1, checkLayers: Bool = false, trace: URL? = nil,
    watchesActivity: Bool = false, weights: (directory: URL, port: Manifest.LoadPort)? = nil
  ) {
    precondition(frames.frames > 0, "bnn-hw bug: a simulation without frames")
    precondition(
      0...99 ~= idlePercent && 0...99 ~= stallPercent, "bnn-hw bug: a share that is no percentage")
    self.directory = directory
    if case .netlist = circuit {
      precondition(!checkLayers, "bnn-hw bug: streams inside a netlist")
      self.manifest = manifest.withoutStreams
    } else {
      self.manifest = manifest
    }
    self.frames = frames
    self.simulator = simulator
    self.circuit = circuit
    self.weights = weights
    self.idlePercent = idlePercent
    self.stallPercent = stallPercent
    self.seed = seed
    self.checkLayers = checkLayers
    self.trace = trace
    self.watchesActivity = watchesActivity
  }
}
