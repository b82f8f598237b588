import Foundation

/// Beats as the harness wrote them, a number of 32-bit words each.
struct Recording {
  let words: [UInt32]
  let wordsPerBeat: Int

  var beats: Int { words.count / wordsPerBeat }

  init(words: [UInt32], wordsPerBeat: Int) {
    self.words = words
    self.wordsPerBeat = wordsPerBeat
  }

  init(_ data: Data, wordsPerBeat: Int) {
    var words = [UInt32](repeating: 0, count: data.count / 4)
    _ = words.withUnsafeMutableBytes { data.copyBytes(to: $0) }
    self.init(words: words, wordsPerBeat: wordsPerBeat)
  }

  /// `count` bits, at most 32, of a beat from a bit on.
  func bits(ofBeat beat: Int, from bit: Int, count: Int) -> UInt32 {
    let word = beat * wordsPerBeat + bit / 32
    let shift = UInt64(bit % 32)
    var pair = UInt64(words[word])
    if bit % 32 + count > 32 { pair |= UInt64(words[word + 1]) << 32 }
    return UInt32(truncatingIfNeeded: pair >> shift & (1 << UInt64(count) - 1))
  }
}

/// A file of beats that is read a part at a time: recordings of inner streams are large.
struct RecordingFile {
  let beats: Int
  private let wordsPerBeat: Int
  private let handle: FileHandle

  init(_ url: URL, wordsPerBeat: Int) throws {
    self.wordsPerBeat = wordsPerBeat
    self.handle = try FileHandle(forReadingFrom: url)
    self.beats = Int(try handle.seekToEnd()) / (4 * wordsPerBeat)
    try handle.seek(toOffset: 0)
  }

  /// The next beats, fewer at the end of the file.
  func next(_ count: Int) throws -> Recording {
    let data = try handle.read(upToCount: count * 4 * wordsPerBeat) ?? Data()
    return Recording(data, wordsPerBeat: wordsPerBeat)
  }
}
