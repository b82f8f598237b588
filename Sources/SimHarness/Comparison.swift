import BNNIR
import Foundation
import HDLGen

/// Compares everything that a simulation recorded with the golden model.
///
/// The graph is the one that was turned into hardware (after the network passes), so that each inner
/// stream has a node.
struct Comparison {
  struct Outcome {
    var mismatchedFrames: Set<Int> = []
    var firstMismatch: Mismatch?

    /// Streams are reported in the order of the data flow, so the first of a frame stays.
    mutating func add(_ mismatch: Mismatch) {
      mismatchedFrames.insert(mismatch.frame)
      if let first = firstMismatch, first.frame <= mismatch.frame { return }
      firstMismatch = mismatch
    }
  }

  /// A recorded stream, and which of a frame's values it must carry.
  private struct Tap {
    let layer: String
    let stream: String
    let comparison: StreamComparison
    let file: RecordingFile
    let source: Source
  }

  private enum Source {
    case node(Int)
    /// The frames as they enter, before the input layer encodes them.
    case pixels
  }

  /// Frames whose values are held in memory at a time.
  private static let blockSize = 256

  let graph: Graph
  let manifest: Manifest
  let frames: PixelBatch

  /// `work` holds the taps' recordings; nil if inner streams were not recorded.
  func run(output: OutputRecording, tapsIn work: URL?) throws -> Outcome {
    var outcome = Outcome()
    let taps = try work.map(openTaps) ?? []
    for tap in taps { checkBeats(of: tap, into: &outcome) }
    for start in stride(from: 0, to: frames.frames, by: Self.blockSize) {
      let range = start..<min(start + Self.blockSize, frames.frames)
      try compare(range, taps, output, into: &outcome)
    }
    for (frame, difference) in output.framingFaults(frames: frames.frames) {
      outcome.add(atOutput(difference, frame: frame))
    }
    return outcome
  }

  private func compare(
    _ range: Range<Int>, _ taps: [Tap], _ output: OutputRecording, into outcome: inout Outcome
  ) throws {
    let block = frames[frames: range]
    let tensors = GoldenModel(graph).trace(block)
    for tap in taps {
      let expected =
        switch tap.source {
        case .node(let index): tensors[index]
        case .pixels: pixels(of: block)
        }
      let beats = tap.comparison.layout.beatsPerFrame * range.count
      for (frame, difference) in try tap.comparison.differences(
        of: tap.file.next(beats), from: expected)
      {
        outcome.add(
          Mismatch(
            layer: tap.layer, stream: tap.stream, frame: range.lowerBound + frame,
            difference: difference))
      }
    }
    for (frame, difference) in output.comparison.differences(
      of: output.data(ofFrames: range), from: tensors[graph.output])
    {
      outcome.add(atOutput(difference, frame: range.lowerBound + frame))
    }
  }

  private func openTaps(in work: URL) throws -> [Tap] {
    try manifest.streams.enumerated().map { index, stream in
      let layout = BeatLayout(stream)
      return Tap(
        layer: stream.layer, stream: stream.name,
        comparison: StreamComparison(layout: layout, paddingIsZero: false),
        file: try RecordingFile(
          work.appending(path: "tap\(index).bin"), wordsPerBeat: layout.wordsPerBeat),
        source: try source(of: stream))
    }
  }

  private func source(of stream: Manifest.Stream) throws(DiagnosticError) -> Source {
    let layout = BeatLayout(stream)
    guard let index = graph.nodes.firstIndex(where: { $0.name == stream.layer }),
      graph.nodes[index].type.shape.elements == layout.elementsPerFrame
    else { throw DiagnosticError(.unknownLayer(stream)) }
    // Encoded pixels are bits.
    return index == 0 && stream.elementBits > 1 ? .pixels : .node(index)
  }

  private func pixels(of block: PixelBatch) -> Tensor {
    let isSigned = graph.input.pixels == .int8
    let values = block.bytes.map { isSigned ? Int32(Int8(bitPattern: $0)) : Int32($0) }
    return Tensor(shape: graph.input.shape, frames: block.frames, values: .integers(values))
  }

  private func checkBeats(of tap: Tap, into outcome: inout Outcome) {
    let perFrame = tap.comparison.layout.beatsPerFrame
    let expected = perFrame * frames.frames
    guard tap.file.beats != expected else { return }
    outcome.add(
      Mismatch(
        layer: tap.layer, stream: tap.stream,
        frame: min(tap.file.beats / perFrame, frames.frames - 1),
        difference: .beatCount(expected: expected, got: tap.file.beats)))
  }

  private func atOutput(_ difference: Mismatch.Difference, frame: Int) -> Mismatch {
    Mismatch(
      layer: graph.nodes[graph.output].name, stream: "m_axis", frame: frame,
      difference: difference)
  }
}

extension Diagnostic {
  fileprivate static func unknownLayer(_ stream: Manifest.Stream) -> Diagnostic {
    Diagnostic(
      "manifest.stream", file: Manifest.fileName,
      "stream '\(stream.name)' carries layer '\(stream.layer)', but the network has no such layer "
        + "of \(stream.elementsPerVector * stream.vectorsPerFrame) elements",
      hint: "generate the directory again")
  }
}
