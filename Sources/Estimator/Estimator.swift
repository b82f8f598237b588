public import Foundation
public import HDLGen
public import ToolRunner

/// Counts what a generated design takes of an FPGA, by mapping its units with yosys.
///
/// The manifest and the files that it names are all that is needed. Each distinct unit is mapped
/// once and remembered in the cache under everything that the result depends on.
public struct Estimator: Sendable {
  private let tools: ToolRunner
  private let cache: CacheDirectory
  private let timeout: Duration

  /// `timeout` is for each run of yosys.
  public init(
    tools: ToolRunner = ToolRunner(), cache: CacheDirectory = CacheDirectory(),
    timeout: Duration = .seconds(1800)
  ) {
    self.tools = tools
    self.cache = cache
    self.timeout = timeout
  }

  /// Throws `DiagnosticError` for a damaged directory and `ToolError` for a missing or failed
  /// yosys.
  ///
  /// - Parameters:
  ///   - scope: whether the top is mapped as one netlist too.
  ///   - places: what is placed and routed as well.
  ///   - power: by what to guess what the core draws; nil for no guess.
  ///   - accuracyPercent: of the network, if measured, for the comparison.
  ///   - progress: called at the start and after every run, from any thread.
  public func estimate(
    _ directory: URL, _ manifest: Manifest, on device: Device, scope: EstimateScope = .units,
    places: PlacementScope = [], power: PowerBasis? = nil, accuracyPercent: Double? = nil,
    progress: @escaping @Sendable (EstimateProgress) -> Void = { _ in }
  ) async throws -> EstimateReport {
    if power != nil { try PowerEstimate.check(device.family) }
    let files = try DesignFiles(
      reading: directory, manifest, structure: device.family.structure(of: manifest))
    let version = try await tools.version(of: .yosys)
    let placer =
      places.isEmpty
      ? nil
      : try await Placer(
        places, of: manifest, files, in: directory, on: device, tools: tools, cache: cache,
        yosys: version, timeout: timeout)
    var syntheses = manifest.units.map {
      Synthesis(of: $0, files: files, family: device.family)
    }
    if scope == .whole {
      syntheses.append(Synthesis(ofTop: manifest, files: files, family: device.family))
    }
    let queue = SynthesisQueue(
      tools: tools, cache: cache, directory: directory, timeout: timeout, progress: progress)
    let cells = try await queue.cells(
      of: syntheses.map { ($0, key: $0.key(files: files, yosys: version)) })
    let resources = try zip(cells, syntheses).map { cells, synthesis in
      try cells.resources(of: synthesis.module, in: device.family)
    }
    let blocks = cells.prefix(manifest.units.count).map { $0.blocks(in: device.family) }
      .reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    let timing = TimingEstimate(
      units: zip(manifest.units, cells).map { ($0.name, $1.path) },
      whole: scope == .whole ? cells.last?.path : nil, on: device.family)
    let units = Array(resources.prefix(manifest.units.count))
    let placed = try await placer?.place(units: units, progress: progress)
    return EstimateReport(
      manifest, on: device, tool: Self.shortVersion(version),
      units: units, blocks: blocks, whole: scope == .whole ? resources.last : nil,
      timing: timing, placement: placed?.core, unitPlacements: placed?.units, power: power,
      accuracyPercent: accuracyPercent)
  }

  /// `yosys 0.23` of `Yosys 0.23 (git sha1 …)`.
  private static func shortVersion(_ version: String) -> String {
    version.split(separator: " ").prefix(2).joined(separator: " ").lowercased()
  }
}

/// What an estimate maps.
public enum EstimateScope: Sendable {
  case units
  /// The units and, to check their sum, the whole top as one netlist.
  case whole
}

/// How far a stage of an estimate is, in distinct runs; remembered ones count as done.
public struct EstimateProgress: Hashable, Sendable {
  public let stage: Stage
  public let done: Int
  public let total: Int
  /// A guess by how large the units are that are done and that are left; nil as long as none is
  /// done.
  public let secondsLeft: Int?

  public enum Stage: Sendable {
    case mapping, placingUnits, placingCore
  }
}
