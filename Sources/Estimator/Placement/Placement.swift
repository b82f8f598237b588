internal import Foundation

/// What placing and routing a whole core on a device gave.
public struct Placement: Codable, Hashable, Sendable {
  /// What placed it, such as `nextpnr-ice40 0.4-1+b1`.
  public let tool: String
  /// The package, as the tool calls it.
  public let package: String
  /// The highest clock of the slowest path between flip-flops, at the tool's slowest corner, in
  /// MHz.
  public let megahertz: Double
  /// Sites that are used, by the tool's names of their kinds.
  public let sites: [String: Sites]
  /// The path that sets the clock; nil if the tool does not tell.
  public let slowestPath: Path?
  /// What was put around the core; nil if its own ports were placed.
  public let wrapper: Wrapper?

  /// A shift register around the core, for want of pins. The sites contain it.
  public struct Wrapper: Codable, Hashable, Sendable {
    public let flipFlops: Int
    public let luts: Int
    /// Whether the path that sets the clock is the wrapper's own.
    public let hasSlowestPath: Bool
  }

  public struct Sites: Codable, Hashable, Sendable {
    public let used: Int
    public let available: Int
  }

  /// A way from flip-flop to flip-flop.
  public struct Path: Codable, Hashable, Sendable {
    /// Units that it goes through, in its order; cells of the ports belong to none.
    public let units: [String]
    /// Cells that it passes.
    public let cells: Int
    public let logicNanoseconds: Double
    public let routingNanoseconds: Double
  }
}

extension Placement {
  /// Reads what nextpnr writes with `--report`; nil if that is no report of a clocked design.
  init?(
    report: some Collection<UInt8>, tool: String, package: String, wrapper: ScanWrapper? = nil
  ) {
    let decoder = JSONDecoder()
    guard let report = try? decoder.decode(NextpnrReport.self, from: Data(report)),
      let slowest = report.fmax.values.map(\.achieved).min()
    else { return nil }
    self.tool = tool
    self.package = package
    self.megahertz = (slowest * 100).rounded() / 100
    self.sites = report.utilization.filter { $0.value.used > 0 }
    let slowestPath = report.criticalPaths?.filter(\.isOfOneClock)
      .max { $0.nanoseconds < $1.nanoseconds }
    self.slowestPath = slowestPath.map(Path.init)
    self.wrapper = wrapper.map {
      Wrapper(
        flipFlops: $0.flipFlops, luts: $0.luts, hasSlowestPath: slowestPath?.isOfWrapper ?? false)
    }
  }

  /// Whether it is a report of a design whose paths all have no time.
  static func hasNoTimedPath(report: some Collection<UInt8>) -> Bool {
    (try? JSONDecoder().decode(NextpnrReport.self, from: Data(report)))?.fmax.isEmpty ?? false
  }

  private struct NextpnrReport: Decodable {
    let fmax: [String: Clock]
    let utilization: [String: Sites]
    let criticalPaths: [CriticalPath]?

    enum CodingKeys: String, CodingKey {
      case fmax, utilization
      case criticalPaths = "critical_paths"
    }

    struct Clock: Decodable {
      let achieved: Double
    }
  }

  fileprivate struct CriticalPath: Decodable {
    let from: String
    let to: String
    let path: [Segment]

    /// Ways from and to ports are "async".
    var isOfOneClock: Bool { from == to }

    var nanoseconds: Double { path.reduce(0) { $0 + $1.delay } }

    /// Whether it passes nothing but cells of a scan wrapper.
    var isOfWrapper: Bool { path.allSatisfy { ScanWrapper.isOwn(cell: $0.to.cell) } }

    /// Through a cell, its setup time among them, or along a net.
    struct Segment: Decodable {
      let delay: Double
      let type: String
      let to: End
    }

    struct End: Decodable {
      let cell: String
    }
  }
}

extension Placement.Path {
  fileprivate init(_ path: Placement.CriticalPath) {
    let isRouting = { (segment: Placement.CriticalPath.Segment) in segment.type == "routing" }
    let sum = { (segments: [Placement.CriticalPath.Segment]) in
      (segments.reduce(0) { $0 + $1.delay } * 100).rounded() / 100
    }
    routingNanoseconds = sum(path.path.filter(isRouting))
    logicNanoseconds = sum(path.path.filter { !isRouting($0) })
    cells = path.path.count { $0.type == "logic" }
    units = path.path.reduce(into: []) { units, segment in
      guard let unit = Self.unit(of: segment.to.cell), units.last != unit else { return }
      units.append(unit)
    }
  }

  /// The top, perhaps in a scan wrapper, calls the instance of a unit `u_` and its name.
  private static func unit(of cell: String) -> String? {
    cell.prefixMatch(of: /(?:dut\.)?u_([A-Za-z0-9_]+)\./).map { String($0.output.1) }
  }
}
