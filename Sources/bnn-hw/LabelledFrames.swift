import BNNIR
import DataFiles
import Foundation

/// Images with their labels, if the user gave any.
struct LabelledFrames {
  let frames: PixelBatch
  let labels: [Int]?

  static func read(
    images: String, labels: String?, limit: Int?, for input: InputLayer
  ) throws(DiagnosticError) -> LabelledFrames {
    var frames = try FrameFile.read(
      path: images, shape: input.shape, pixels: input.pixels)
    var classes = try labels.map { path throws(DiagnosticError) in
      try LabelFile.read(path: path)
    }
    if let classes, let labels, classes.count != frames.frames {
      throw DiagnosticError(.labelCount(classes.count, images: frames.frames, file: labels))
    }
    if let limit, limit < frames.frames {
      frames = frames[frames: 0..<limit]
      classes = classes.map { Array($0.prefix(limit)) }
    }
    return LabelledFrames(frames: frames, labels: classes)
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
}
