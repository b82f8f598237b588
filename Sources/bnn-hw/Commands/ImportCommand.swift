import ArgumentParser
import BNNIR
import Foundation
import ONNXImporter

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a network document of an ONNX file: plain ONNX, QONNX or FINN-ONNX.",
    discussion: """
      Scales, biases and batch normalisations fold into integer thresholds, exactly; what cannot be \
      built exactly is refused by node. --verify runs the original graph beside the network and compares \
      every bit.
      """)

  @Argument(help: "The ONNX file.")
  var model: String

  @Option(name: .shortAndLong, help: "The document to write (default: <model>.net.json).")
  var output: String?

  @Option(help: "Run that many frames through the graph and the network, and compare all bits.")
  var verify: Int?

  @Option(
    help: "Images for --verify: idx, npy, npz (FILE.npz:array) or raw bytes (default: random).")
  var images: String?

  @OptionGroup var arguments: ImportArguments

  @Flag(help: "Print what became of every node.")
  var report = false

  @Flag(help: "Print one JSON object to standard output.")
  var json = false

  private struct Result: Encodable {
    let document: String
    let name: String
    let layers: Int
    let report: [String]
    let verifiedFrames: Int?
    let comparedBits: Int?
    let mismatches: Int?
  }

  func validate() throws {
    if let verify, verify < 1 { throw ValidationError("--verify must be at least 1.") }
    if images != nil, verify == nil { throw ValidationError("--images is for --verify.") }
  }

  func run() async throws {
    try await reportingFailures {
      let imported = try InputFile.onnx(model, arguments.options)
      let target = output ?? defaultOutput
      let graph = try TypeChecker.check(try NetworkReader.read(imported.document, file: target))
      let verification = try verified(imported, graph.input)
      if let verification, let mismatch = verification.first {
        Terminal.say(
          "error: \(model): \(verification.mismatches.grouped) values differ, first: \(mismatch)")
        throw ExitCode.mismatch
      }
      try write(imported.document, to: target)
      let result = Result(
        document: target, name: graph.name, layers: graph.nodes.count - 1,
        report: imported.report.lines, verifiedFrames: verification?.frames,
        comparedBits: verification?.bits, mismatches: verification?.mismatches)
      if json {
        Terminal.json(result)
      } else {
        Terminal.result(text(of: result, graph))
      }
    }
  }

  private var defaultOutput: String {
    URL(filePath: model).deletingPathExtension().lastPathComponent + ".net.json"
  }

  private func text(of result: Result, _ graph: Graph) -> String {
    var lines =
      report
      ? result.report
      : result.report.filter { $0.hasPrefix("input:") || $0.hasPrefix("scores:") }
    lines.append("\(graph.name): \(result.layers) layers in \(result.document)")
    if let frames = result.verifiedFrames, let bits = result.comparedBits {
      lines.append(
        "verified: \(bits.grouped) bits of \(frames) frames equal the graph's, and all outputs")
    }
    return lines.joined(separator: "\n")
  }

  private func verified(
    _ imported: ONNXImport, _ input: InputLayer
  ) throws -> ImportVerification? {
    guard let verify else { return nil }
    let batch =
      if let images {
        try LabelledFrames.read(images, limit: verify, for: input)
      } else {
        randomFrames(verify, for: input)
      }
    let line = ProgressLine()
    defer { line.clear() }
    return try imported.verify(batch) { line.show("verified \($0) of \(batch.frames) frames") }
  }

  private func randomFrames(_ count: Int, for input: InputLayer) -> PixelBatch {
    Terminal.say("note: no --images; verifying with \(count) random frames (seed 1)")
    var random = SplitMix64(seed: 1)
    return PixelBatch.random(count, for: input, using: &random)
  }

  /// Replaces nothing but what an import wrote.
  private func write(_ document: [UInt8], to path: String) throws(DiagnosticError) {
    let url = URL(filePath: path)
    if let old = try? Data(contentsOf: url),
      !String(decoding: old.prefix(400), as: UTF8.self).contains(ONNXImport.description)
    {
      throw DiagnosticError(
        Diagnostic(
          "output.exists", file: path, "not replaced: bnn-hw import did not write it",
          hint: "name another file with -o, or remove this one"))
    }
    do {
      try Data(document).write(to: url, options: .atomic)
    } catch {
      throw DiagnosticError(
        Diagnostic("output.write", file: path, "cannot be written: \(error.localizedDescription)"))
    }
  }
}
