internal import BNNIR
internal import Estimator

extension ReportSection {
  /// The first images with their classes; nil if no images were given.
  static func examples(_ document: ReportDocument) -> ReportSection? {
    guard let classification = document.classification else { return nil }
    var section = ReportSection(
      anchor: "examples", title: "Example images",
      lead: lead(classification, document.simulation),
      pictureLead: "Brightness is stretched from the darkest to the brightest sample.")
    guard !classification.examples.isEmpty else { return section }
    let picture = Element(
      "ol", ["class": "examples"], classification.examples.map { tile($0, classification) })
    section.figures = [
      ReportFigure(
        title: "The first \(UserText.counted(classification.examples.count, "image"))",
        legend: classification.examples.contains(where: \.isWrong)
          ? [.init(style: "wrong", name: "wrong: the class it gave ≠ the true one")] : [],
        picture: picture)
    ]
    section.tables = [ReportTable(title: "Classes of these images", table: table(classification))]
    return section
  }

  private static func table(_ classification: Classification) -> TextTable {
    var table = TextTable([.numbers("image"), .words("predicted"), .words("true"), .words("")])
    for example in classification.examples {
      table.add([
        "\(example.index)", classification.name(ofClass: example.predicted),
        example.actual.map(classification.name) ?? "–", example.isWrong ? "wrong" : "",
      ])
    }
    return table
  }

  private static func lead(
    _ classification: Classification, _ simulation: SimulationSummary?
  ) -> String {
    let images = NumberText.counted(classification.frames, "image")
    let circuit =
      simulation?.sentence
      ?? "The circuit is made to compute the same bits, which bnn-hw simulate checks."
    guard let correct = classification.correct, let percent = classification.accuracyPercent else {
      return """
        The golden model classified \(images); there are no labels to compare with. \(circuit)
        """
    }
    return """
      The golden model classified \(NumberText.grouped(correct)) of \(images) correctly: \
      \(NumberText.short(percent)) %. \(circuit)
      """
  }

  private static func tile(
    _ example: Classification.Example, _ classification: Classification
  ) -> Element {
    let predicted = classification.name(ofClass: example.predicted)
    let actual = example.actual.map(classification.name)
    let picture = example.picture.map { picture in
      Element(
        "img",
        [
          "src": "\(picture.address)", "alt": "image \(example.index)",
          "width": "\(picture.width)", "height": "\(picture.height)",
        ])
    }
    let truth =
      example.isWrong
      ? actual.map { [Element("span", ["class": "truth"], text: "≠ \($0)")] } ?? [] : []
    return Element(
      "li", ["class": "\(example.isWrong ? "wrong" : "right")"],
      [picture ?? Element("span", ["class": "no-picture"], text: "no picture")]
        + [Element("span", text: predicted)] + truth)
  }
}
