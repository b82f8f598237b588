internal import Foundation

/// How many times as many random cases as usual there are: `BNN_HW_RANDOM_FACTOR`, for soak runs.
public enum RandomFactor {
  public static let value: Int = {
    let text = ProcessInfo.processInfo.environment["BNN_HW_RANDOM_FACTOR"]
    return max(1, text.flatMap { Int($0) } ?? 1)
  }()

  /// That many cases, times the factor.
  public static func count(_ usual: Int) -> Int { usual * value }
}
