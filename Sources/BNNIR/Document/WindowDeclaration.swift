/// The keys `kernel`, `stride`, `dilation` and `padding` of layers that slide a window.
struct WindowDeclaration: Sendable {
  let geometry: WindowGeometry
  private let anchor: Anchor

  /// `defaultStride` of nil takes the kernel's size, as pools do.
  init?(
    from reader: inout ObjectReader, strideDefaultsToKernel: Bool, into sink: inout DiagnosticSink
  ) {
    let kernelPlace = reader.required("kernel", "[height, width] of the window", into: &sink)
    let stridePlace = reader.optional("stride")
    let dilationPlace = reader.optional("dilation")
    let paddingPlace = reader.optional("padding")
    anchor = reader.anchor
    let one = WindowGeometry.Pair(y: 1, x: 1)
    let kernel = kernelPlace.flatMap { Self.pair($0, into: &sink) }
    let stride =
      stridePlace.map { Self.pair($0, into: &sink) } ?? (strideDefaultsToKernel ? kernel : one)
    let dilation = dilationPlace.map { Self.pair($0, into: &sink) } ?? one
    let padding = paddingPlace.map { Self.padding($0, into: &sink) } ?? WindowGeometry.Padding.none
    guard let kernel, let stride, let dilation, let padding else { return nil }
    geometry = WindowGeometry(
      kernel: kernel, stride: stride, dilation: dilation, padding: padding)
  }

  /// Reports a window that does not fit the map, and an output beyond the limit.
  func check(
    _ shape: TensorShape, outputChannels: Int, into sink: inout DiagnosticSink
  ) -> Bool {
    let size = geometry.padded(shape)
    guard geometry.span.y <= size.y, geometry.span.x <= size.x else {
      sink.report(.windowTooLarge(geometry.span, size, at: anchor))
      return false
    }
    let output = geometry.outputSize(for: shape)
    guard output.y * output.x <= Limits.maximumElements / outputChannels else {
      sink.report(.outputTooLarge(at: anchor))
      return false
    }
    return true
  }

  private static let sizes = 1...4096

  private static func pair(
    _ place: JSONPlace, into sink: inout DiagnosticSink
  ) -> WindowGeometry.Pair? {
    guard let numbers = numbers(place, in: sizes, into: &sink) else { return nil }
    switch numbers.count {
    case 1: return WindowGeometry.Pair(y: numbers[0], x: numbers[0])
    case 2: return WindowGeometry.Pair(y: numbers[0], x: numbers[1])
    default:
      sink.report(.pairCount(numbers.count, at: place.anchor))
      return nil
    }
  }

  private static func padding(
    _ place: JSONPlace, into sink: inout DiagnosticSink
  ) -> WindowGeometry.Padding? {
    guard let sides = numbers(place, in: 0...4096, into: &sink) else { return nil }
    switch sides.count {
    case 1:
      return .init(top: sides[0], bottom: sides[0], left: sides[0], right: sides[0])
    case 2:
      return .init(top: sides[0], bottom: sides[0], left: sides[1], right: sides[1])
    case 4:
      return .init(top: sides[0], bottom: sides[1], left: sides[2], right: sides[3])
    default:
      sink.report(.sideCount(sides.count, at: place.anchor))
      return nil
    }
  }

  /// One number, or an array of them.
  private static func numbers(
    _ place: JSONPlace, in range: ClosedRange<Int>, into sink: inout DiagnosticSink
  ) -> [Int]? {
    guard case .array = place.node.value else {
      return place.integer(in: range, into: &sink).map { [$0] }
    }
    guard let places = place.array(into: &sink) else { return nil }
    let numbers = places.compactMap { $0.integer(in: range, into: &sink) }
    return numbers.count == places.count ? numbers : nil
  }
}

extension Diagnostic {
  fileprivate static func pairCount(_ count: Int, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.pair", at: anchor, "the array has \(count) numbers, but expected [y, x] or one number")
  }

  fileprivate static func sideCount(_ count: Int, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.padding", at: anchor,
      "the array has \(count) numbers, but expected one, [y, x] or [top, bottom, left, right]")
  }

  /// For a tensor that would pass `Limits.maximumElements`.
  static func outputTooLarge(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.size", at: anchor,
      "one frame of the output has more than \(Limits.maximumElements) elements")
  }

  fileprivate static func windowTooLarge(
    _ span: WindowGeometry.Pair, _ size: WindowGeometry.Pair, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "shape.window", at: anchor,
      "the window covers \(span.y)×\(span.x) pixels, but the input with its padding has "
        + "\(size.y)×\(size.x)")
  }
}
