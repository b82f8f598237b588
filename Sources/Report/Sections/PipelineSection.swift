internal import Estimator
internal import Foundation

extension ReportSection {
  /// The network's layers from the pixels to the scores.
  static func pipeline(_ document: ReportDocument) -> ReportSection {
    var table = TextTable([
      .words("layer"), .words("operation"), .words("reads"), .words("output"), .numbers("PE"),
      .numbers("SIMD"), .numbers("cycles per frame"), .words("units"),
    ])
    for layer in document.layers {
      table.add([
        layer.name, layer.operation, layer.reads.joined(separator: ", "), layer.shape,
        NumberText.grouped(layer.pe), NumberText.grouped(layer.simd),
        NumberText.grouped(layer.cyclesPerFrame), layer.units.joined(separator: ", "),
      ])
    }
    let picture = Element(
      "ol", ["class": "pipeline"],
      document.layers.indices.map { card($0, of: document.layers, document.timing) })
    return ReportSection(
      anchor: "pipeline", title: "The network as a pipeline",
      lead: """
        All layers work at once, each on its own part of a frame. An output is height × width × \
        channels.\(sharing(document.layers))
        """,
      pictureLead: """
        A box shows the map that leaves a layer; the bar below it, how much of the interval the layer's \
        slowest unit works. A layer reads what the one before it gives, or what it names.\(waiting(document.layers))
        """,
      figures: [
        ReportFigure(title: "Layers in the order of the data flow", picture: picture)
      ],
      tables: [ReportTable(title: "Layers", table: table)])
  }

  private static func sharing(_ layers: [LayerSummary]) -> String {
    guard layers.contains(where: { $0.sharesUnit(in: layers) }) else { return "" }
    return " Layers that share an engine take turns on it."
  }

  private static func waiting(_ layers: [LayerSummary]) -> String {
    guard layers.contains(where: { $0.sharesUnit(in: layers) }) else { return "" }
    return " What an engine waits for weights is in no bar."
  }

  private static func card(
    _ index: Int, of layers: [LayerSummary], _ timing: ReportTiming
  ) -> Element {
    let layer = layers[index]
    let before = index > 0 ? [layers[index - 1].name] : []
    let isReadByNext =
      index + 1 < layers.count && layers[index + 1].reads.contains(layer.name)
    let isBottleneck = layer.units.contains(timing.bottleneck)
    let state = !isBottleneck ? "" : layer.sharesUnit(in: layers) ? ", engine" : ", slowest"
    let share = 100 * Double(layer.cyclesPerFrame) / Double(timing.cyclesPerFrame)
    let folding = zip([layer.pe].compactMap(\.self), [layer.simd].compactMap(\.self)).map {
      "PE \($0) × SIMD \($1)"
    }.first
    let styles = ["layer"] + (isBottleneck ? ["slowest"] : []) + (isReadByNext ? ["leads"] : [])
    return Element(
      "li", ["class": "\(styles.joined(separator: " "))"],
      [
        MapPicture(height: layer.height, width: layer.width, channels: layer.channels).svg,
        Element("b", text: NumberText.shortened(layer.name, to: 13)),
        Element("span", ["class": "shape"], text: layer.shape),
        Element("span", text: layer.operation),
      ] + (layer.reads == before ? [] : [reads(layer)]) + [
        Element("span", text: folding ?? "\u{A0}"),
        Element(
          "span", ["class": "share"],
          [Element("i", ["style": "width:\(NumberText.short(min(share, 100)))%"])]),
        Element("small", text: NumberText.percent(share) + state),
      ])
  }

  private static func reads(_ layer: LayerSummary) -> Element {
    let names = layer.reads.map { NumberText.shortened($0, to: 13) }
    return Element(
      "span", ["title": "\(layer.reads.joined(separator: ", "))"],
      text: "reads \(names.joined(separator: ", "))")
  }
}

extension LayerSummary {
  /// Whether another layer is computed by a unit of this one.
  fileprivate func sharesUnit(in layers: [LayerSummary]) -> Bool {
    layers.contains { $0.name != name && !Set($0.units).isDisjoint(with: units) }
  }

  var shape: String {
    height * width == 1 ? NumberText.grouped(channels) : "\(height)×\(width)×\(channels)"
  }
}

/// A feature map as a box in oblique projection; its edges grow with the logarithms of its sizes.
struct MapPicture: Sendable {
  let height: Int
  let width: Int
  let channels: Int

  private static let size = (width: 96.0, height: 66.0)

  private func edge(_ size: Int, _ smallest: Double, _ growth: Double) -> Double {
    smallest + growth * log2(Double(size))
  }

  var svg: Element {
    let isVector = height * width == 1
    let front =
      isVector
      ? (width: 7.0, height: edge(channels, 8, 4))
      : (width: edge(width, 6, 6), height: edge(height, 6, 6))
    let depth = isVector ? 4.0 : edge(channels, 3, 2.2)
    let left = (Self.size.width - front.width - depth) / 2
    let top = (Self.size.height - front.height - depth * 0.6) / 2 + depth * 0.6
    let (right, bottom) = (left + front.width, top + front.height)
    let (back, rise) = (right + depth, depth * 0.6)
    return Element(
      "svg",
      [
        "class": "map", "role": "img", "aria-label": "\(height) × \(width) × \(channels)",
        "viewBox": "0 0 \(Int(Self.size.width)) \(Int(Self.size.height))",
      ],
      [
        face("map-front", [(left, top), (right, top), (right, bottom), (left, bottom)]),
        face(
          "map-top", [(left, top), (left + depth, top - rise), (back, top - rise), (right, top)]),
        face(
          "map-side",
          [(right, top), (back, top - rise), (back, bottom - rise), (right, bottom)]),
      ])
  }

  private func face(_ style: String, _ corners: [(Double, Double)]) -> Element {
    let points = corners.map { "\(NumberText.short($0.0)) \(NumberText.short($0.1))" }
    return Element(
      "path", ["class": "\(style)", "d": "M\(points.joined(separator: "L"))Z"])
  }
}
