internal import BNNIR

/// What became of the graph's nodes, line by line.
public struct ImportReport: Hashable, Sendable {
  public private(set) var lines: [String] = []

  init() {}

  mutating func noteInput(
    _ pixels: InputLayer.PixelType, scale: Double, offset: Double, isGuess: Bool
  ) {
    let shift = offset == 0 ? "" : offset > 0 ? " + \(offset)" : " - \(-offset)"
    let factor = scale == 1 ? "pixel" : scale == 1.0 / 255 ? "pixel / 255" : "\(scale) · pixel"
    let source = isGuess ? "; --input-scale, --input-offset and --input-type say otherwise" : ""
    lines.append("input: \(pixels.rawValue) pixels, the graph gets \(factor)\(shift)\(source)")
  }

  /// Nodes that became part of a layer's rule.
  mutating func fold(_ nodes: [String], into what: String, of name: String) {
    lines.append("\(what) of \(UserText.quoted(name)): \(nodes.joined(separator: ", "))")
  }

  mutating func noteLayer(_ name: String, folded: [String], of node: ONNXNode) {
    let others = folded.isEmpty ? "" : ", with \(folded.joined(separator: ", "))"
    lines.append("layer '\(name)': \(node.title)\(others)")
  }

  mutating func noteScores(scale: ExactNumber, offset: ExactNumber, _ folded: [String]) {
    if folded.isEmpty && scale == .one && offset.signum == 0 { return }
    let shift = offset.signum == 0 ? "" : " + \(offset.approximation)"
    lines.append(
      "scores: the graph's are \(scale.approximation) · sum\(shift), which changes no order"
        + (folded.isEmpty ? "" : " (\(folded.joined(separator: ", ")))"))
  }

  mutating func noteFixedPoint(digits: Int, _ folded: [String]) {
    lines.append(
      "scores: rounded to multiples of 2^\(-digits), which can change the order of nearly equal ones"
        + (folded.isEmpty ? "" : " (\(folded.joined(separator: ", ")))"))
  }

  mutating func note(_ line: String) { lines.append(line) }
}
