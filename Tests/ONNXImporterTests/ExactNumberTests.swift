import Testing

@testable import ONNXImporter

@Suite("Exact numbers")
struct ExactNumberTests {
  private static func number(_ a: Double, _ b: Double, root r: Double) throws -> ExactNumber {
    let product: ExactNumber? = ExactNumber(b) * ExactNumber.squareRoot(of: Rational(r))
    let sum: ExactNumber? = ExactNumber(a) + (try #require(product))
    return try #require(sum)
  }

  @Test(
    "have the sign of a + b√r",
    arguments: [
      (1.0, 1.0, 2.0, 1), (-1, -1, 2, -1), (0, 0, 2, 0),
      // 3 against 2√2 = 2.828…, 17 against 12√2 = 16.97…
      (3, -2, 2, 1), (-3, 2, 2, -1), (17, -12, 2, 1), (-17, 12, 2, -1),
      // √4 is 2.
      (2, -1, 4, 0), (1, -1, 4, -1),
    ])
  func signs(a: Double, b: Double, r: Double, sign: Int) throws {
    #expect(try Self.number(a, b, root: r).signum == sign)
  }

  @Test("see what floats round away: 665857 − 470832√2 is 7.5e-7 above 0")
  func close() throws {
    #expect(try Self.number(665_857, -470_832, root: 2).signum == 1)
    #expect(try Self.number(665_857, -470_833, root: 2).signum == -1)
  }

  @Test("multiply and divide: (1 + √2)(1 − √2) = −1, 1/(1 + √2) = √2 − 1")
  func products() throws {
    let plus = try Self.number(1, 1, root: 2)
    let minus = try Self.number(1, -1, root: 2)
    #expect(plus * minus == ExactNumber(-1))
    #expect(ExactNumber.one / plus == (try Self.number(-1, 1, root: 2)))
  }

  @Test("are nil where roots differ")
  func roots() throws {
    let two = ExactNumber.squareRoot(of: Rational(2))
    let three = ExactNumber.squareRoot(of: Rational(3))
    #expect(two + three == nil)
    #expect(two * three == nil)
    #expect(two != three)
  }

  @Test("round where they are shown", arguments: [1.0 / 3, 2.5e-300, -7e200, 0])
  func approximations(value: Double) {
    let number = ExactNumber(Rational(value) / Rational(7))
    #expect(abs(number.approximation - value / 7) <= abs(value) * 1e-15)
  }

  @Test("are rounded exactly: √2 + 1/2 is 1.914…, 665857 − 470832√2 + 1/2 just above a half")
  func rounded() throws {
    let number = try Self.number(0.5, 1, root: 2)
    #expect(number.rounded(.down) == 1 && number.rounded(.up) == 2 && number.rounded(.nearest) == 2)
    let close = try Self.number(665_857.5, -470_832, root: 2)
    #expect(close.rounded(.nearest) == 1 && ExactNumber(0.5).rounded(.nearest) == 0)
    #expect((-close).rounded(.nearest) == -1 && ExactNumber(-1.5).rounded(.nearest) == -2)
  }

  @Test("have a floor", arguments: [(7, 2, 3), (-7, 2, -4), (6, 3, 2), (-6, 3, -2)])
  func floors(numerator: Int, denominator: Int, floor: Int) {
    #expect((Rational(numerator) / Rational(denominator)).floor == floor)
  }
}
