extension InputLayer {
  /// Reads the document's `input` object.
  static func decode(
    _ reader: inout ObjectReader, into sink: inout DiagnosticSink
  ) -> InputLayer? {
    let shape = reader.required(
      "shape", "[n], [height, width] or [height, width, channels]", into: &sink
    )
    .flatMap { decodeShape($0, into: &sink) }
    let pixels = reader.required("type", "how one element is stored", into: &sink)
      .flatMap { $0.choice(of: PixelType.self, into: &sink) }
    let encodingPlace = reader.optional("encoding")
    guard let shape, let pixels else { return nil }
    guard let encodingPlace else {
      if pixels == .bit { return InputLayer(shape: shape, pixels: pixels, encoding: .identity) }
      sink.report(.encodingMissing(pixels, at: reader.anchor))
      return nil
    }
    guard let encoding = decodeEncoding(encodingPlace, of: pixels, into: &sink) else { return nil }
    if case .thermometer(let bounds) = encoding,
      shape.elements * bounds.count > Limits.maximumElements
    {
      sink.report(.frameTooLarge(at: encodingPlace.anchor))
      return nil
    }
    return InputLayer(shape: shape, pixels: pixels, encoding: encoding)
  }

  private static func decodeShape(
    _ place: JSONPlace, into sink: inout DiagnosticSink
  ) -> TensorShape? {
    guard let places = place.array(into: &sink) else { return nil }
    let sizes = places.compactMap { $0.integer(in: 1...Limits.maximumElements, into: &sink) }
    guard sizes.count == places.count else { return nil }
    guard (1...3).contains(sizes.count) else {
      sink.report(.rank(sizes.count, at: place.anchor))
      return nil
    }
    guard sizes.reduce(1.0, { $0 * Double($1) }) <= Double(Limits.maximumElements) else {
      sink.report(.frameTooLarge(at: place.anchor))
      return nil
    }
    return sizes.count == 1
      ? TensorShape(vector: sizes[0])
      : TensorShape(height: sizes[0], width: sizes[1], channels: sizes.count == 3 ? sizes[2] : 1)
  }

  private enum EncodingKind: String, CaseIterable {
    case identity, threshold, thermometer, table
  }

  private static func decodeEncoding(
    _ place: JSONPlace, of pixels: PixelType, into sink: inout DiagnosticSink
  ) -> Encoding? {
    guard
      var reader = ObjectReader(place.node, at: place.path, in: place.document, into: &sink)
    else { return nil }
    let kindPlace = reader.required("kind", "how pixels become network values", into: &sink)
    guard let kind = kindPlace?.choice(of: EncodingKind.self, into: &sink) else { return nil }
    var encoding: Encoding?
    switch (kind, pixels) {
    case (.identity, _): encoding = .identity
    case (.threshold, .bit), (.thermometer, .bit), (.table, .bit):
      sink.report(.encodingOfBits(kind.rawValue, at: place.anchor))
      return nil
    case (.threshold, .uint8), (.threshold, .int8):
      let range = pixels.range.lowerBound + 1...pixels.range.upperBound
      encoding = reader.required("at", "the smallest pixel that becomes +1", into: &sink)
        .flatMap { $0.integer(in: range, into: &sink) }.map { .threshold($0) }
    case (.thermometer, .uint8), (.thermometer, .int8):
      encoding = reader.required("at", "the smallest pixel for each bit, ascending", into: &sink)
        .flatMap { decodeBounds($0, of: pixels, into: &sink) }.map { .thermometer($0) }
    case (.table, .uint8), (.table, .int8):
      encoding = reader.required("values", "an integer for each byte from 0 to 255", into: &sink)
        .flatMap { decodeTable($0, into: &sink) }.map { .table($0) }
    }
    reader.finish(into: &sink)
    return encoding
  }
}

extension InputLayer {
  private static func decodeBounds(
    _ place: JSONPlace, of pixels: PixelType, into sink: inout DiagnosticSink
  ) -> [Int]? {
    guard let places = place.array(into: &sink) else { return nil }
    let range = pixels.range.lowerBound + 1...pixels.range.upperBound
    let bounds = places.compactMap { $0.integer(in: range, into: &sink) }
    guard bounds.count == places.count else { return nil }
    guard !bounds.isEmpty, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
      sink.report(.boundOrder(at: place.anchor))
      return nil
    }
    return bounds
  }

  private static func decodeTable(
    _ place: JSONPlace, into sink: inout DiagnosticSink
  ) -> [Int32]? {
    guard let places = place.array(into: &sink) else { return nil }
    guard places.count == 256 else {
      sink.report(.tableSize(places.count, at: place.anchor))
      return nil
    }
    let values = places.compactMap { $0.integer(in: -32768...32767, into: &sink) }
    return values.count == places.count ? values.map { Int32($0) } : nil
  }
}

extension Diagnostic {
  fileprivate static func tableSize(_ count: Int, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "input.table", at: anchor, "the table has \(count) values, but a byte can be one of 256")
  }

  fileprivate static func boundOrder(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "input.thermometer", at: anchor,
      "the bounds of a thermometer are one or more numbers that ascend, each larger than the one "
        + "before")
  }

  fileprivate static func encodingMissing(
    _ pixels: InputLayer.PixelType, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "input.encoding", at: anchor,
      "the input is \(pixels.rawValue), but 'encoding' does not say how pixels become ±1",
      hint: "add \"encoding\": \(halfWay(pixels))")
  }

  private static func halfWay(_ pixels: InputLayer.PixelType) -> String {
    let middle = (pixels.range.lowerBound + pixels.range.upperBound + 1) / 2
    return #"{"kind": "threshold", "at": \#(middle)}"#
  }

  fileprivate static func encodingOfBits(_ kind: String, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "input.encoding", at: anchor,
      "'\(kind)' is for pixels of 8 bits, but the input is bits already",
      hint: #"leave 'encoding' out, or write {"kind": "identity"}"#)
  }

  fileprivate static func rank(_ rank: Int, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.rank", at: anchor,
      "the shape has \(UserText.counted(rank, "size")), but expected [n], [height, width] or [height, width, channels]"
    )
  }

  fileprivate static func frameTooLarge(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.size", at: anchor,
      "one frame has more than \(Limits.maximumElements) elements")
  }
}
