import Foundation
import HDLGen
import TestSupport
import Testing

@Suite("generate")
struct GenerateTests {
  private static let network = """
    {
      "format": "bnn-hw-network", "version": 1, "name": "tiny",
      "input": {"shape": [16], "type": "bit"},
      "layers": [
        {"name": "fc0", "kind": "binary_dense", "units": 4,
         "weights": ["0123", "4567", "89ab", "cdef"]},
        {"name": "act0", "kind": "sign"},
        {"name": "fc1", "kind": "binary_dense", "units": 2, "weights": ["05", "0a"]},
        {"name": "class", "kind": "argmax"}
      ]
    }

    """

  @Test("writes the same bytes every time, and replaces what it wrote")
  func deterministic() async throws {
    try await withNetwork { directory in
      let first = try await generate(["-o", "one"], in: directory)
      #expect(first.status == 0 && first.output.hasPrefix("tiny: 2 layers"))
      let one = try Self.files(of: directory.appending(path: "one"))
      #expect(one.keys.contains("manifest.json") && one.keys.contains("rtl/bnn_mvu.sv"))
      #expect(one["network.json"] == Data(Self.network.utf8))
      for (arguments, isSame) in [
        (["-o", "two"], true), (["-o", "one", "--pe", "1"], false), (["-o", "one"], true),
      ] {
        let run = try await generate(arguments, in: directory)
        let files = try Self.files(of: directory.appending(path: arguments[1]))
        #expect(run.status == 0 && (files == one) == isSame)
      }
      let entries = try Self.entries(of: directory)
      #expect(entries == ["net.json", "one", "two"])
    }
  }

  @Test(
    "quick estimates need no tool, add up, and are what generate predicted",
    arguments: ["xc7", "xcup", "ecp5", "ice40", "gowin"])
  func quickEstimate(family: String) async throws {
    try await withNetwork { directory in
      let made = try await generate(["-o", "core", "--json"], in: directory)
      let run = try await CommandLineRun.of(
        ["estimate", "core", "--quick", "--family", family, "--json"], in: directory)
      #expect(run.status == 0 && run.errors.isEmpty)
      let summary = try #require(Self.object(made.output))
      let report = try #require(Self.object(run.output))
      let total = try #require(report["total"] as? [String: Double])
      let units = try #require(report["units"] as? [[String: Any]])
      #expect(report["basis"] as? String == "model")
      for figure in ["lut", "lutram", "ff", "carry", "dsp"] {
        #expect(units.reduce(0) { $0 + ($1[figure] as? Double ?? 0) } == total[figure])
      }
      #expect((summary["predicted"] as? [String: Double] == total) == (family == "xc7"))
    }
  }

  private static func object(_ text: String) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]
  }

  @Test("moves weights out of what may hold no more, or says that they do not fit")
  func limits() async throws {
    try await withTemporaryDirectory { directory in
      let digits = Repository.root.appending(path: "examples/digits/net.json").path
      let memory = { (arguments: [String]) async throws -> (luts: Int, blocks: Double) in
        let run = try await CommandLineRun.of(
          ["generate", digits, "-o", "core", "--json"] + arguments, in: directory)
        let summary = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        let memory = (summary as? [String: Any])?["weightMemory"] as? [String: Any]
        return (
          try #require(memory?["luts"] as? Int), try #require(memory?["bram36"] as? Double)
        )
      }
      let free = try await memory([])
      #expect(free.blocks == 0)
      let few = try await memory(["--max-lut", "\(free.luts - 1)"])
      #expect(few.luts < free.luts && few.blocks > 0)
      let none = try await memory(["--max-lut", "0"])
      #expect(none.luts == 0 && none.blocks > few.blocks)
      let run = try await CommandLineRun.of(
        ["generate", digits, "--max-lut", "10", "--max-bram", "1"], in: directory)
      #expect(run.status == 2)
      #expect(
        run.errors.contains(
          "error[hardware.weights]: --max-bram, --max-lut: the weights do not fit into 1 block RAMs "
            + "and 10 LUTs; the nearest"))
    }
  }

  @Test("writes to build/<name> if no directory is given")
  func standardDirectory() async throws {
    try await withNetwork { directory in
      let run = try await generate([], in: directory)
      #expect(run.status == 0)
      let manifest = directory.appending(path: "build/tiny/manifest.json")
      #expect(FileManager.default.fileExists(atPath: manifest.path))
    }
  }

  @Test(
    "leaves a directory alone that another hand changed",
    arguments: [
      ("notes.txt", "bnn-hw did not write 'notes.txt' in it"),
      ("rtl/bnn_mvu.sv", "'rtl/bnn_mvu.sv' in it was changed after bnn-hw wrote it"),
      ("manifest.json", "it holds files that bnn-hw did not write"),
    ])
  func foreignFile(path: String, reason: String) async throws {
    try await withNetwork { directory in
      _ = try await generate(["-o", "core"], in: directory)
      let core = directory.appending(path: "core")
      try Data("mine\n".utf8).write(to: core.appending(path: path))
      let before = try Self.files(of: core)
      let run = try await generate(["-o", "core"], in: directory)
      #expect(run.status == 2 && run.output.isEmpty)
      let problem = try #require(run.errors.split(separator: "\n").first)
      #expect(problem.hasPrefix("error[output.exists]: ") && problem.hasSuffix(reason))
      let after = try Self.files(of: core)
      let entries = try Self.entries(of: directory)
      #expect(after == before && entries == ["core", "net.json"])
    }
  }

  @Test("leaves a file alone that has the directory's name")
  func file() async throws {
    try await withNetwork { directory in
      let run = try await generate(["-o", "net.json"], in: directory)
      #expect(run.status == 2 && run.errors.contains("net.json: not replaced: it is a file"))
      let network = try Data(contentsOf: directory.appending(path: "net.json"))
      #expect(network == Data(Self.network.utf8))
    }
  }

  @Test("prints one JSON object with the keys that programs rely on")
  func json() async throws {
    try await withNetwork { directory in
      let run = try await generate(["--json", "--pe", "2", "--simd", "4"], in: directory)
      #expect(run.status == 0)
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let layers = try #require(object["layers"] as? [[String: Any]])
      #expect(layers.map { $0["name"] as? String } == ["fc0", "fc1"])
      #expect(layers.map { $0["pe"] as? Int } == [2, 2])
      #expect(layers.map { $0["simd"] as? Int } == [4, 4])
      // 4 rows of 16 columns, 2 × 4 per cycle: 8 cycles; 2 rows of 4 columns: 1 cycle.
      #expect(layers.map { $0["cyclesPerFrame"] as? Int } == [8, 1])
      #expect(object["cyclesPerFrame"] as? Int == 8)
      #expect(object["framesPerSecond"] as? Double == 12_500_000)
    }
  }

  @Test("refuses writable weights with a shared engine, and explores without one")
  func engineConflicts() async throws {
    try await withNetwork { directory in
      let written = try await generate(["--engine", "--writable-weights"], in: directory)
      #expect(written.status == 2 && written.errors.contains("error[engine.writable]"))
      try Data(#"{"shared-engine": {}}"#.utf8).write(to: directory.appending(path: "fold.json"))
      let explored = try await CommandLineRun.of(
        ["explore", "net.json", "--folding", "fold.json"], in: directory)
      #expect(explored.status == 2)
      #expect(
        explored.errors.hasPrefix("fold.json:1:2: error[engine.explore] at $['shared-engine']: "))
    }
  }

  @Test("a shared engine that a device has no room for is refused")
  func largeEngine() async throws {
    try await withNetwork { directory in
      let run = try await generate(["--engine", "--fit", "ice40-hx1k"], in: directory)
      #expect(run.status == 2 && run.errors.contains("error[folding.fit]"))
    }
  }

  @Test("a layer's folding does not count if a shared engine computes it, which a note says")
  func sharedFolding() async throws {
    try await withNetwork { directory in
      try Data(#"{"fc0": {"pe": 2}, "shared-engine": {"pe": 2, "simd": 4}}"#.utf8)
        .write(to: directory.appending(path: "fold.json"))
      let run = try await generate(
        ["--folding", "fold.json", "--popcount-stages", "2", "--save-folding", "saved.json"],
        in: directory)
      #expect(run.status == 0)
      #expect(
        run.errors
          == "note: fc0: the shared engine computes it; its own folding is not used\n")
      let saved = try String(contentsOf: directory.appending(path: "saved.json"), encoding: .utf8)
      #expect(saved.contains(#""axi_bits": 64, "popcount_stages": 2"#))
    }
  }

  @Test("a folding file that was saved gives the same shared engine again")
  func savedEngine() async throws {
    try await withNetwork { directory in
      let made = try await generate(
        ["--engine", "--save-folding", "fold.json", "-o", "one"], in: directory)
      let again = try await generate(["--folding", "fold.json", "-o", "two"], in: directory)
      #expect(made.status == 0 && again.status == 0)
      let one = try Self.files(of: directory.appending(path: "one"))
      #expect(one.keys.contains("mem/fc0_engine_image.bin"))
      #expect(try Self.files(of: directory.appending(path: "two")) == one)
    }
  }

  @Test(
    "refuses a folding file at the place of its mistake",
    arguments: [
      (
        #"{"fc2": {"pe": 2}}"#,
        """
        fold.json:1:2: error[folding.unknown-layer] at $.fc2: the network has no layer 'fc2' with \
        weights to fold, but 'fc0' or 'fc1'
          hint: did you mean 'fc0'?

        """
      ),
      (
        #"{"fc0": {"pe": 0, "smid": 2}, "fc1": 2}"#,
        """
        fold.json:1:16: error[value.range] at $.fc0.pe: 0 is not a whole number from 1 to 16777216
        fold.json:1:19: error[key.unknown] at $.fc0.smid: key 'smid' is unknown here, but expected \
        'pe', 'simd', 'pixels', 'bit_serial', 'weights' or 'popcount_stages'
          hint: did you mean 'simd'?
        fold.json:1:38: error[key.kind] at $.fc1: found a number, but expected an object

        """
      ),
      ("[]", "fold.json:1:1: error[key.kind] at $: found an array, but expected an object\n"),
      (
        #"{"shared-engine": {"pe": 3, "simd": 4, "axi_bits": 48}}"#,
        """
        fold.json:1:2: error[engine.lanes] at $['shared-engine']: pe 3 does not divide simd 4
          hint: an engine writes PE bits of a word of SIMD bits at a time
        fold.json:1:2: error[engine.width] at $['shared-engine']: axi_bits is 48, but must be one of '32', \
        '64', '128', '256' or '512'

        """
      ),
      (
        #"{"shared-engine": {"from": "fc1", "to": "fc0"}}"#,
        """
        fold.json:1:2: error[engine.layers] at $['shared-engine']: a shared engine can compute no chain of \
        layers from 'fc1' to 'fc0'
          hint: a chain is binary_conv and binary_dense on bits, each with a threshold and a max_pool \
        or none behind it and one reader; without groups, exact zero padding and padded pools; the last \
        one may give scores of one pixel

        """
      ),
      (
        "{",
        """
        fold.json:1:2: error[json.truncated]: the file ends where a key in double quotes is \
        expected

        """
      ),
    ])
  func folding(text: String, expected: String) async throws {
    try await withNetwork { directory in
      try Data(text.utf8).write(to: directory.appending(path: "fold.json"))
      let run = try await generate(["--folding", "fold.json"], in: directory)
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.errors == expected)
      let entries = try Self.entries(of: directory)
      #expect(entries == ["fold.json", "net.json"])
    }
  }

  @Test("takes the foldings of a file")
  func foldings() async throws {
    try await withNetwork { directory in
      try Data(#"{"fc0": {"pe": 4, "simd": 8}}"#.utf8)
        .write(to: directory.appending(path: "fold.json"))
      let run = try await generate(
        ["--folding", "fold.json", "--pe", "1", "--simd", "1", "--json"], in: directory)
      #expect(run.output.contains(#""pe" : 4"#) && run.output.contains(#""pe" : 1"#))
      #expect(run.status == 0)
    }
  }

  private func withNetwork(_ body: (URL) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      try Data(Self.network.utf8).write(to: directory.appending(path: "net.json"))
      try await body(directory)
    }
  }

  private func generate(_ arguments: [String], in directory: URL) async throws -> CommandLineRun {
    try await CommandLineRun.of(["generate", "net.json"] + arguments, in: directory)
  }

  /// Names in a directory, hidden ones too, sorted.
  private static func entries(of directory: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
  }

  /// Contents of all files below a directory.
  private static func files(of directory: URL) throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
    return Dictionary(
      uniqueKeysWithValues: paths.compactMap { path in
        (try? Data(contentsOf: directory.appending(path: path))).map { (path, $0) }
      })
  }
}
