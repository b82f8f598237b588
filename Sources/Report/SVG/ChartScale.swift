internal import Foundation

/// The axis of a chart: where values lie on it, and its marks at round numbers.
struct ChartScale: Hashable, Sendable {
  private enum Kind: Hashable {
    /// From 0 to a value.
    case linear(upper: Double)
    /// Every power of ten is as long as the next; powers at the ends.
    case logarithmic(ClosedRange<Int>)
  }

  private let kind: Kind
  /// Ascending, within the axis.
  let marks: [Double]

  /// From 0 to the value, with about so many marks 1, 2 or 5 times a power of ten apart.
  static func linear(upTo value: Double, marks: Int = 6) -> ChartScale {
    let upper = max(value, 1e-9)
    let rough = upper / Double(marks)
    let power = pow(10, log10(rough).rounded(.down))
    let step = power * ([1, 2, 5].first { power * $0 >= rough } ?? 10)
    let count = Int((upper / step + 1e-9).rounded(.down))
    return ChartScale(kind: .linear(upper: upper), marks: (0...count).map { Double($0) * step })
  }

  /// Over whole powers of ten around all values that are greater than 0, the others having no
  /// place on it.
  ///
  /// - Parameter factors: marks within each power of ten.
  static func logarithmic(around values: [Double], factors: [Double] = [1]) -> ChartScale {
    let values = values.filter { $0 > 0 }
    let lowest = Int(log10(values.min() ?? 1).rounded(.down))
    let highest = max(Int(log10(values.max() ?? 1).rounded(.up)), lowest + 1)
    let marks = (lowest...highest).flatMap { power in
      factors.filter { power < highest || $0 == 1 }.map { $0 * powerOfTen(power) }
    }
    return ChartScale(kind: .logarithmic(lowest...highest), marks: marks)
  }

  var lower: Double {
    switch kind {
    case .linear: 0
    case .logarithmic(let powers): Self.powerOfTen(powers.lowerBound)
    }
  }

  var upper: Double {
    switch kind {
    case .linear(let upper): upper
    case .logarithmic(let powers): Self.powerOfTen(powers.upperBound)
    }
  }

  /// Where a value lies, from 0 at the lower end to 1 at the upper one; at the lower end what a
  /// logarithmic axis has no place for.
  func position(_ value: Double) -> Double {
    switch kind {
    case .linear(let upper): value / upper
    case .logarithmic(let powers):
      value > 0 ? (log10(value) - Double(powers.lowerBound)) / Double(powers.count - 1) : 0
    }
  }

  /// Exact where a double can be.
  private static func powerOfTen(_ exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(1.0) { value, _ in exponent < 0 ? value / 10 : value * 10 }
  }
}
