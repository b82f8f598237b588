import Foundation
import TestSupport
import Testing

@Suite("report")
struct ReportTests {
  @Test(
    "writes a page, the same every time, and replaces no other page",
    .enabled(if: isInstalled("yosys"), "yosys is not installed"))
  func page() async throws {
    try await withDigits { directory in
      let arguments = ["report", "core", "--device", "xc7a35t"]
      let run = try await CommandLineRun.of(arguments + ["-o", "one.html"], in: directory)
      #expect(run.status == 0 && run.output == "digits: report in one.html\n")
      let one = try Data(contentsOf: directory.appending(path: "one.html"))
      let again = try await CommandLineRun.of(arguments, in: directory)
      #expect(again.status == 0 && again.output == "digits: report in report.html\n")
      let over = try await CommandLineRun.of(arguments, in: directory)
      #expect(over.status == 0)
      #expect(try Data(contentsOf: directory.appending(path: "report.html")) == one)
      let page = directory.appending(path: "mine.html")
      try Data("<p>mine</p>".utf8).write(to: page)
      let refused = try await CommandLineRun.of(arguments + ["-o", "mine.html"], in: directory)
      #expect(refused.status == 2 && refused.errors.hasPrefix("error[output.exists]: mine.html: "))
      #expect(try String(contentsOf: page, encoding: .utf8) == "<p>mine</p>")
    }
  }

  @Test(
    "the accuracy is that of infer, the measured cycles those of the simulation's file",
    .enabled(if: isInstalled("yosys"), "yosys is not installed"))
  func values() async throws {
    try await withDigits { directory in
      let images = ["images", "labels"].flatMap { name in
        ["--\(name)", Repository.root.appending(path: "examples/digits/\(name).npy").path]
      }
      let simulation = """
        {"name": "digits", "frames": 5, "mismatches": 0, "layersChecked": true,
         "cyclesPerFrame": 777, "latencyCycles": 888, \(try Self.prediction(in: directory))}
        """
      try Data(simulation.utf8).write(to: directory.appending(path: "sim.json"))
      let arguments = ["report", "core", "--simulation", "sim.json"] + images
      let json = try await CommandLineRun.of(arguments + ["--json"], in: directory)
      let report = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      let classification = report?["classification"] as? [String: Any]
      // examples/digits/README.md: 351 of 364.
      #expect(json.status == 0 && classification?["correct"] as? Int == 351)
      let markdown = try await CommandLineRun.of(
        arguments + ["--markdown", "-o", "report.md"], in: directory)
      let text = try String(contentsOf: directory.appending(path: "report.md"), encoding: .utf8)
      #expect(markdown.status == 0 && text.contains("| per frame | 777 | 64 | 64 |"))
      #expect(text.contains("96.43 %"))
    }
  }

  @Test("takes the resources from the model if asked to")
  func quick() async throws {
    try await withDigits { directory in
      let run = try await CommandLineRun.of(
        ["report", "core", "--quick", "--json"], in: directory)
      let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let resources = report?["resources"] as? [String: Any]
      #expect(run.status == 0 && resources?["tool"] as? String == "model of yosys 0.23")
      let other = try await CommandLineRun.of(
        ["report", "core", "--quick", "--family", "lut4"], in: directory)
      #expect(other.status == 2 && other.errors.hasPrefix("error[estimate.quick-family]: --quick"))
    }
  }

  @Test(
    "a file that no simulation printed is refused, and one of another network or circuit",
    arguments: [
      ("[]", "is no result of 'bnn-hw simulate --json'"),
      (
        """
        {"name": "x", "frames": 5, "mismatches": 0, "layersChecked": true, "latencyCycles": 8,
         "predictedCyclesPerFrame": 7, "predictedLatencyCycles": 8}
        """, "is of network 'x', but the directory is of 'digits'"
      ),
      (
        """
        {"name": "digits", "frames": 5, "mismatches": 0, "layersChecked": true, "latencyCycles": 8,
         "predictedCyclesPerFrame": 7, "predictedLatencyCycles": 8}
        """,
        "is of a circuit of 7 cycles per frame and latency 8, but the directory's has 64 and "
      ),
      (
        """
        {"name": "digits", "frames": -5, "mismatches": 0, "layersChecked": true,
         "latencyCycles": 8, "predictedCyclesPerFrame": 7, "predictedLatencyCycles": 8}
        """, "the value of 'frames' is not as a simulation gives it"
      ),
    ])
  func simulation(contents: String, reason: String) async throws {
    try await withDigits { directory in
      try Data(contents.utf8).write(to: directory.appending(path: "sim.json"))
      let run = try await CommandLineRun.of(
        ["report", "core", "--simulation", "sim.json"], in: directory)
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.errors.hasPrefix("error[report.simulation]: sim.json: \(reason)"))
    }
  }

  @Test(
    "replaces its own files in every form, and no others",
    arguments: [[], ["--markdown"], ["--json"]])
  func ownFiles(form: [String]) async throws {
    try await withDigits { directory in
      let arguments = ["report", "core", "--quick"] + form
      let file = directory.appending(path: "core/manifest.json")
      let manifest = try Data(contentsOf: file)
      let refused = try await CommandLineRun.of(
        arguments + ["-o", "core/manifest.json"], in: directory)
      #expect(refused.status == 2 && refused.output.isEmpty)
      #expect(
        refused.errors.hasPrefix(
          "error[output.exists]: core/manifest.json: not replaced: bnn-hw report did not write it"))
      #expect(try Data(contentsOf: file) == manifest)
      let out = directory.appending(path: "out")
      try Data().write(to: out)
      let link = directory.appending(path: "link")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: out)
      for _ in 1...2 {
        let run = try await CommandLineRun.of(arguments + ["-o", "link"], in: directory)
        #expect(run.status == 0 && run.errors.isEmpty)
      }
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == out.path)
      #expect(try Data(contentsOf: out).count > 1000)
    }
  }

  @Test("writes into a pipe, and to what a link names")
  func pipes() async throws {
    try await withDigits { directory in
      let arguments = ["report", "core", "--quick", "--markdown", "-o"]
      try #require(mkfifo(directory.appending(path: "pipe").path, 0o600) == 0)
      let reader = Process()
      reader.executableURL = URL(filePath: "/bin/sh")
      reader.arguments = ["-c", "timeout 60 cat pipe > read.md"]
      reader.currentDirectoryURL = directory
      try reader.run()
      let pipe = try await CommandLineRun.of(arguments + ["pipe"], in: directory)
      reader.waitUntilExit()
      let read = try String(contentsOf: directory.appending(path: "read.md"), encoding: .utf8)
      #expect(pipe.status == 0 && read.hasPrefix("<!-- bnn-hw report -->\n# digits\n"))
      let link = directory.appending(path: "link").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "new.md")
      let dangling = try await CommandLineRun.of(arguments + ["link"], in: directory)
      #expect(dangling.status == 0)
      let text = try String(contentsOf: directory.appending(path: "new.md"), encoding: .utf8)
      #expect(text.hasPrefix("<!-- bnn-hw report -->\n# digits\n"))
    }
  }

  @Test(
    "says why a report cannot be written",
    arguments: [
      ("core", "error[output.exists]: core: is a directory, but a report is one file"),
      (
        "none/report.html",
        "error[output.write]: none/report.html: cannot be written: No such file or directory"
      ),
    ])
  func unwritable(path: String, reason: String) async throws {
    try await withDigits { directory in
      let run = try await CommandLineRun.of(
        ["report", "core", "--quick", "-o", path], in: directory)
      #expect(run.status == 2 && run.output.isEmpty && run.errors.hasPrefix(reason))
    }
  }

  @Test("in a generated directory the page goes beside it, and generate replaces what it wrote")
  func inDirectory() async throws {
    try await withDigits { directory in
      let core = directory.appending(path: "core")
      let run = try await CommandLineRun.of(["report", "--quick"], in: core)
      #expect(run.status == 0 && run.output == "digits: report in ../report.html\n")
      #expect(FileManager.default.fileExists(atPath: directory.appending(path: "report.html").path))
      let network = Repository.root.appending(path: "examples/digits/net.json").path
      let again = try await CommandLineRun.of(["generate", network, "-o", "core"], in: directory)
      #expect(again.status == 0)
    }
  }

  @Test(
    "a kind of LUT that is no device has a page",
    .enabled(if: isInstalled("yosys"), "yosys is not installed"), arguments: ["lut4", "lut6"])
  func noDevice(family: String) async throws {
    try await withDigits { directory in
      let run = try await CommandLineRun.of(
        ["report", "core", "--family", family], in: directory)
      #expect(run.status == 0 && run.errors.isEmpty)
    }
  }

  /// What `simulate` would repeat of the manifest of `core`.
  private static func prediction(in directory: URL) throws -> String {
    let data = try Data(contentsOf: directory.appending(path: "core/manifest.json"))
    let manifest = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let cycles = try #require(manifest["cyclesPerFrame"] as? Int)
    let latency = try #require(manifest["latencyCycles"] as? Int)
    return #""predictedCyclesPerFrame": \#(cycles), "predictedLatencyCycles": \#(latency)"#
  }

  /// Runs a body where `core` is the generated digits network.
  private func withDigits(_ body: (URL) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let network = Repository.root.appending(path: "examples/digits/net.json").path
      let run = try await CommandLineRun.of(["generate", network, "-o", "core"], in: directory)
      try #require(run.status == 0)
      try await body(directory)
    }
  }
}

private func isInstalled(_ program: String) -> Bool {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
  }
}
