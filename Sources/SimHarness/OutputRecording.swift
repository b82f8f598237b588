import Foundation
import HDLGen

/// What left the circuit: data, the marks of the frames' ends, and when.
struct OutputRecording {
  let comparison: StreamComparison
  private let layout: BeatLayout
  private let data: Recording
  private let marks: [Bool]
  private let cycles: [Int]

  /// Each beat of the file is its data, one word of TLAST and two of the cycle.
  init(_ url: URL, port: Manifest.Port) throws {
    let layout = BeatLayout(port)
    let dataWords = layout.wordsPerBeat
    let whole = Recording(try Data(contentsOf: url), wordsPerBeat: dataWords + 3)
    let beats = (0..<whole.beats).map { beat in
      whole.words[beat * whole.wordsPerBeat..<(beat + 1) * whole.wordsPerBeat]
    }
    self.layout = layout
    self.comparison = StreamComparison(layout: layout, paddingIsZero: true)
    self.data = Recording(words: beats.flatMap { $0.prefix(dataWords) }, wordsPerBeat: dataWords)
    self.marks = beats.map { $0[$0.startIndex + dataWords] == 1 }
    self.cycles = beats.map { beat in
      let low = beat.endIndex - 2
      return Int(beat[low]) | Int(beat[low + 1]) << 32
    }
  }

  /// The cycle of the last transfer of a frame.
  func lastCycle(ofFrame frame: Int) -> Int {
    cycles[(frame + 1) * layout.beatsPerFrame - 1]
  }

  func data(ofFrames range: Range<Int>) -> Recording {
    let wordsPerFrame = layout.beatsPerFrame * data.wordsPerBeat
    let words = data.words[range.lowerBound * wordsPerFrame..<range.upperBound * wordsPerFrame]
    return Recording(words: Array(words), wordsPerBeat: data.wordsPerBeat)
  }

  /// All elements of the first frames, in flat order.
  func elements(frames: Int) -> [Int32] {
    comparison.elements(of: data(ofFrames: 0..<frames))
  }

  /// Misplaced TLASTs, and beats that nobody asked for.
  func framingFaults(frames: Int) -> [(frame: Int, difference: Mismatch.Difference)] {
    let expected = frames * layout.beatsPerFrame
    var faults = marks.prefix(expected).enumerated().compactMap {
      index, mark -> (Int, Mismatch.Difference)? in
      let beat = index % layout.beatsPerFrame
      let isLast = beat == layout.beatsPerFrame - 1
      return mark == isLast
        ? nil : (index / layout.beatsPerFrame, .last(beat: beat, expected: isLast))
    }
    if data.beats != expected {
      faults.append((frames - 1, .beatCount(expected: expected, got: data.beats)))
    }
    return faults
  }
}
