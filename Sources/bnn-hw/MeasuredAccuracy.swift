import BNNIR
import HDLGen

/// How well a generated directory's network classifies images, by the golden model.
struct MeasuredAccuracy {
  let percent: Double
  let images: Int

  /// Nil without images.
  init?(
    of directory: GeneratedDirectory, images: String?, labels: String?
  ) throws(DiagnosticError) {
    guard let images, let labels else { return nil }
    let graph = try directory.graph()
    let data = try LabelledFrames.read(
      images: images, labels: labels, limit: nil, for: graph)
    let model = GoldenModel(NetworkPasses.run(on: graph))
    let classes = model.output(data.frames).flatMap(GoldenModel.classes)
    guard let share = data.accuracy(of: classes) else { return nil }
    percent = share * 100
    self.images = classes.count
  }
}
