/// The keys of a convolution beside its weights: the window, `padding_value` and `groups`.
struct ConvolutionDeclaration: Sendable {
  /// What a convolution keeps of them.
  struct Checked {
    let geometry: WindowGeometry
    let paddingValue: PaddingValue
    let groups: Int
    /// Of a filter.
    let columns: Int
  }

  private let window: WindowDeclaration
  private let paddingValue: PaddingValue?
  private let paddingAnchor: Anchor
  private let groups: Int

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let window = WindowDeclaration(from: &reader, strideDefaultsToKernel: false, into: &sink)
    let valuePlace = reader.optional("padding_value")
    let value = valuePlace.map { $0.choice(of: PaddingValue.self, into: &sink) }
    let groups =
      reader.optional("groups").map { $0.integer(in: 1...Limits.maximumElements, into: &sink) } ?? 1
    paddingAnchor = valuePlace?.anchor ?? reader.anchor
    guard let window, let groups else { return nil }
    if let value, value == nil { return nil }
    self.window = window
    self.paddingValue = value.flatMap(\.self)
    self.groups = groups
  }

  func check(
    _ input: TensorType, filters: Int, of kind: LayerKind, at anchor: Anchor,
    into sink: inout DiagnosticSink
  ) -> Checked? {
    guard input.element.isSummable else {
      sink.report(
        .wrongElement(
          input.element, wanted: "±1 or integers", of: kind, at: anchor,
          hint: "put 'sign' behind the batch_norm"))
      return nil
    }
    guard window.check(input.shape, outputChannels: filters, into: &sink) else { return nil }
    guard input.shape.channels % groups == 0, filters % groups == 0 else {
      sink.report(.groups(groups, channels: input.shape.channels, filters: filters, at: anchor))
      return nil
    }
    guard let value = checkedPaddingValue(input.element, at: anchor, into: &sink) else {
      return nil
    }
    return Checked(
      geometry: window.geometry, paddingValue: value, groups: groups,
      columns: window.geometry.taps * input.shape.channels / groups)
  }

  /// Padding needs a value said in the document; integers are padded with 0.
  private func checkedPaddingValue(
    _ element: ElementType, at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> PaddingValue? {
    guard window.geometry.padding != .none else { return .zero }
    guard let paddingValue else {
      sink.report(.paddingValueMissing(at: anchor))
      return nil
    }
    if element != .bipolar, paddingValue != .zero {
      sink.report(.integerPadding(paddingValue, at: paddingAnchor))
      return nil
    }
    return paddingValue
  }
}

extension Diagnostic {
  fileprivate static func groups(
    _ groups: Int, channels: Int, filters: Int, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "shape.groups", at: anchor,
      "there are \(groups) groups, but they must divide the \(channels) input channels and the "
        + "\(filters) filters")
  }

  fileprivate static func paddingValueMissing(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "value.padding-value", at: anchor,
      "there is padding, but 'padding_value' does not say of what",
      hint:
        "frameworks pad with \"0\", which adds nothing to a sum; \"-1\", \"+1\" and \"odd_even\" "
        + "are the others")
  }

  fileprivate static func integerPadding(
    _ value: PaddingValue, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "value.padding-value", at: anchor,
      "the input is integers, which are padded with '0', but padding_value is '\(value.rawValue)'")
  }
}
