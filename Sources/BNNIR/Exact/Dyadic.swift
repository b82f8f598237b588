internal import BigInt

/// A number mantissa · 2^exponent, exactly: what every finite float is, closed under + and ×.
struct Dyadic {
  private let mantissa: BigInt
  private let exponent: Int

  init(_ value: Double) {
    precondition(value.isFinite, "bnn-hw bug: an infinite parameter")
    guard value != 0 else {
      self.init(mantissa: 0, exponent: 0)
      return
    }
    // 53 bits of significand: value = s · 2^(e − 52) with s a whole number.
    let scaled = value.significand * 0x1p52
    let magnitude = BigInt(Int64(scaled))
    self.init(mantissa: value < 0 ? -magnitude : magnitude, exponent: Int(value.exponent) - 52)
  }

  init(_ value: Int) {
    self.init(mantissa: BigInt(value), exponent: 0)
  }

  private init(mantissa: BigInt, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// −1, 0 or 1.
  var signum: Int { Int(mantissa.signum()) }

  static func + (left: Dyadic, right: Dyadic) -> Dyadic {
    let exponent = min(left.exponent, right.exponent)
    return Dyadic(
      mantissa: left.mantissa << (left.exponent - exponent)
        + right.mantissa << (right.exponent - exponent),
      exponent: exponent)
  }

  static func - (left: Dyadic, right: Dyadic) -> Dyadic {
    left + Dyadic(mantissa: -right.mantissa, exponent: right.exponent)
  }

  static func * (left: Dyadic, right: Dyadic) -> Dyadic {
    Dyadic(
      mantissa: left.mantissa * right.mantissa, exponent: left.exponent + right.exponent)
  }
}
