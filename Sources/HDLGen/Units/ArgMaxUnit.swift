internal import BNNIR

/// `bnn_argmax`: the index of the first maximum of each vector.
public struct ArgMaxUnit: UnitModel {
  let from: StreamType

  let kind = "argmax"
  let module = "bnn_argmax"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [from] }

  private var indexBits: Int { (0...from.elementsPerVector - 1).unsignedBits }

  var output: StreamType {
    StreamType(
      elementBits: indexBits, signed: false, lanes: 1, elementsPerVector: 1,
      vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("Elements", from.elementsPerVector), .init("Lanes", from.lanes),
      .init("ElementBits", from.elementBits), .init("Signed", from.signed ? 1 : 0),
      .init("IndexBits", indexBits),
    ]
  }

  func makeTiming() -> TimedUnit {
    .pipeline(PipelineTiming(stages: 1, beatsPerResult: from.beatsPerVector))
  }
}
