public import ArgumentParser
import BNNIR
import Foundation
public import HDLGen
import ToolRunner

struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write the Verilog of a network, with its memories and a manifest.",
    discussion: """
      PE rows and SIMD columns of each weight matrix are computed per clock cycle, so a layer of \
      MH×MW weights takes ⌈MH/PE⌉·⌈MW/SIMD⌉ cycles per frame. A folding file sets both per layer: \
      {"fc0": {"pe": 32, "simd": 64}}.
      """)

  @Argument(help: "The network document (net.json), or an ONNX file.")
  var network: String

  @Option(help: "Rows per cycle of every layer, where it has that many (default: 16).")
  var pe: Int?

  @Option(help: "Columns per cycle of every layer, where it has that many (default: 32).")
  var simd: Int?

  @OptionGroup var search: SearchArguments

  @Flag(help: "Say why each layer has its folding, and what others would cost.")
  var explain = false

  @Option(help: "Also write the foldings to this file, which --folding reads.")
  var saveFolding: String?

  @Option(help: "Block RAMs of 36 Kbit that weights may take; the others go into LUTs.")
  var maxBram: Int?

  @Option(help: "LUTs that weights may take; the others go into block RAM.")
  var maxLut: Int?

  @Option(
    help: """
      What FIFOs are for: throughput (as deep as the full speed of these foldings takes) or memory (as \
      shallow as the network runs with).
      """)
  var fifos = FIFOPolicy.throughput

  @Option(
    help: """
      Registers within the popcounts, for a higher clock: 0 to 16 (default: 0; of a shared engine as many as \
      --clock asks for).
      """)
  var popcountStages: Int?

  @Flag(
    help: """
      Compute the layers with the most weights one after the other on a shared engine, with weights in external \
      memory; 'shared-engine' in a folding file says more.
      """)
  var engine = false

  @Flag(help: "Add an AXI4-Lite port that writes weights and thresholds while the core runs.")
  var writableWeights = false

  @Option(help: "A JSON file with foldings by layer name.")
  var folding: String?

  @Option(name: .shortAndLong, help: "The directory to write (default: build/<network name>).")
  var output: String?

  @Option(help: "The clock that frames per second are stated for.")
  var clock = ClockFrequency(hertz: 100_000_000)

  @Option(help: "Directory of the RTL library (default: the one that came with bnn-hw).")
  var rtlLibrary: String?

  @Option(help: ArgumentHelp("Print the intermediate form after a pass.", valueName: "pass"))
  var printAfter: String?

  @OptionGroup var importing: ImportArguments

  @Flag(help: "Print one JSON object to standard output.")
  var json = false

  func validate() throws {
    let widest = 1 << 24
    guard (1...widest).contains(pe ?? 1), (1...widest).contains(simd ?? 1) else {
      throw ValidationError("--pe and --simd must be from 1 to \(widest).")
    }
    if search.isUsed {
      guard pe == nil, simd == nil else {
        throw ValidationError(
          "--target-fps, --target-latency and --fit choose PE and SIMD; leave out --pe and --simd.")
      }
    }
    if let targetFps = search.targetFps, targetFps > Double(clock.hertz) {
      throw ValidationError("--target-fps must be from 0.001 to the clock.")
    }
    guard Folding.stageRange.contains(popcountStages ?? 0) else {
      throw ValidationError("--popcount-stages must be from 0 to \(Folding.stageRange.upperBound).")
    }
    if let maxBram, maxBram < 0 { throw ValidationError("--max-bram must not be negative.") }
    if let maxLut, maxLut < 0 { throw ValidationError("--max-lut must not be negative.") }
  }

  func run() async throws {
    try await reportingFailures {
      let (graph, document) = try InputFile.network(network, importing)
      try printIntermediate(graph)
      let directory = output ?? "build/\(graph.name)"
      let build = try builder(of: graph, document, in: URL(filePath: directory))
      let room = try SearchArguments.room(search.fit, share: search.fitShare)
      let generated: Generator.Output
      if let room, search.fitMapped {
        let progress = ProgressLine()
        generated = try await MappedFit(room).run(
          { try build($0) }, progress: { progress.show($0) })
        progress.clear()
      } else {
        generated = try build(room).output
      }
      if let saveFolding {
        try OutputFile.write(
          Array(generated.foldings.fileText(engine: generated.engine).utf8),
          to: URL(filePath: saveFolding))
      }
      let summary = GenerateSummary(
        generated.design, directory: directory, explanation: generated.explanation,
        otherFIFOs: generated.otherFIFOs)
      for note in generated.notes { Terminal.say("note: \(note)") }
      json ? Terminal.json(summary) : Terminal.result(summary.text)
    }
  }

  /// What writes the design for a room, if there is one.
  private func builder(
    of graph: Graph, _ document: [UInt8], in directory: URL
  ) throws -> (HardwareRoom?) throws -> (output: Generator.Output, directory: URL) {
    let file = try folding.map { path throws(DiagnosticError) in
      try FoldingFile(
        try InputFile.bytes(of: path), file: path, popcountStages: popcountStages)
    }
    let request = FoldingRequest(
      every: Folding(pe: pe ?? 16, simd: simd ?? 32, popcountStages: popcountStages ?? 0),
      exceptions: file?.exceptions ?? [],
      engine: file?.engine ?? (engine ? .usual(popcountStages: popcountStages) : nil))
    let library =
      if let rtlLibrary { try RTLLibrary(directory: URL(filePath: rtlLibrary)) } else {
        try RTLLibrary.standard()
      }
    return { room in
      let generator = Generator(
        library: library,
        options: .init(
          folding: request, clockHertz: clock.hertz, generator: "bnn-hw \(BNNHardware.version)",
          weightLimits: WeightLimits(blocks: maxBram, luts: maxLut), fifos: fifos,
          goal: search.goal(clock, room), hasWritableWeights: writableWeights, explains: explain,
          engineStages: popcountStages))
      let output = try generator.generate(graph, document: document)
      if Task.isCancelled { throw ToolError.cancelled }
      try DesignWriter.write(output.design, to: directory)
      return (output, directory)
    }
  }

  private func printIntermediate(_ graph: Graph) throws {
    guard let printAfter else { return }
    var graph = graph
    for pass in NetworkPasses.all {
      graph = pass.run(graph)
      if pass.name == printAfter {
        Terminal.say(GraphDump.text(of: graph))
        return
      }
    }
    let names = NetworkPasses.all.map(\.name)
    throw DiagnosticError(
      Diagnostic(
        "pass.unknown", file: "--print-after",
        "there is no pass '\(printAfter)', but \(Spelling.list(names))",
        hint: Spelling.nearest(to: printAfter, among: names).map { "did you mean '\($0)'?" }))
  }
}

extension FIFOPolicy: ExpressibleByArgument {}
