import BNNIR
import DataFiles
import Foundation

/// Images with their labels, if the user gave any.
struct LabelledFrames {
  let frames: PixelBatch
  let labels: [Int]?

  static func read(
    images: String, labels: String?, limit: Int?, for graph: Graph
  ) throws(DiagnosticError) -> LabelledFrames {
    let frames = try read(images, limit: nil, for: graph.input)
    let classes = try labels.map { path throws(DiagnosticError) in
      try LabelFile.read(path: path)
    }
    if let classes, let labels { try check(classes, frames, file: labels, of: graph) }
    guard let limit, limit < frames.frames else {
      return LabelledFrames(frames: frames, labels: classes)
    }
    return LabelledFrames(
      frames: frames[frames: 0..<limit], labels: classes.map { Array($0.prefix(limit)) })
  }

  /// Images alone.
  static func read(
    _ images: String, limit: Int?, for input: InputLayer
  ) throws(DiagnosticError) -> PixelBatch {
    let frames = try FrameFile.read(path: images, shape: input.shape, pixels: input.pixels)
    guard let limit, limit < frames.frames else { return frames }
    return frames[frames: 0..<limit]
  }

  private static func check(
    _ labels: [Int], _ frames: PixelBatch, file: String, of graph: Graph
  ) throws(DiagnosticError) {
    guard labels.count == frames.frames else {
      throw DiagnosticError(.labelCount(labels.count, images: frames.frames, file: file))
    }
    let classes = graph.classCount
    if let index = labels.firstIndex(where: { $0 >= classes }) {
      throw DiagnosticError(.noSuchClass(labels[index], at: index, classes: classes, file: file))
    }
  }

  /// The share of classes that equal the labels; nil without labels.
  func accuracy(of classes: [Int]) -> Double? {
    guard let labels, !labels.isEmpty else { return nil }
    let hits = zip(classes, labels).count { $0 == $1 }
    return Double(hits) / Double(labels.count)
  }
}

enum Percent {
  /// With two digits, `98.34 %`.
  static func text(_ share: Double) -> String {
    String(format: "%.2f %%", share * 100)
  }
}

extension Diagnostic {
  fileprivate static func labelCount(_ labels: Int, images: Int, file: String) -> Diagnostic {
    Diagnostic(
      "file.labels", file: file, "there are \(labels) labels, but \(images) images")
  }

  fileprivate static func noSuchClass(
    _ label: Int, at index: Int, classes: Int, file: String
  ) -> Diagnostic {
    Diagnostic(
      "data.range", file: file,
      "label \(index) is \(label), but the network's classes are 0 to \(classes - 1)")
  }
}
