/// A number a + b·√r of fractions a, b and r ≥ 0, exactly: what batch normalisation makes of
/// fractions.
///
/// Sums and products of numbers with different roots are none of these; they are nil.
struct ExactNumber: Hashable, Sendable {
  private let rational: Rational
  /// b; 0 makes the radicand meaningless.
  private let factor: Rational
  private let radicand: Rational

  init(_ value: Rational) {
    self.init(value, .zero, .zero)
  }

  init(_ value: Double) {
    self.init(Rational(value))
  }

  init(_ value: Int) {
    self.init(Rational(value))
  }

  private init(_ rational: Rational, _ factor: Rational, _ radicand: Rational) {
    self.rational = rational
    self.factor = factor
    self.radicand = factor.signum == 0 ? .zero : radicand
  }

  static let zero = ExactNumber(0)
  static let one = ExactNumber(1)

  /// √value, of a value that is not negative.
  static func squareRoot(of value: Rational) -> ExactNumber {
    if let root = value.squareRoot { return ExactNumber(root) }
    return ExactNumber(.zero, .one, value)
  }

  /// The number as a fraction, if it is one.
  var fraction: Rational? { factor.signum == 0 ? rational : nil }

  var approximation: Double {
    rational.approximation + factor.approximation * radicand.approximation.squareRoot()
  }

  /// −1, 0 or 1. Where a and b·√r pull in different directions, a² is compared with b²·r.
  var signum: Int {
    if rational.signum == factor.signum || factor.signum == 0 { return rational.signum }
    if rational.signum == 0 { return factor.signum }
    return (rational * rational - factor * factor * radicand).signum * rational.signum
  }

  var magnitude: ExactNumber { signum < 0 ? -self : self }

  enum Rounding: String, Hashable {
    /// To the nearest whole number, halves to the even one.
    case nearest = "ROUND"
    case down = "FLOOR"
    case up = "CEIL"
  }

  /// A whole number beside this one; nil beyond what floats count exactly.
  func rounded(_ rounding: Rounding) -> Int? {
    guard abs(approximation) < 0x1p52 else { return nil }
    var below = Int(approximation.rounded(.down))
    while signum(less: Rational(below)) < 0 { below -= 1 }
    while signum(less: Rational(below + 1)) >= 0 { below += 1 }
    switch rounding {
    case .nearest:
      let half = signum(less: Rational(below) + Rational(0.5))
      return half > 0 || half == 0 && below % 2 != 0 ? below + 1 : below
    case .down: return below
    case .up: return signum(less: Rational(below)) > 0 ? below + 1 : below
    }
  }

  /// The sign of this number less a fraction.
  private func signum(less value: Rational) -> Int {
    ExactNumber(rational - value, factor, radicand).signum
  }

  static prefix func - (value: ExactNumber) -> ExactNumber {
    ExactNumber(-value.rational, -value.factor, value.radicand)
  }

  static func + (left: ExactNumber, right: ExactNumber) -> ExactNumber? {
    guard let radicand = commonRadicand(left, right) else { return nil }
    return ExactNumber(left.rational + right.rational, left.factor + right.factor, radicand)
  }

  static func - (left: ExactNumber, right: ExactNumber) -> ExactNumber? { left + -right }

  static func * (left: ExactNumber, right: ExactNumber) -> ExactNumber? {
    guard let radicand = commonRadicand(left, right) else { return nil }
    return ExactNumber(
      left.rational * right.rational + left.factor * right.factor * radicand,
      left.rational * right.factor + left.factor * right.rational, radicand)
  }

  /// The divisor is not 0.
  static func / (left: ExactNumber, right: ExactNumber) -> ExactNumber? {
    // 1 / (a + b√r) = (a − b√r) / (a² − b²r)
    let norm = right.rational * right.rational - right.factor * right.factor * right.radicand
    let inverse = ExactNumber(
      right.rational / norm, -right.factor / norm, right.radicand)
    return left * inverse
  }

  /// Of numbers with different roots, none but equal squares could be equal; they are taken as
  /// different.
  static func == (left: ExactNumber, right: ExactNumber) -> Bool {
    (left - right).map { $0.signum == 0 } ?? false
  }

  func hash(into hasher: inout Hasher) { hasher.combine(rational.signum) }

  private static func commonRadicand(_ left: ExactNumber, _ right: ExactNumber) -> Rational? {
    if left.factor.signum == 0 { return right.radicand }
    if right.factor.signum == 0 || left.radicand == right.radicand { return left.radicand }
    return nil
  }
}
