import ArgumentParser

/// The command line: `bnn-hw generate | explore | job | simulate | estimate | report | infer |
/// import`.
@main
struct BNNHardware: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "bnn-hw",
    abstract: "Turns a trained binarized neural network into a verified streaming FPGA core.",
    discussion: """
      generate writes Verilog for a network, simulate proves it equal to the golden model bit for \
      bit, estimate says what it costs on a part, report writes a page about it, infer runs the golden \
      model alone, import makes a network document of an ONNX file, explore finds the designs worth \
      choosing between.

      Exit codes: 0 all is well, 1 a mismatch, 2 bad input, 3 a tool is missing or failed, 64 usage, \
      130 interrupted.
      """,
    version: version,
    subcommands: [
      GenerateCommand.self, SimulateCommand.self, EstimateCommand.self, ReportCommand.self,
      InferCommand.self, ImportCommand.self, ExploreCommand.self, JobCommand.self,
    ])

  static func main() async {
    await Interruption.cancelling { await main(nil) }
  }
}
