internal import Foundation

/// What placing and routing a whole core on a device gave.
public struct Placement: Codable, Hashable, Sendable {
  /// What placed it, such as `nextpnr-ice40 0.4-1+b1`.
  public let tool: String
  /// The package, as the tool calls it.
  public let package: String
  /// The highest clock of the slowest path between flip-flops, at the tool's slowest corner, in MHz.
  public let megahertz: Double
  /// Sites that are used, by the tool's names of their kinds.
  public let sites: [String: Sites]

  public struct Sites: Codable, Hashable, Sendable {
    public let used: Int
    public let available: Int
  }
}

extension Placement {
  /// Reads what nextpnr writes with `--report`; nil if that is no report of a clocked design.
  init?(report: some Collection<UInt8>, tool: String, package: String) {
    let decoder = JSONDecoder()
    guard let report = try? decoder.decode(NextpnrReport.self, from: Data(report)),
      let slowest = report.fmax.values.map(\.achieved).min()
    else { return nil }
    self.tool = tool
    self.package = package
    self.megahertz = (slowest * 100).rounded() / 100
    self.sites = report.utilization.filter { $0.value.used > 0 }
  }

  private struct NextpnrReport: Decodable {
    let fmax: [String: Clock]
    let utilization: [String: Sites]

    struct Clock: Decodable {
      let achieved: Double
    }
  }
}
