import BNNIR
import Estimator
import Foundation
import HDLGen
import TestSupport
import Testing
import ToolRunner

/// What yosys made of the random networks, as `scripts/record_resources.py` wrote it.
private struct Recording: Decodable {
  struct Network: Decodable {
    let seed: Int
    let measured: Resources
  }

  let tool: String
  let networks: [Network]

  static func read() throws -> Recording {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Recorded/random_networks.json")
    return try JSONDecoder().decode(Recording.self, from: Data(contentsOf: file))
  }
}

@Suite("Resource models")
struct ResourceModelTests {
  private func predicted(seed: Int) throws -> Resources? {
    try ModelledNetwork(seed: seed).design?.manifest.predicted
  }

  @Test("LUTs of random networks on xc7 are within 10 % of what yosys maps them to")
  func lookUpTables() throws {
    for network in try Recording.read().networks {
      let model = try #require(try predicted(seed: network.seed))
      let error = Double(model.allLUTs) / Double(network.measured.allLUTs) - 1
      #expect(
        abs(error) <= 0.1,
        "seed \(network.seed): \(model.allLUTs), yosys \(network.measured.allLUTs)")
    }
  }

  @Test("block RAM of random networks on xc7 is what yosys infers")
  func blocks() throws {
    for network in try Recording.read().networks {
      let model = try #require(try predicted(seed: network.seed))
      #expect(model.bram36 == network.measured.bram36, "seed \(network.seed)")
    }
  }

  @Test("LUTs that are memory are those of yosys, and flip-flops but for 2 %")
  func flipFlops() throws {
    var (model, measured) = (Resources(), Resources())
    for network in try Recording.read().networks {
      let predicted = try #require(try predicted(seed: network.seed))
      #expect(predicted.lutram == network.measured.lutram, "seed \(network.seed)")
      model = model + predicted
      measured = measured + network.measured
    }
    #expect(abs(Double(model.ff) / Double(measured.ff) - 1) <= 0.02)
  }

  @Test(
    "what yosys makes of small networks now is as predicted",
    .enabled(if: isInstalled("yosys"), "yosys is not installed"), arguments: [3, 14])
  func yosys(seed: Int) async throws {
    let design = try #require(try ModelledNetwork(seed: seed).design)
    try await withTemporaryDirectory { root in
      let directory = root.appending(path: "design")
      try DesignWriter.write(design, to: directory)
      let report = try await Estimator(cache: CacheDirectory(root: root.appending(path: "cache")))
        .estimate(directory, design.manifest, on: try Device.choose(name: nil, family: .xc7))
      let predicted = try #require(report.predicted)
      #expect(abs(Double(predicted.allLUTs) / Double(report.total.allLUTs) - 1) <= 0.1)
      #expect(predicted.bram36 == report.total.bram36)
    }
  }

  /// Not a test of anything: what `scripts/record_resources.py` maps.
  @Test(
    "the random networks are written where the recording script asks for them",
    .enabled(if: ProcessInfo.processInfo.environment["BNN_HW_WRITE_NETWORKS"] != nil))
  func write() throws {
    let path = try #require(ProcessInfo.processInfo.environment["BNN_HW_WRITE_NETWORKS"])
    for seed in ModelledNetwork.seeds {
      guard let design = try ModelledNetwork(seed: seed).design else { continue }
      try DesignWriter.write(design, to: URL(filePath: path).appending(path: "random_\(seed)"))
    }
  }
}
