import ArgumentParser
import BNNIR
import DataFiles
import Foundation

struct InferCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer",
    abstract: "Run the golden model alone: classify images with a network document.")

  @Argument(help: "The network document (net.json), or an ONNX file.")
  var network: String

  @Option(help: "Images: idx, npy, npz (FILE.npz:array) or raw bytes.")
  var images: String

  @Option(help: "Labels: idx, npy, npz (FILE.npz:array) or raw bytes.")
  var labels: String?

  @Option(help: "Take only the first N images.")
  var frames: Int?

  @Option(help: "Write the class of every image to this file, one per line.")
  var predictions: String?

  @OptionGroup var importing: ImportArguments

  @Flag(help: "Print one JSON object to standard output.")
  var json = false

  private struct Result: Encodable {
    let frames: Int
    let accuracy: Double?
    let imagesPerSecond: Double
    let predictions: String?

    enum CodingKeys: CodingKey {
      case frames, accuracy, imagesPerSecond, predictions
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(frames, forKey: .frames)
      try container.encode(accuracy, forKey: .accuracy)
      try container.encode(imagesPerSecond, forKey: .imagesPerSecond)
      try container.encode(predictions, forKey: .predictions)
    }
  }

  func validate() throws {
    if let frames, frames < 1 { throw ValidationError("--frames must be at least 1.") }
  }

  func run() async throws {
    try await reportingFailures {
      let (graph, _) = try InputFile.network(network, importing)
      let model = GoldenModel(NetworkPasses.run(on: graph))
      let data = try LabelledFrames.read(
        images: images, labels: labels, limit: frames, for: graph)
      let clock = ContinuousClock()
      var classes: [Int] = []
      let time = clock.measure {
        classes = model.output(data.frames).flatMap(GoldenModel.classes)
      }
      let accuracy = data.accuracy(of: classes)
      let rate = Double(classes.count) / (time / .seconds(1))
      if let predictions { try write(classes, to: predictions) }
      if json {
        Terminal.json(
          Result(
            frames: classes.count, accuracy: accuracy, imagesPerSecond: rate,
            predictions: predictions))
      } else {
        let shown = accuracy.map { "accuracy \(Percent.text($0))" } ?? "no labels given"
        Terminal.result(
          "\(graph.name): \(classes.count.grouped) images, \(shown), "
            + "\(Int(rate).grouped) images/s")
      }
    }
  }

  private func write(_ classes: [Int], to path: String) throws(DiagnosticError) {
    let text = classes.map { "\($0)\n" }.joined()
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw DiagnosticError(
        Diagnostic("output.write", file: path, "cannot be written: \(error.localizedDescription)"))
    }
  }
}
