/// Channels by number, in any order, some of them several times or not at all.
public struct Select: LayerSemantics {
  /// For each channel that comes out the one that it is.
  public let channels: [Int]

  public init(channels: [Int]) {
    self.channels = channels
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(shape: outputShape(for: inputs[0].shape), element: inputs[0].element)
  }

  private func outputShape(for shape: TensorShape) -> TensorShape {
    TensorShape(height: shape.height, width: shape.width, channels: channels.count)
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let pixels = input.frames * input.shape.pixels
    let values: Tensor.Values
    switch input.values {
    case .bits(let bits):
      var selected = BitMatrix(rows: pixels, columns: channels.count)
      for pixel in 0..<pixels {
        for (index, channel) in channels.enumerated() where bits[pixel, channel] {
          selected[pixel, index] = true
        }
      }
      values = .bits(selected)
    case .integers(let integers):
      values = .integers(
        (0..<pixels).flatMap { pixel in
          channels.map { integers[pixel * input.shape.channels + $0] }
        })
    case .normalized: preconditionFailure("bnn-hw bug: a selection of reals")
    }
    return Tensor(shape: outputShape(for: input.shape), frames: input.frames, values: values)
  }
}

struct SelectDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let channels: [JSONPlace]

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let places = reader.required("channels", "an array of numbers of channels, from 0", into: &sink)
      .flatMap { $0.array(into: &sink) }
    guard let places else { return nil }
    guard !places.isEmpty else {
      sink.report(.noChannels(at: reader.anchor))
      return nil
    }
    channels = places
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    let input = inputs[0]
    guard input.element.isSummable else {
      sink.report(
        .wrongElement(
          input.element, wanted: "±1 or integers", of: .select, at: anchor,
          hint: "put it behind the 'sign'"))
      return nil
    }
    guard channels.count <= Limits.maximumElements / input.shape.pixels else {
      sink.report(.outputTooLarge(at: anchor))
      return nil
    }
    let numbers = channels.compactMap {
      $0.integer(in: 0...input.shape.channels - 1, into: &sink)
    }
    return numbers.count == channels.count ? .select(Select(channels: numbers)) : nil
  }
}

extension Diagnostic {
  fileprivate static func noChannels(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.no-channels", at: anchor, "'channels' is empty, but expected at least one number")
  }
}
