import Foundation
import TestSupport
import Testing

@Suite("Command line")
struct UsageTests {
  @Test(
    "asking for help or the version is no mistake",
    arguments: [["--help"], ["--version"], ["help"], ["generate", "--help"], ["infer", "-h"], []])
  func help(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 0 && run.errors.isEmpty && !run.output.isEmpty)
  }

  @Test(
    "wrong usage ends with 64 and says how it is right",
    arguments: [
      ["frobnicate"], ["generate"], ["generate", "net.json", "more"], ["generate", "--pe", "net"],
      ["generate", "net.json", "--pe", "0"], ["generate", "net.json", "--simd=-1"],
      ["generate", "net.json", "--pe", "99999999999999999999"],
      ["generate", "net.json", "--clock", "fast"], ["generate", "net.json", "--clock", "nan"],
      ["generate", "net.json", "--target-fps", "5", "--pe", "3"],
      ["generate", "net.json", "--target-fps=0"], ["generate", "net.json", "--target-fps", "nan"],
      ["generate", "net.json", "--target-fps", "1e-12"],
      ["generate", "net.json", "--target-latency", "0"],
      ["generate", "net.json", "--target-latency", "soon"],
      ["generate", "net.json", "--target-latency", "-1us"],
      ["generate", "net.json", "--fit-share", "0.5"],
      ["generate", "net.json", "--fit", "xc7z020", "--fit-share", "1.5"],
      ["generate", "net.json", "--fit", "xc7z020", "--simd", "3"],
      ["generate", "net.json", "--fit-mapped"],
      ["explore"], ["explore", "net.json", "--steps", "0"],
      ["explore", "net.json", "--min-fps", "2", "--max-fps", "1"],
      ["generate", "net.json", "--max-lut=-1"],
      ["generate", "net.json", "--popcount-stages", "17"],
      ["estimate", "--quick", "--place"], ["estimate", "--quick", "--whole"],
      ["generate", "net.json", "--colour"], ["infer", "net.json"],
      ["infer", "net.json", "--images", "x.npy", "--frames=-1"],
      ["infer", "net.json", "--images", "x.npy", "--frames=0"],
      ["estimate", "--images", "x.npy"], ["estimate", "--labels", "y.npy"],
      ["estimate", "--timeout", "0"], ["estimate", "--json", "--markdown"], ["import"],
      ["import", "m.onnx", "--verify", "0"], ["import", "m.onnx", "--sign-zero", "0"],
      ["import", "m.onnx", "--images", "x.npy"], ["import", "m.onnx", "--input-scale", "0"],
      ["import", "m.onnx", "--input-scale", "nan"], ["import", "m.onnx", "--input-type", "float"],
      ["report", "--json", "--markdown"], ["report", "--labels", "y.npy"],
      ["report", "--frames", "3"], ["report", "--examples=-1"], ["report", "-o", ""],
      ["report", "--images", "x.npy", "--frames", "0"],
    ])
  func usage(arguments: [String]) async throws {
    let run = try await run(arguments)
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("Error: ") && run.errors.contains("Usage: bnn-hw"))
  }

  @Test(
    "a file that is absent, or a directory, is named",
    arguments: [("absent.net.json", "there is no such file"), (".", "cannot be read")])
  func unreadable(path: String, reason: String) async throws {
    for arguments in [["generate", path], ["infer", path, "--images", "x.npy"]] {
      let run = try await run(arguments)
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.errors == "error[file.read]: \(path): \(reason)\n")
    }
  }

  private func run(_ arguments: [String]) async throws -> CommandLineRun {
    try await withTemporaryDirectory { directory in
      try await CommandLineRun.of(arguments, in: directory)
    }
  }
}
