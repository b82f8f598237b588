import ArgumentParser
import BNNIR
import Estimator
import HDLGen

/// What foldings a command is to search for.
struct SearchArguments: ParsableArguments {
  @Option(help: "Choose the cheapest foldings for that many frames per second.")
  var targetFps: Double?

  @Option(
    help: """
      Choose the cheapest foldings with which a frame takes at most that long from its first input to \
      its last output: cycles, or a time such as 250us.
      """)
  var targetLatency: Latency?

  @Option(
    help: """
      Choose the foldings with the most frames per second that fit this device; with a target, the \
      cheapest ones that reach it there.
      """)
  var fit: String?

  @Option(help: "The share of the device that --fit may use (default: 0.7).")
  var fitShare: Double?

  @Flag(help: "Map what --fit found with yosys, and search for less where that takes too much.")
  var fitMapped = false

  var isUsed: Bool { targetFps != nil || targetLatency != nil || fit != nil }

  func validate() throws {
    if let targetFps, !(targetFps >= 0.001 && targetFps <= 1e12) {
      throw ValidationError("--target-fps must be from 0.001 to the clock.")
    }
    try Self.checkShare(fitShare, of: fit)
    if fitMapped, fit == nil { throw ValidationError("--fit-mapped needs --fit.") }
  }

  static func checkShare(_ share: Double?, of device: String?) throws {
    guard let share else { return }
    guard device != nil else { throw ValidationError("--fit-share needs --fit.") }
    guard share > 0, share <= 1 else {
      throw ValidationError("--fit-share is a share above 0, up to 1.")
    }
  }

  /// Nil if nothing is to be searched for.
  func goal(_ clock: ClockFrequency, _ room: HardwareRoom?) -> FoldingGoal? {
    if !isUsed { return nil }
    return FoldingGoal(
      cyclesPerFrame: targetFps.map { Int(Double(clock.hertz) / $0) },
      latencyCycles: targetLatency.map { $0.cycles(clock) }, room: room)
  }

  /// The share of a device, if one is named.
  static func room(
    _ device: String?, share: Double?
  ) throws(DiagnosticError) -> HardwareRoom? {
    guard let device else { return nil }
    return try Device.choose(name: device, family: nil, option: "--fit").room(
      share: share ?? usualShare)
  }

  /// Placers slow down, and fail, where a device is nearly full.
  private static let usualShare = 0.7
}

/// A latency as users write it: cycles (`20000`), or a time (`250us`, `1.2 ms`).
struct Latency: ExpressibleByArgument {
  private enum Measure {
    case cycles(Int)
    case seconds(Double)
  }

  private let measure: Measure

  init?(argument: String) {
    let text = argument.lowercased().filter { !$0.isWhitespace }
    if let cycles = Int(text) {
      guard cycles > 0 else { return nil }
      measure = .cycles(cycles)
      return
    }
    let units = [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1)]
    guard let unit = units.first(where: { text.hasSuffix($0.0) }),
      let number = Double(text.dropLast(unit.0.count)), number > 0, number * unit.1 < 1e6
    else { return nil }
    measure = .seconds(number * unit.1)
  }

  func cycles(_ clock: ClockFrequency) -> Int {
    switch measure {
    case .cycles(let cycles): cycles
    case .seconds(let seconds): Int(seconds * Double(clock.hertz))
    }
  }
}

extension Device {
  /// What a share of the device holds.
  func room(share: Double) -> HardwareRoom {
    HardwareRoom(
      device: name, family: family, share: share,
      of: HardwareArea(
        luts: capacity.lut, ffs: capacity.ff, blocks: capacity.bram36, dsps: capacity.dsp))
  }
}
