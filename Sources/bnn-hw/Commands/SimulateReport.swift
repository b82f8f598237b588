import HDLGen
import SimHarness

/// What `simulate` tells.
struct SimulateReport: Encodable {
  let name: String
  let frames: Int
  let mismatches: Int
  let firstMismatch: String?
  let layersChecked: Bool
  let accuracy: Double?
  let cyclesPerFrame: Int?
  let predictedCyclesPerFrame: Int
  let boundCyclesPerFrame: Int
  let latencyCycles: Int
  let predictedLatencyCycles: Int
  let clockHertz: Int
  let framesPerSecond: Double?
  let simulatedHertz: Double
  let buildSeconds: Double
  let wallSeconds: Double
  let fifos: [FIFOFill]

  init(
    _ manifest: Manifest, _ result: SimulationResult, accuracy: Double?, layersChecked: Bool
  ) {
    name = manifest.name
    frames = result.frames
    mismatches = result.mismatches
    firstMismatch = result.firstMismatch?.description
    self.layersChecked = layersChecked
    self.accuracy = accuracy
    cyclesPerFrame = result.cyclesPerFrame
    predictedCyclesPerFrame = manifest.cyclesPerFrame
    boundCyclesPerFrame = manifest.boundCyclesPerFrame
    latencyCycles = result.latencyCycles
    predictedLatencyCycles = manifest.latencyCycles
    clockHertz = manifest.clockHertz
    framesPerSecond = result.cyclesPerFrame.map { Double(manifest.clockHertz) / Double($0) }
    simulatedHertz = result.simulatedHertz
    buildSeconds = result.buildSeconds
    wallSeconds = result.wallSeconds
    fifos = result.fifos
  }

  private enum CodingKeys: CodingKey {
    case name, frames, mismatches, firstMismatch, layersChecked, accuracy, cyclesPerFrame
    case predictedCyclesPerFrame, boundCyclesPerFrame, latencyCycles, predictedLatencyCycles
    case clockHertz, framesPerSecond, simulatedHertz, buildSeconds, wallSeconds, fifos
  }

  /// Writes `null` for what is unknown, so that every key is always there.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(frames, forKey: .frames)
    try container.encode(mismatches, forKey: .mismatches)
    try container.encode(firstMismatch, forKey: .firstMismatch)
    try container.encode(layersChecked, forKey: .layersChecked)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(cyclesPerFrame, forKey: .cyclesPerFrame)
    try container.encode(predictedCyclesPerFrame, forKey: .predictedCyclesPerFrame)
    try container.encode(boundCyclesPerFrame, forKey: .boundCyclesPerFrame)
    try container.encode(latencyCycles, forKey: .latencyCycles)
    try container.encode(predictedLatencyCycles, forKey: .predictedLatencyCycles)
    try container.encode(clockHertz, forKey: .clockHertz)
    try container.encode(framesPerSecond, forKey: .framesPerSecond)
    try container.encode(simulatedHertz, forKey: .simulatedHertz)
    try container.encode(buildSeconds, forKey: .buildSeconds)
    try container.encode(wallSeconds, forKey: .wallSeconds)
    try container.encode(fifos, forKey: .fifos)
  }

  /// What was measured otherwise than predicted; of intervals only those of a network that has
  /// settled.
  ///
  /// - Parameter isLoaded: whether weights were written before, when padding in front of a window may
  ///   come in already: the first frame is faster then.
  func timingDifference(_ manifest: Manifest, isLoaded: Bool) -> String? {
    if isLoaded ? latencyCycles > predictedLatencyCycles : latencyCycles != predictedLatencyCycles {
      return "the first frame took \(latencyCycles) cycles instead of \(predictedLatencyCycles)"
    }
    guard let cyclesPerFrame, let settled = manifest.settledFrames, frames > settled,
      cyclesPerFrame != predictedCyclesPerFrame
    else { return nil }
    return "the last frame took \(cyclesPerFrame) cycles instead of \(predictedCyclesPerFrame)"
  }

  var text: String {
    let scope = layersChecked ? "every stream of every frame" : "every output of every frame"
    let verdict =
      mismatches == 0
      ? "bit-exact: \(scope) equals the golden model"
      : "\(mismatches) of \(frames) frames differ from the golden model"
    var table = TextTable("", "measured", "predicted", "bound")
    table.add(
      "cycles per frame", cyclesPerFrame?.grouped ?? "–", predictedCyclesPerFrame.grouped,
      boundCyclesPerFrame.grouped)
    table.add(
      "latency in cycles", latencyCycles.grouped, predictedLatencyCycles.grouped, "–")
    let rate = framesPerSecond.map {
      "\(Int($0).grouped) frames/s at \(ClockFrequency.text(clockHertz))"
    }
    let share = accuracy.map { "accuracy \(Percent.text($0))" }
    let speed = "simulated at \(Int(simulatedHertz / 1000).grouped) kHz"
    return
      ([
        "\(name): \(frames.grouped) frames, \(verdict)", table.text,
        [share, rate, speed].compactMap(\.self).joined(separator: "; "),
      ] + (fifos.isEmpty ? [] : [fillText])).joined(separator: "\n")
  }

  private var fillText: String {
    let depth = fifos.reduce(0) { $0 + $1.depthInBeats }
    let emptier = fifos.filter { $0.highestFill < $0.depthInBeats }
    let names = emptier.prefix(4).map {
      "\($0.unit) \($0.highestFill.grouped) of \($0.depthInBeats.grouped)"
    }
    let rest = emptier.count > names.count ? ", …" : ""
    let fills =
      emptier.isEmpty
      ? "filled to the brim"
      : "\(emptier.count) not filled to the brim: \(names.joined(separator: ", "))\(rest)"
    return "\(fifos.count) FIFOs of \(depth.grouped) beats, \(fills)"
  }
}
