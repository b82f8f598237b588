/// What a kernel sees outside the feature map.
public enum PaddingValue: String, CaseIterable, Sendable {
  /// −1: bit 0.
  case minusOne = "-1"
  /// +1: bit 1.
  case plusOne = "+1"
  /// Exactly zero: the tap adds nothing to the sum, as frameworks pad.
  case zero = "0"
  /// +1 where y + x of the padded map is odd, else −1.
  case oddEven = "odd_even"

  /// The bit of a padding pixel, by its place in the padded map. Exact zeros are carried as +1 and
  /// their part of the sum is taken off.
  func bit(y: Int, x: Int) -> Bool {
    switch self {
    case .minusOne: false
    case .plusOne, .zero: true
    case .oddEven: (y + x) % 2 == 1
    }
  }

  /// The value of a padding pixel.
  func number(y: Int, x: Int) -> Int32 {
    if self == .zero { return 0 }
    return bit(y: y, x: x) ? 1 : -1
  }
}
