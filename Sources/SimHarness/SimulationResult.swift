public import HDLGen

/// What a simulation that came to its end showed. Differences are data here, not errors.
public struct SimulationResult: Hashable, Sendable {
  public let frames: Int
  /// Frames with any difference, in the output or, if layers were checked, inside.
  public let mismatches: Int
  /// In the earliest frame that differs, at the earliest stream of the data flow.
  public let firstMismatch: Mismatch?
  /// From the first frame's first input transfer to its last output transfer, both counted.
  public let latencyCycles: Int
  /// From the last output transfer of the last frame but one to that of the last: the steady state
  /// if the pipeline was full by then. Nil for a single frame.
  public let cyclesPerFrame: Int?
  /// From the first input transfer to the last output transfer, both counted.
  public let totalCycles: Int
  /// Of the simulator's run, without building it and without the golden model.
  public let wallSeconds: Double
  /// Cycles simulated per second of `wallSeconds`.
  public let simulatedHertz: Double
  /// The class of every frame, from the circuit's output.
  public let classes: [Int]
  /// None of a netlist, which does not have them as modules.
  public let fifos: [FIFOFill]
  /// Nil unless it was asked for.
  public let activity: ActivityProfile?
  /// What building the simulator took; next to nothing when it was in the cache.
  public let buildSeconds: Double
}

/// How far a simulation is.
public enum SimulationProgress: Hashable, Sendable {
  case building(Simulator)
  /// Frames that have left the circuit.
  case simulating(frames: Int)
  case comparing
}
