internal import BNNIR
internal import Foundation
internal import HDLGen
internal import ToolRunner

/// Has the core and its units placed and routed, and remembers what came of it.
struct Placer: Sendable {
  private let scope: PlacementScope
  private let manifest: Manifest
  private let files: DesignFiles
  private let device: Device
  private let target: PlaceAndRoute
  private let directory: URL
  private let tools: ToolRunner
  private let cache: CacheDirectory
  private let yosys: String
  /// nextpnr's version, as it says it.
  private let router: String
  private let timeout: Duration

  /// The input of units with weights that the top ties to 0 where no weights are written.
  private static let loadInput = "load_i"

  /// Throws what can be known without a run. `yosys` is its version; `timeout` is for each tool.
  init(
    _ scope: PlacementScope, of manifest: Manifest, _ files: DesignFiles, in directory: URL,
    on device: Device, tools: ToolRunner, cache: CacheDirectory, yosys: String, timeout: Duration
  ) async throws {
    guard let target = PlaceAndRoute(device) else {
      throw DiagnosticError(.notPlaceable(device, scope))
    }
    router = try await tools.version(of: target.tool)
    self.scope = scope
    self.manifest = manifest
    self.files = files
    self.device = device
    self.target = target
    self.directory = directory
    self.tools = tools
    self.cache = cache
    self.yosys = yosys
    self.timeout = timeout
  }

  /// What the scope names. `units` are the resources of the units, as mapped.
  func place(
    units: [Resources], progress: @escaping @Sendable (EstimateProgress) -> Void
  ) async throws -> (core: Placement?, units: UnitPlacements?) {
    guard scope.contains(.units) else { return (try await core(progress), nil) }
    let placed = try await placements(of: units, progress)
    var placement: Placement?
    if scope.contains(.core), device.capacity.holds(units.reduce(Resources(), +)) {
      do {
        placement = try await core(progress)
      } catch is DiagnosticError {
        // Too large, which the units' placements say.
      }
    }
    return (
      placement,
      UnitPlacements(
        tool: shortVersion, package: target.package, logicSite: target.logicSite, units: placed,
        isCoreTooLarge: scope.contains(.core) && placement == nil)
    )
  }

  /// The whole core, in a `ScanWrapper` if it has more ports than the package has pins. Throws
  /// `DiagnosticError` if it is too large.
  private func core(
    _ progress: @escaping @Sendable (EstimateProgress) -> Void
  ) async throws -> Placement {
    let ports = ModulePort.declared(in: String(decoding: files[files.top], as: UTF8.self))
    let run = run(
      Synthesis(ofTop: manifest, files: files, family: device.family),
      target.hasPins(for: ports) ? .bare(ports) : .wrapped(held: []))
    let queue = JobQueue<Placement>(
      stage: .placingCore, cacheKind: "placement", cache: cache, parallelRuns: 1,
      progress: progress)
    do {
      return try await queue.values(of: [
        .init(key: key(of: run), cost: 1) { try await run.placement() }
      ])[0]
    } catch PlacementRun.Obstacle.tooLarge {
      throw DiagnosticError(.doesNotFit(manifest, device))
    } catch PlacementRun.Obstacle.noTimedPath {
      throw ToolError.failed(
        command: target.tool.name, status: .exited(0),
        output: "it gives no time for any path between flip-flops")
    }
  }

  /// All units, equal ones once, those that cannot fit not at all. `resources` are theirs, as
  /// mapped.
  private func placements(
    of resources: [Resources], _ progress: @escaping @Sendable (EstimateProgress) -> Void
  ) async throws -> [UnitPlacements.Unit] {
    let queue = JobQueue<Outcome>(
      stage: .placingUnits, cacheKind: "placed-unit", cache: cache,
      parallelRuns: max(2, ProcessInfo.processInfo.activeProcessorCount), progress: progress)
    let fitting = zip(manifest.units, resources).filter { device.capacity.holds($0.1) }
    // Loading a chip takes as long as placing some hundred LUTs.
    let jobs = fitting.map { unit, resources in
      let run = run(
        Synthesis(of: unit, files: files, family: device.family),
        .wrapped(held: manifest.load == nil ? [Self.loadInput] : []))
      return JobQueue<Outcome>.Job(key: key(of: run), cost: 300 + resources.allLUTs) {
        try await outcome(of: run)
      }
    }
    let pairs = zip(fitting.map(\.0.name), try await queue.values(of: jobs))
    let outcomes = Dictionary(pairs) { first, _ in first }
    return manifest.units.map {
      let outcome = outcomes[$0.name]
      return .init(
        name: $0.name, fits: outcome?.fits ?? false, logicSites: outcome?.logicSites,
        clock: outcome?.clock)
    }
  }

  /// What the cache has of a unit: all but its name.
  private struct Outcome: Codable {
    let fits: Bool
    let logicSites: Int?
    let clock: UnitPlacements.Clock?
  }

  private func outcome(of run: PlacementRun) async throws -> Outcome {
    do {
      let placement = try await run.placement()
      let isLowerBound = placement.wrapper?.hasSlowestPath == true
      return Outcome(
        fits: true, logicSites: target.logicSites(of: placement),
        clock: .init(megahertz: placement.megahertz, isLowerBound: isLowerBound))
    } catch let obstacle as PlacementRun.Obstacle {
      return Outcome(fits: obstacle != .tooLarge, logicSites: nil, clock: nil)
    }
  }

  private func run(_ synthesis: Synthesis, _ subject: PlacementRun.Subject) -> PlacementRun {
    PlacementRun(
      synthesis: synthesis, subject: subject, target: target, tool: shortVersion,
      clockHertz: manifest.clockHertz, tools: tools, directory: directory, timeout: timeout)
  }

  private func key(of run: PlacementRun) -> ContentHash {
    run.key(files: files, yosys: yosys, router: router)
  }

  /// `nextpnr-ice40 0.4-1+b1` of `… (Version 0.4-1+b1)`.
  private var shortVersion: String {
    let version = router.firstMatch(of: /Version ([^)]+)\)/)?.output.1
    return version.map { "\(target.tool.name) \($0)" } ?? target.tool.name
  }
}

extension Device.Capacity {
  /// Whether there is as much of each kind.
  func holds(_ resources: Resources) -> Bool {
    let used = EstimateReport.Utilisation(of: resources, in: self)
    return max(used.lut, used.ff, used.bram36, used.dsp) <= 100
  }
}

extension Diagnostic {
  fileprivate static func notPlaceable(
    _ device: Device, _ scope: PlacementScope
  ) -> Diagnostic {
    let names = Device.all.filter { PlaceAndRoute($0) != nil }.map(\.name)
    return Diagnostic(
      "place.device", file: scope.contains(.core) ? "--place" : "--place-units",
      "no free tool places designs on '\(device.name)'",
      hint: "expected \(Spelling.list(names))")
  }

  fileprivate static func doesNotFit(_ manifest: Manifest, _ device: Device) -> Diagnostic {
    Diagnostic(
      "place.fit", file: "--place", "'\(manifest.name)' does not fit into '\(device.name)'",
      hint: "generate it with smaller PE and SIMD, or take a larger device")
  }
}
