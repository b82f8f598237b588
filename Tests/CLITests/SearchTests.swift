import Foundation
import TestSupport
import Testing

/// What `generate` searches for, and what it says where nothing is found.
@Suite("generate with a goal")
struct SearchTests {
  private static let digits = Repository.root.appending(path: "examples/digits/net.json").path

  @Test(
    "says why a goal cannot be reached",
    arguments: [
      (
        ["--target-fps", "100", "--clock", "50Hz", "--fit", "xc7z020"],
        "Error: --target-fps must be from 0.001 to the clock."
      ),
      (
        ["--target-fps", "50e6", "--folding", "fold.json"],
        """
        error[folding.target]: --target-fps: no folding takes at most 2 cycles per frame: 'fc1' needs \
        16384 with the lanes that it was given
          hint: take a higher --clock or a lower target

        """
      ),
      (
        ["--target-latency", "10"],
        """
        error[folding.latency]: --target-latency: no folding that was found takes at most 10 cycles \
        from a frame's first input to its last output: 11 at best
          hint: take a higher target; a time in seconds also falls with a higher --clock

        """
      ),
      (
        ["--fit", "xc7z2O"],
        """
        error[device.unknown]: --fit: 'xc7z2o' is not a known device
          hint: did you mean 'xc7z020'?

        """
      ),
    ])
  func refusals(arguments: [String], expected: String) async throws {
    try await withTemporaryDirectory { directory in
      try Data(#"{"fc1": {"pe": 1, "simd": 2}}"#.utf8)
        .write(to: directory.appending(path: "fold.json"))
      let run = try await CommandLineRun.of(
        ["generate", Self.digits, "-o", "core"] + arguments, in: directory)
      #expect(run.status != 0 && run.output.isEmpty)
      #expect(run.errors.hasPrefix(expected), "\(run.errors)")
      #expect(run.status == (expected.hasPrefix("error") ? 2 : 64))
    }
  }

  @Test("a device that is too small is refused with the smallest need")
  func tooSmall() async throws {
    try await withTemporaryDirectory { directory in
      let run = try await CommandLineRun.of(
        ["generate", Self.digits, "--fit", "ice40-hx1k", "--fit-share", "0.01"], in: directory)
      #expect(run.status == 2)
      #expect(
        run.errors.wholeMatch(
          of:
            /error\[folding\.fit\]: --fit: nothing fits into 1 % of ice40-hx1k at any speed: the nearest that was found takes \d+ LUTs, \d+ FFs, [0-9.]+ block RAMs of 36 Kbit and 0 DSPs, but there are 12 LUTs, 12 FFs, 0 block RAMs of 36 Kbit and 0 DSPs\n  hint: take a larger device, or more of it with --fit-share\n/
        ) != nil, "\(run.errors)")
    }
  }

  @Test("the foldings that were found and saved give the same design")
  func saved() async throws {
    try await withTemporaryDirectory { directory in
      let search = try await CommandLineRun.of(
        [
          "generate", Self.digits, "-o", "core", "--target-fps", "150000", "--save-folding",
          "found.json", "--explain", "--json",
        ], in: directory)
      #expect(search.status == 0)
      let found = try JSONSerialization.jsonObject(with: Data(search.output.utf8)) as? [String: Any]
      #expect(try #require(found?["framesPerSecond"] as? Double) >= 150_000)
      let explanation = try #require(found?["explanation"] as? [String: Any])
      #expect(explanation["cyclesPerFrame"] as? Int == found?["cyclesPerFrame"] as? Int)
      let again = try await CommandLineRun.of(
        ["generate", Self.digits, "-o", "again", "--folding", "found.json"], in: directory)
      #expect(again.status == 0 && again.errors.isEmpty)
      let manifests = try ["core", "again"].map {
        try Data(contentsOf: directory.appending(path: "\($0)/manifest.json"))
      }
      #expect(manifests[0] == manifests[1])
    }
  }
}
