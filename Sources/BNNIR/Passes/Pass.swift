/// A named rewriting of an intermediate representation.
public struct Pass<IR: Sendable>: Sendable {
  public let name: String
  /// One line: why the pass exists.
  public let reason: String
  public let run: @Sendable (IR) -> IR

  public init(name: String, reason: String, run: @escaping @Sendable (IR) -> IR) {
    self.name = name
    self.reason = reason
    self.run = run
  }
}

/// The network passes in order. None changes what the network computes.
public enum NetworkPasses {
  public static let all: [Pass<Graph>] = [
    Pass(
      name: "fold-batch-norm",
      reason: "batch_norm and sign become one integer threshold per channel",
      run: FoldBatchNorm.run),
    Pass(
      name: "fold-into-thresholds",
      reason: "requantize, scale_bias and rising prelu before thresholds only move them",
      run: FoldIntoThresholds.run),
    Pass(
      name: "move-pool-behind-threshold",
      reason: "a max-pool of bits is an OR and takes a fraction of the memory",
      run: MovePoolBehindThreshold.run),
    Pass(
      name: "normalize-polarity",
      reason: "weights flip so that every threshold is of the kind the hardware has: sum >= bound",
      run: NormalizePolarity.run),
    Pass(
      name: "remove-constant-channels",
      reason: "a channel whose bit never changes costs lanes and says nothing",
      run: RemoveConstantChannels.run),
  ]

  public static func run(on graph: Graph) -> Graph {
    all.reduce(graph) { $1.run($0) }
  }
}
