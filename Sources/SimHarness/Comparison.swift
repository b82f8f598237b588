import BNNIR
import Foundation
import HDLGen

/// Compares everything that a simulation recorded with the golden model.
///
/// The graph is the one that was turned into hardware (after the network passes), so that each
/// inner stream has a node.
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
    /// The node whose values the stream carries.
    let node: Int
  }

  /// Frames whose values are held in memory at a time.
  private static let blockSize = 64

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
      let beats = tap.comparison.layout.beatsPerFrame * range.count
      for (frame, difference) in try tap.comparison.differences(
        of: tap.file.next(beats), from: tensors[tap.node])
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
    try manifest.streams.enumerated().compactMap { index, stream in
      guard let layer = stream.layer else { return nil }
      let layout = BeatLayout(stream)
      return Tap(
        layer: layer, stream: stream.name,
        comparison: StreamComparison(layout: layout, paddingIsZero: false),
        file: try RecordingFile(
          work.appending(path: "tap\(index).bin"), wordsPerBeat: layout.wordsPerBeat),
        node: try node(carriedBy: stream, layer))
    }
  }

  private func node(
    carriedBy stream: Manifest.Stream, _ layer: String
  ) throws(DiagnosticError) -> Int {
    let elements = BeatLayout(stream).elementsPerFrame
    let index = graph.nodes.firstIndex {
      $0.name == layer && $0.type.shape.elements == elements
    }
    guard let index else { throw DiagnosticError(.unknownLayer(stream, layer)) }
    return index
  }

  private func checkBeats(of tap: Tap, into outcome: inout Outcome) {
    let perFrame = tap.comparison.layout.beatsPerFrame
    let expected = perFrame * frames.frames
    let missing = expected - tap.file.beats
    if missing == 0 || mayLeave(missing, outOf: perFrame) { return }
    outcome.add(
      Mismatch(
        layer: tap.layer, stream: tap.stream,
        frame: min(tap.file.beats / perFrame, frames.frames - 1),
        difference: .beatCount(expected: expected, got: tap.file.beats)))
  }

  /// Pixels at the end of the last frame that no window reads may still be on their way when the
  /// last output is out.
  private func mayLeave(_ missing: Int, outOf perFrame: Int) -> Bool {
    (1..<max(perFrame, 2)).contains(missing)
      && manifest.units.contains { $0.module == "bnn_sliding_window" }
  }

  private func atOutput(_ difference: Mismatch.Difference, frame: Int) -> Mismatch {
    Mismatch(
      layer: graph.nodes[graph.output].name, stream: "m_axis", frame: frame,
      difference: difference)
  }
}

extension Diagnostic {
  fileprivate static func unknownLayer(
    _ stream: Manifest.Stream, _ layer: String
  ) -> Diagnostic {
    Diagnostic(
      "manifest.stream", file: Manifest.fileName,
      "stream '\(stream.name)' carries layer '\(layer)', but the network has no such layer "
        + "of \(stream.elementsPerVector * stream.vectorsPerFrame) elements",
      hint: "generate the directory again")
  }
}
