/// Operators that take some of the numbers by their indices.
enum IndexingOperators {
  static let all: [String: OperatorEvaluator.Operation] = ["Gather": gather, "Slice": slice]

  private static let gather: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let axis = try Evaluation.axis(call.node.integer("axis") ?? 0, rank: input.shape.count)
    let size = input.shape[axis]
    let places = try call.requiredIntegers(1, or: "indices").map {
      index throws(EvaluationFailure) in
      guard index >= -size, index < size else {
        throw EvaluationFailure("index is \(index), but expected one of \(size)")
      }
      return index < 0 ? index + size : index
    }
    let shape = input.shape[..<axis] + (try call.input(1).shape) + input.shape[(axis + 1)...]
    var values: [Double] = []
    values.reserveCapacity(try RealTensor.count(of: Array(shape)))
    let length = input.shape[(axis + 1)...].reduce(1, *)
    for block in 0..<input.shape[..<axis].reduce(1, *) {
      for place in places {
        let start = (block * size + place) * length
        values += input.values[start..<start + length]
      }
    }
    return [RealTensor(shape: Array(shape), values: values)]
  }

  private static let slice: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let starts = try limits(call, 1, or: "starts") ?? []
    let ends = try limits(call, 2, or: "ends") ?? []
    let axes = try call.integers(3, or: "axes") ?? Array(starts.indices)
    let steps = try limits(call, 4, or: "steps") ?? starts.map { _ in 1 }
    guard [ends.count, axes.count, steps.count].allSatisfy({ $0 == starts.count }) else {
      throw EvaluationFailure(
        "\(starts.count) starts, \(ends.count) ends, \(axes.count) axes and \(steps.count) steps "
          + "do not match")
    }
    guard !steps.contains(0) else { throw EvaluationFailure("a step is 0") }
    var view = StridedView(input.shape)
    for (index, axis) in try Evaluation.axes(axes, rank: input.shape.count).enumerated() {
      view.cut(axis, from: starts[index], to: ends[index], by: steps[index])
    }
    return [try view.gather(input.values)]
  }

  /// Whole numbers far beyond any size stand for "to the end": the largest of 64 bits, mostly.
  private static func limits(
    _ call: Evaluation, _ index: Int, or attribute: String
  ) throws(EvaluationFailure) -> [Int]? {
    let bound = 0x1p40
    let values =
      call.optional(index)?.values ?? call.node.integers(attribute)?.map { Double($0) }
    return try values?.map { value throws(EvaluationFailure) in
      guard let limit = Int(exactly: min(max(value, -bound), bound)) else {
        throw EvaluationFailure("input \(index) has values that are no integers")
      }
      return limit
    }
  }
}

extension StridedView {
  /// Keeps indices of one axis as Python's `start:end:step` does; negative ones count from the end.
  fileprivate mutating func cut(_ axis: Int, from start: Int, to end: Int, by step: Int) {
    let size = shape[axis]
    let range = step > 0 ? 0...size : -1...size - 1
    let place = { (index: Int) in
      min(max(index < 0 ? index + size : index, range.lowerBound), range.upperBound)
    }
    let (first, last) = (place(start), place(end))
    let span = step > 0 ? last - first : first - last
    let magnitude = abs(step)
    shape[axis] = span > 0 ? (span + magnitude - 1) / magnitude : 0
    self.start += shape[axis] > 0 ? first * strides[axis] : 0
    strides[axis] *= shape[axis] > 1 ? step : 1
  }
}
