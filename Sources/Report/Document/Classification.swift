public import BNNIR

/// What the golden model says of images, which the circuit repeats bit by bit.
public struct Classification: Encodable, Sendable {
  public struct Example: Encodable, Hashable, Sendable {
    /// Its place in the image file, from 0.
    public let index: Int
    public let predicted: Int
    /// Nil without labels.
    public let actual: Int?
    /// Nil for frames that are no grey or RGB pictures.
    let picture: Picture?

    var isWrong: Bool { actual.map { $0 != predicted } ?? false }

    private enum CodingKeys: String, CodingKey {
      case index, predicted, actual
    }
  }

  public let frames: Int
  /// Nil without labels.
  public let correct: Int?
  public let accuracyPercent: Double?
  /// Names of the classes, if the network document has them.
  public let classNames: [String]?
  /// The first images of the file.
  public let examples: [Example]

  /// Classifies all frames; `labels`, if given, are as many.
  public init(_ graph: Graph, _ batch: PixelBatch, labels: [Int]?, examples count: Int) {
    let model = GoldenModel(NetworkPasses.run(on: graph))
    let classes = model.output(batch).flatMap(GoldenModel.classes)
    let shown = batch[frames: 0..<min(count, batch.frames)]
    let correct = labels.map { zip(classes, $0).count { $0 == $1 } }
    frames = batch.frames
    self.correct = correct
    accuracyPercent = correct.map { 100 * Double($0) / Double(max(batch.frames, 1)) }
    classNames = graph.classes
    examples = zip(0..<shown.frames, Picture.all(of: shown, graph.input)).map { index, picture in
      Example(
        index: index, predicted: classes[index], actual: labels?[index], picture: picture)
    }
  }

  /// The class's name, or its number.
  func name(ofClass index: Int) -> String {
    guard let classNames, classNames.indices.contains(index) else { return "\(index)" }
    return classNames[index]
  }
}
