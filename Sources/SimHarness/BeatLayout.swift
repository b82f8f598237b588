import HDLGen

/// How the elements of a frame lie in the beats of a stream.
///
/// Element e of a vector is in beat e / lanes, lane e % lanes; lane i starts at bit i · laneBits.
struct BeatLayout: Hashable {
  let lanes: Int
  let laneBits: Int
  /// An element fills the low bits of its lane.
  let elementBits: Int
  let isSigned: Bool
  let elementsPerVector: Int
  let vectorsPerFrame: Int
  /// All bits of a beat, also those past the last lane.
  let dataBits: Int

  var beatsPerVector: Int { (elementsPerVector + lanes - 1) / lanes }
  var beatsPerFrame: Int { beatsPerVector * vectorsPerFrame }
  var elementsPerFrame: Int { elementsPerVector * vectorsPerFrame }
  /// 32-bit words that hold one beat in a recording.
  var wordsPerBeat: Int { (dataBits + 31) / 32 }
}

extension BeatLayout {
  init(_ port: Manifest.Port) {
    self.init(
      lanes: port.lanes, laneBits: port.laneBits, elementBits: port.elementBits,
      isSigned: port.signed, elementsPerVector: port.elementsPerVector,
      vectorsPerFrame: port.vectorsPerFrame, dataBits: port.dataBits)
  }

  /// Inside, lanes are as wide as their elements.
  init(_ stream: Manifest.Stream) {
    self.init(
      lanes: stream.lanes, laneBits: stream.elementBits, elementBits: stream.elementBits,
      isSigned: stream.signed, elementsPerVector: stream.elementsPerVector,
      vectorsPerFrame: stream.vectorsPerFrame, dataBits: stream.dataBits)
  }
}
