internal import BigInt

/// A fraction of whole numbers, exactly.
///
/// Only common factors of two are cancelled: what the parameters of a network bring in is mostly
/// those.
struct Rational: Hashable, Sendable {
  private let numerator: BigInt
  /// Positive, and odd or 1 beside an odd numerator.
  private let denominator: BigInt

  /// The value of a finite float.
  init(_ value: Double) {
    precondition(value.isFinite, "bnn-hw bug: an infinite parameter")
    guard value != 0 else {
      self.init(BigInt(0), BigInt(1))
      return
    }
    let exponent = Int(value.exponent) - 52
    let mantissa = BigInt(Int64(value.significand * 0x1p52)) * (value < 0 ? -1 : 1)
    if exponent >= 0 {
      self.init(mantissa << exponent, BigInt(1))
    } else {
      self.init(mantissa, BigInt(1) << -exponent)
    }
  }

  init(_ value: Int) {
    self.init(BigInt(value), BigInt(1))
  }

  private init(_ numerator: BigInt, _ denominator: BigInt) {
    guard numerator != 0 else {
      self.numerator = 0
      self.denominator = 1
      return
    }
    let shift = min(numerator.trailingZeroBitCount, denominator.trailingZeroBitCount)
    self.numerator = numerator >> shift
    self.denominator = denominator >> shift
  }

  static let zero = Rational(0)
  static let one = Rational(1)

  /// −1, 0 or 1.
  var signum: Int { Int(numerator.signum()) }
  var isWhole: Bool { numerator % denominator == 0 }
  var magnitude: Rational { signum < 0 ? -self : self }

  /// The nearest float, or one beside it; infinite beyond the floats' range.
  var approximation: Double {
    let shift = numerator.magnitude.bitWidth - denominator.magnitude.bitWidth
    let quotient =
      shift <= 64
      ? (numerator << (64 - shift)) / denominator : numerator / (denominator << (shift - 64))
    return Double(sign: .plus, exponent: shift - 64, significand: Double(quotient))
  }

  /// The largest whole number that is not above this one, or the nearest `Int`.
  var floor: Int {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return Int(clamping: remainder < 0 ? quotient - 1 : quotient)
  }

  /// The root if it is a fraction itself; nil for irrational ones and of negative numbers.
  var squareRoot: Rational? {
    guard signum >= 0 else { return nil }
    // n / d = n·d / d²
    let square = numerator * denominator
    let root = square.squareRoot()
    return root * root == square ? Rational(root, denominator) : nil
  }

  static prefix func - (value: Rational) -> Rational {
    Rational(-value.numerator, value.denominator)
  }

  static func + (left: Rational, right: Rational) -> Rational {
    if left.denominator == right.denominator {
      return Rational(left.numerator + right.numerator, left.denominator)
    }
    return Rational(
      left.numerator * right.denominator + right.numerator * left.denominator,
      left.denominator * right.denominator)
  }

  static func - (left: Rational, right: Rational) -> Rational { left + -right }

  static func * (left: Rational, right: Rational) -> Rational {
    Rational(left.numerator * right.numerator, left.denominator * right.denominator)
  }

  /// The divisor is not 0.
  static func / (left: Rational, right: Rational) -> Rational {
    precondition(right.signum != 0, "bnn-hw bug: division by zero")
    let sign = BigInt(right.signum)
    return Rational(
      left.numerator * right.denominator * sign, left.denominator * right.numerator * sign)
  }

  static func == (left: Rational, right: Rational) -> Bool { (left - right).signum == 0 }

  static func < (left: Rational, right: Rational) -> Bool { (left - right).signum < 0 }

  /// Equal numbers can have different fractions, so that none of them can tell them apart.
  func hash(into hasher: inout Hasher) { hasher.combine(signum) }
}

extension Rational: Comparable {}
