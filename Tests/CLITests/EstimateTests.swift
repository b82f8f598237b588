import Foundation
import TestSupport
import Testing

/// With a fake yosys that finds three LUTs in everything.
@Suite("estimate")
struct EstimateTests {
  private func withPlace(_ body: (ToolFailureTests.Place) async throws -> Void) async throws {
    try await ToolFailureTests.withPlace { place in
      try place.tools.add(
        "yosys", version: ToolFailureTests.yosys, script: ToolFailureTests.statistics("SB_LUT4"))
      try await body(place)
    }
  }

  private static let estimate = ["estimate", "Netz ö 1", "--family", "ice40"]

  /// The rows of weights have 4, 8, 8 and 12 ones: an image of ones is of class 3, of zeros of
  /// class 0.
  @Test("measures the accuracy with the golden model")
  func accuracy() async throws {
    try await withPlace { place in
      let images: [UInt8] =
        Array(repeating: 1, count: 16) + Array(repeating: 0, count: 16)
        + Array(repeating: 1, count: 16)
      try Data(images).write(to: place.root.appending(path: "images"))
      try Data([3, 0, 1]).write(to: place.root.appending(path: "labels"))
      let run = try await place.run(
        Self.estimate + ["--images", "images", "--labels", "labels", "--compare", "--json"])
      #expect(run.status == 0, "\(run.errors)")
      let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let own = try #require((object?["rows"] as? [[String: Any]])?.first)
      let percent = try #require(own["accuracyPercent"] as? Double)
      #expect(abs(percent - 200.0 / 3) < 1e-9)
      let notes = try #require(own["notes"] as? [String])
      #expect(notes.contains("accuracy of the golden model on 3 images"))
    }
  }

  @Test("a label of no class is refused")
  func labels() async throws {
    try await withPlace { place in
      try Data(Array(repeating: 1, count: 32)).write(to: place.root.appending(path: "images"))
      try Data([3, 4]).write(to: place.root.appending(path: "labels"))
      let run = try await place.run(
        Self.estimate + ["--images", "images", "--labels", "labels", "--quick"])
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(
        run.errors
          == "error[data.range]: labels: label 1 is 4, but the network's classes are 0 to 3\n")
    }
  }

  @Test("the comparison stands alone, as text or Markdown")
  func comparison() async throws {
    try await withPlace { place in
      let text = try await place.run(Self.estimate + ["--compare"])
      #expect(text.status == 0 && text.output.hasPrefix("system "))
      #expect(text.output.contains("\ntiny ") && text.output.contains("\nFracBNN 2021 "))
      let markdown = try await place.run(Self.estimate + ["--compare", "--markdown"])
      #expect(markdown.status == 0 && markdown.output.hasPrefix("| system | data |"))
    }
  }

  private static let path = ProcessInfo.processInfo.environment["PATH"] ?? ""

  @Test(
    "places a core and each of its units",
    .enabled(
      if: ["yosys", "nextpnr-ice40"].allSatisfy { tool in
        path.split(separator: ":").contains {
          FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
        }
      }, "yosys or nextpnr-ice40 is not installed"))
  func place() async throws {
    try await ToolFailureTests.withPlace { place in
      let arguments = Self.estimate + ["--place", "--place-units"]
      // ABC takes no temporary directory with a space in its path.
      let environment = place.environment(path: Self.path).merging(["TMPDIR": "/tmp"]) { $1 }
      let run = try await CommandLineRun.of(
        arguments + ["--json"], in: place.root, environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let core = try #require((object?["placement"] as? [String: Any])?["megahertz"] as? Double)
      let placed = try #require(object?["unitPlacements"] as? [String: Any])
      let units = try #require(placed["units"] as? [[String: Any]])
      let clocks = units.compactMap { ($0["clock"] as? [String: Any])?["megahertz"] as? Double }
      #expect(core > 20 && clocks.count == units.count && !units.isEmpty)
      #expect(clocks.allSatisfy { $0 > 20 })
      let text = try await CommandLineRun.of(
        arguments, in: place.root, environment: environment)
      let rows = text.output.split(separator: "\n")
      #expect(rows.contains { $0.hasPrefix("unit ") && $0.hasSuffix(" MHz") })
      #expect(text.output.contains("\nMHz of each unit: placed and routed by itself by nextpnr"))
    }
  }

  @Test(
    "a device without a free router is refused under the option's name",
    arguments: ["--place", "--place-units"])
  func noRouter(option: String) async throws {
    try await withPlace { place in
      let run = try await place.run(["estimate", "Netz ö 1", option])
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(
        run.errors.hasPrefix(
          "error[place.device]: \(option): no free tool places designs on 'xc7z020'"))
    }
  }

  @Test("power is refused where nothing is known of it")
  func power() async throws {
    try await withPlace { place in
      let run = try await place.run(Self.estimate + ["--power"])
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.errors.hasPrefix("error[power.family]: --power: "))
    }
  }

  @Test(
    "refuses toggles that are not of this core",
    arguments: [
      ("{}", "error[activity.form]: toggles.json: "),
      (
        #"{"format": "bnn-hw-activity", "name": "tiny", "frames": 1, "units": "#
          + #"[{"unit": "a", "bits": 0, "cycles": 9, "toggles": 9}]}"#,
        "error[activity.form]: toggles.json: "
      ),
      (
        #"{"format": "bnn-hw-activity", "name": "other", "frames": 1, "units": []}"#,
        "error[activity.core]: toggles.json: is of a core 'other' of 0 units"
      ),
    ])
  func activity(file: String, message: String) async throws {
    try await withPlace { place in
      try Data(file.utf8).write(to: place.root.appending(path: "toggles.json"))
      let run = try await place.run(Self.estimate + ["--activity", "toggles.json"])
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.errors.hasPrefix(message), "\(run.errors)")
    }
  }
}
