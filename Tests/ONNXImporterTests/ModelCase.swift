import BNNIR
import Foundation
import Testing

@testable import ONNXImporter

/// A model with frames and what an independent executor made of them; Reference/README.md has the
/// format.
struct ModelCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Blob: Decodable, Sendable {
    let name: String?
    let shape: [Int]
    let offset: Int
    let scale: Double?
    let layout: String?
  }

  let model: String
  let data: String
  let frames: Int
  let input: Blob
  /// Values with two levels; a byte of 1 is the upper one.
  let binarized: [Blob]
  /// 32-bit floats, and the indices of the largest, as 32-bit integers.
  let scores: Blob?
  let classes: Blob?

  var testDescription: String { model }

  /// All cases of a directory, by name.
  static func all(in directory: URL) throws -> [ModelCase] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
      .filter { $0.hasSuffix(".json") }.map {
        try JSONDecoder().decode(
          ModelCase.self, from: Data(contentsOf: directory.appending(path: $0)))
      }
  }

  /// Imports the model and compares every binarized value, and the class, of every frame.
  func check(in directory: URL) throws {
    let bytes = Array(try Data(contentsOf: directory.appending(path: model)))
    var options = ImportOptions()
    options.inputScale = input.scale
    options.layout = input.layout == "NHWC" ? .channelsLast : nil
    let imported = try ONNXImport(bytes, file: model, directory: directory, options: options)
    let graph = try TypeChecker.check(try NetworkReader.read(imported.document, file: model))
    let data = Array(try Data(contentsOf: directory.appending(path: self.data)))
    let batch = frames(of: data, imported, graph.input)
    let tensors = GoldenModel(graph).trace(batch)
    for blob in binarized { try compare(blob, data, imported, graph, tensors) }
    if let classes { compareClasses(classes, data, graph, tensors) }
  }

  /// Pixels come in the order of the model's input.
  private func frames(
    of data: [UInt8], _ imported: ONNXImport, _ layer: InputLayer
  ) -> PixelBatch {
    let elements = layer.shape.elements
    let order = imported.streamlined.inputAxes.elements(in: layer.shape)
    var bytes = [UInt8](repeating: 0, count: frames * elements)
    for frame in 0..<frames {
      for (index, element) in order.enumerated() {
        bytes[frame * elements + element] = data[input.offset + frame * elements + index]
      }
    }
    return PixelBatch(frames: frames, elementsPerFrame: elements, bytes: bytes)
  }

  private func compare(
    _ blob: Blob, _ data: [UInt8], _ imported: ONNXImport, _ graph: Graph, _ tensors: [Tensor]
  ) throws {
    let value = try #require(
      imported.streamlined.binarized.first { $0.name == blob.name },
      "\(model): value \(blob.name ?? "") is no bit of the network")
    let layer = imported.streamlined.network.layers[value.layer]
    let node = try #require(graph.nodes.firstIndex { $0.name == layer.name })
    let order = value.axes.elements(in: tensors[node].shape)
    let channels = tensors[node].shape.channels
    // Constant channels have one level; falling ones have the upper level at bit 0.
    let signs = (0..<channels).map { value.levels.scale(of: $0).signum }
    let isHigh = (0..<channels).map { value.levels.offset(of: $0).signum > 0 }
    var differences = 0
    for frame in 0..<frames {
      for (index, element) in order.enumerated() {
        let channel = element % channels
        let bit = tensors[node].element(frame: frame, index: element) == 1
        let upper = signs[channel] == 0 ? isHigh[channel] : (signs[channel] > 0) == bit
        if upper != (data[blob.offset + frame * order.count + index] == 1) { differences += 1 }
      }
    }
    #expect(differences == 0, "\(model): bits of \(blob.name ?? "")")
  }

  /// The class is the executor's, or has a score that only its rounding sets apart from the
  /// largest.
  private func compareClasses(
    _ blob: Blob, _ data: [UInt8], _ graph: Graph, _ tensors: [Tensor]
  ) {
    let classes = GoldenModel.classes(of: tensors[graph.output])
    for (frame, found) in classes.enumerated() {
      let expected = Int(word(data, blob.offset + 4 * frame))
      if found == expected { continue }
      guard let scores, let count = scores.shape.last else {
        Issue.record("\(model): frame \(frame) is \(found), but expected \(expected)")
        continue
      }
      let row = (0..<count).map {
        Float(bitPattern: word(data, scores.offset + 4 * (frame * count + $0)))
      }
      #expect(
        row[expected] - row[found] <= 1e-6 * row[expected].magnitude,
        "\(model): frame \(frame) is \(found), but expected \(expected)")
    }
  }

  private func word(_ data: [UInt8], _ offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(data[offset + $1]) << UInt32(8 * $1) }
  }
}
