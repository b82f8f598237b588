/// Decodes a `net.json` document, version 1; docs/network-format.md describes every key.
public struct NetworkReader {
  public static let format = "bnn-hw-network"
  public static let version = 1

  /// Decodes the bytes of a document; `file` is its name for messages.
  public static func read(_ bytes: [UInt8], file: String) throws(DiagnosticError) -> Network {
    let document = try JSONParser.parse(bytes, file: file)
    var sink = DiagnosticSink()
    let network = NetworkReader(document: document).network(into: &sink)
    try sink.throwIfErrors()
    guard let network else { preconditionFailure("bnn-hw bug: no network and no diagnostic") }
    return network
  }

  private let document: JSONDocument

  private func network(into sink: inout DiagnosticSink) -> Network? {
    guard
      var reader = ObjectReader(document.root, at: .root, in: document, into: &sink)
    else { return nil }
    guard isSupported(&reader, into: &sink) else { return nil }
    let name = reader.required("name", "the network's name, also of the top module", into: &sink)
      .flatMap { $0.identifier(into: &sink) }
    _ = reader.optional("description").map { $0.string(into: &sink) }
    let classesPlace = reader.optional("classes")
    let classes = classesPlace.flatMap { labels($0, into: &sink) }
    let inputPlace = reader.required("input", "what a frame looks like", into: &sink)
    let input = inputPlace.flatMap { decodeInput($0, into: &sink) }
    let layersPlace = reader.required("layers", "the list of layers", into: &sink)
    let inputName = input?.name ?? "input"
    let layers = layersPlace.flatMap { declarations($0, after: inputName, into: &sink) }
    let outputPlace = reader.optional("output")
    let outputName = outputPlace.flatMap { $0.identifier(into: &sink) }
    reader.finish(into: &sink)
    guard let name, let input, let inputPlace, let layers, let last = layers.last else {
      return nil
    }
    let output = Network.Reference(
      name: outputName ?? last.name, anchor: outputPlace?.anchor ?? last.anchor)
    return Network(
      name: name, classes: classes, classesAnchor: classesPlace?.anchor, inputName: input.name,
      input: input.layer, inputAnchor: inputPlace.anchor, declarations: layers, output: output)
  }

  /// Checks `format` and `version` first: another kind of file would only give misleading problems.
  private func isSupported(
    _ reader: inout ObjectReader, into sink: inout DiagnosticSink
  ) -> Bool {
    let format = reader.required("format", "always '\(Self.format)'", into: &sink)
    let version = reader.required("version", "always \(Self.version)", into: &sink)
    guard let format, let version else { return false }
    if let text = format.string(into: &sink), !text.hasSameBytes(as: Self.format) {
      sink.report(.wrongFormat(text, at: format.anchor))
    }
    if case .number(let lexeme) = version.node.value, lexeme != "\(Self.version)" {
      sink.report(.wrongVersion(lexeme, at: version.anchor))
    } else {
      _ = version.integer(in: Self.version...Self.version, into: &sink)
    }
    return !sink.hasErrors
  }

  private func labels(_ place: JSONPlace, into sink: inout DiagnosticSink) -> [String]? {
    guard let places = place.array(into: &sink) else { return nil }
    let labels = places.compactMap { $0.string(into: &sink) }
    return labels.count == places.count ? labels : nil
  }

  private func decodeInput(
    _ place: JSONPlace, into sink: inout DiagnosticSink
  ) -> (name: String, layer: InputLayer)? {
    guard
      var reader = ObjectReader(place.node, at: place.path, in: document, into: &sink)
    else { return nil }
    let namePlace = reader.optional("name")
    let name = namePlace.map { $0.identifier(into: &sink) } ?? "input"
    let layer = InputLayer.decode(&reader, into: &sink)
    reader.finish(into: &sink)
    guard let name, let layer else { return nil }
    return (name, layer)
  }

  private func declarations(
    _ place: JSONPlace, after input: String, into sink: inout DiagnosticSink
  ) -> [Network.Declaration]? {
    guard let places = place.array(into: &sink) else { return nil }
    guard (1...Limits.maximumLayers).contains(places.count) else {
      sink.report(.layerCount(places.count, at: place.anchor))
      return nil
    }
    var layers: [Network.Declaration] = []
    var previous: String? = input
    for place in places {
      let layer = declaration(place, after: previous, into: &sink)
      previous = layer?.name
      if let layer { layers.append(layer) }
    }
    return layers.count == places.count ? layers : nil
  }

  private func declaration(
    _ place: JSONPlace, after previous: String?, into sink: inout DiagnosticSink
  ) -> Network.Declaration? {
    guard
      var reader = ObjectReader(place.node, at: place.path, in: document, into: &sink)
    else { return nil }
    let name = reader.required("name", "the layer's name", into: &sink)
      .flatMap { $0.identifier(into: &sink) }
    let kindPlace = reader.required("kind", "what the layer computes", into: &sink)
    let inputs = inputs(&reader, after: previous, into: &sink)
    guard
      let kind = kindPlace?.choice(
        of: LayerKind.self, advice: LayerKind.advice, into: &sink)
    else { return nil }
    let layer = kind.declaration.init(from: &reader, into: &sink)
    reader.finish(into: &sink)
    guard let name, let inputs, let layer else { return nil }
    return Network.Declaration(
      name: name, kind: kind, inputs: inputs, layer: layer, anchor: reader.anchor)
  }

  private func inputs(
    _ reader: inout ObjectReader, after previous: String?, into sink: inout DiagnosticSink
  ) -> [Network.Reference]? {
    guard let place = reader.optional("inputs") else {
      return previous.map { [Network.Reference(name: $0, anchor: reader.anchor)] }
    }
    guard let places = place.array(into: &sink) else { return nil }
    let references = places.compactMap { place in
      place.identifier(into: &sink).map { Network.Reference(name: $0, anchor: place.anchor) }
    }
    return references.count == places.count ? references : nil
  }
}

extension Diagnostic {
  fileprivate static func wrongFormat(_ text: String, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "document.format", at: anchor,
      "format is \(UserText.quoted(text)), but expected '\(NetworkReader.format)'")
  }

  fileprivate static func wrongVersion(_ lexeme: String, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "document.version", at: anchor,
      "version is \(UserText.shown(lexeme)), but this program reads version \(NetworkReader.version)"
    )
  }

  fileprivate static func layerCount(_ count: Int, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "document.layers", at: anchor,
      "the list has \(UserText.counted(count, "layer")), but expected 1 to \(Limits.maximumLayers)")
  }
}
