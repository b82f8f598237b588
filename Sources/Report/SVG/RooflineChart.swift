/// Operations per cycle over LUTs, both on logarithmic axes, with what the device's LUTs can do at
/// best.
struct RooflineChart: Sendable {
  let roofline: Roofline
  let device: String

  private static let width = 860.0
  private static let height = 440.0
  private static let left = 78.0
  private static let right = 20.0
  private static let top = 34.0
  private static let bottom = 52.0
  private static let badgeRadius = 10.0

  private let horizontal: ChartScale
  private let vertical: ChartScale

  init(_ roofline: Roofline, device: String) {
    self.roofline = roofline
    self.device = device
    let luts = roofline.points.map { Double($0.lut) } + [Double(roofline.availableLUT) * 1.5]
    horizontal = .logarithmic(around: luts)
    let roofs = roofline.ceilings.map {
      Double(roofline.availableLUT) * $0.operationsPerCycleAndLUT
    }
    vertical = .logarithmic(around: roofline.points.map(\.operationsPerCycle) + roofs)
  }

  var svg: Element {
    Element(
      "svg",
      [
        "class": "chart", "role": "img",
        "aria-label":
          "Operations per clock cycle over LUTs: this design, published ones\(limits)",
        "viewBox": "0 0 \(Int(Self.width)) \(Int(Self.height))",
      ],
      horizontalGrid + verticalGrid + titles + capacity
        + zip(roofline.ceilings, ["floor-roof", "compressor-roof"]).map(roof) + points)
  }

  private var limits: String {
    roofline.ceilings.isEmpty ? "" : ", and what LUTs can do"
  }

  private func x(_ value: Double) -> Double {
    Self.left + horizontal.position(value) * (Self.width - Self.left - Self.right)
  }

  private func y(_ value: Double) -> Double {
    Self.height - Self.bottom
      - vertical.position(value) * (Self.height - Self.top - Self.bottom)
  }

  private var horizontalGrid: [Element] {
    vertical.marks.flatMap { value in
      [
        line("grid", (horizontal.lower, value), (horizontal.upper, value)),
        Element(
          "text",
          [
            "class": "tick", "x": .number(Self.left - 8), "y": .number(y(value) + 4),
            "text-anchor": "end",
          ], text: NumberText.real(value)),
      ]
    }
  }

  private var verticalGrid: [Element] {
    horizontal.marks.flatMap { value in
      [
        line("grid", (value, vertical.lower), (value, vertical.upper)),
        Element(
          "text",
          [
            "class": "tick", "x": .number(x(value)), "y": .number(Self.height - Self.bottom + 18),
            "text-anchor": value == horizontal.upper ? "end" : "middle",
          ], text: NumberText.real(value)),
      ]
    }
  }

  private var titles: [Element] {
    [
      Element(
        "text",
        ["class": "axis", "x": "\(Int(Self.width / 2))", "y": .number(Self.height - 12)],
        text: "LUTs"),
      Element(
        "text", ["class": "axis", "x": "4", "y": "18"], text: "operations per clock cycle"),
    ]
  }

  /// The device's LUTs, if there is a device.
  private var capacity: [Element] {
    if roofline.availableLUT == 0 { return [] }
    let luts = Double(roofline.availableLUT)
    let isLeft = horizontal.position(luts) < 0.6
    return [
      line("reference", (luts, vertical.lower), (luts, vertical.upper)),
      Element(
        "text",
        [
          "class": "note", "x": .number(x(luts) + (isLeft ? 6 : -6)), "y": "18",
          "text-anchor": isLeft ? "start" : "end",
        ], text: "\(device): \(NumberText.grouped(roofline.availableLUT)) LUTs"),
    ]
  }

  /// Rises with the LUTs, and is flat where the device has no more.
  private func roof(_ ceiling: Roofline.Ceiling, _ style: String) -> Element {
    let slope = ceiling.operationsPerCycleAndLUT
    let luts = Double(roofline.availableLUT)
    let start = max(horizontal.lower, vertical.lower / slope)
    let corners = [(start, start * slope), (luts, luts * slope), (horizontal.upper, luts * slope)]
    return Element(
      "polyline",
      [
        "class": "\(style)",
        "points": "\(corners.map { "\(place(x($0.0))),\(place(y($0.1)))" }.joined(separator: " "))",
      ])
  }

  /// Dots, each with the number of its row in the table.
  private var points: [Element] {
    var badges: [(x: Double, y: Double)] = []
    return roofline.points.enumerated().flatMap { index, point -> [Element] in
      let (dotX, dotY) = (x(Double(point.lut)), y(point.operationsPerCycle))
      let badge = freePlace(beside: (dotX, dotY), badges)
      badges.append(badge)
      let style = index == 0 ? "own" : "published"
      return [
        Element(
          "line",
          [
            "class": "leader", "x1": .number(dotX), "y1": .number(dotY), "x2": .number(badge.x),
            "y2": .number(badge.y),
          ]),
        Element(
          "circle",
          ["class": "\(style)", "cx": .number(dotX), "cy": .number(dotY), "r": "4"]),
        Element(
          "circle",
          [
            "class": "badge \(style)", "cx": .number(badge.x), "cy": .number(badge.y),
            "r": .number(Self.badgeRadius),
          ], [Element("title", text: point.system)]),
        Element(
          "text",
          [
            "class": "badge-number", "x": .number(badge.x), "y": .number(badge.y + 4),
            "text-anchor": "middle",
          ], text: "\(index + 1)"),
      ]
    }
  }

  /// The first place around a dot that is clear of the other numbers and within the plot.
  private func freePlace(
    beside dot: (x: Double, y: Double), _ taken: [(x: Double, y: Double)]
  ) -> (x: Double, y: Double) {
    let directions = [(0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8), (1, 0), (-1, 0), (0, 1)]
    let places = [22.0, 40, 58].flatMap { distance in
      directions.map { (x: dot.x + distance * $0.0, y: dot.y + distance * $0.1) }
    }
    return places.first { place in
      let isInside =
        (Self.left + 12...Self.width - Self.right - 12).contains(place.x)
        && (Self.top + 12...Self.height - Self.bottom - 12).contains(place.y)
      return isInside
        && taken.allSatisfy { other in
          let (across, down) = (other.x - place.x, other.y - place.y)
          return across * across + down * down > 4.8 * Self.badgeRadius * Self.badgeRadius
        }
    } ?? places[0]
  }

  private func line(_ style: String, _ from: (Double, Double), _ to: (Double, Double)) -> Element {
    Element(
      "line",
      [
        "class": "\(style)", "x1": .number(x(from.0)), "y1": .number(y(from.1)),
        "x2": .number(x(to.0)), "y2": .number(y(to.1)),
      ])
  }

  private func place(_ value: Double) -> String { NumberText.short(value) }
}
