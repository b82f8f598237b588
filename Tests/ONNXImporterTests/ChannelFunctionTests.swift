import BNNIR
import Testing

@testable import ONNXImporter

@Suite("Channel functions")
struct ChannelFunctionTests {
  /// What a function gives for the integers from −3 to 3.
  private func values(_ function: ChannelFunction) throws -> [Double] {
    try (-3...3).map { try #require(function.value(at: $0, channel: 0)).approximation }
  }

  @Test("affine steps join: 2·(3x + 1) − 4")
  func affine() throws {
    let function = try #require(
      ChannelFunction(scale: 3, offset: 1).followed(
        byScale: [ExactNumber(2)], offset: [ExactNumber(-4)]))
    #expect(function.affine != nil)
    #expect(try values(function) == [-20, -14, -8, -2, 4, 10, 16])
  }

  @Test("clips, slopes and signs are taken one after the other")
  func bends() throws {
    let clipped = ChannelFunction.identity.clipped(low: Rational(-1), high: Rational(2))
    #expect(try values(clipped) == [-1, -1, -1, 0, 1, 2, 2])
    #expect(
      try values(ChannelFunction.identity.leaking([Rational(0.5)])) == [-1.5, -1, -0.5, 0, 1, 2, 3])
    #expect(try values(clipped.sign) == [-1, -1, -1, 0, 1, 1, 1])
    #expect(clipped.affine == nil)
  }

  @Test(
    "halves of integers are rounded down, up, or to the even neighbour",
    arguments: [
      (ExactNumber.Rounding.down, [-2.0, -1, -1, 0, 0, 1, 1]), (.up, [-1, -1, 0, 0, 1, 1, 2]),
      (.nearest, [-2, -1, 0, 0, 0, 1, 2]),
    ])
  func rounded(rounding: ExactNumber.Rounding, expected: [Double]) throws {
    let halves = ChannelFunction(scale: 0.5, offset: 0).rounded(rounding)
    #expect(try values(halves) == expected)
    #expect(halves.affine == nil)
  }

  @Test("the argument's sign turns before everything else")
  func negated() throws {
    let function = ChannelFunction(scale: 2, offset: 1).clipped(low: .zero, high: nil)
    #expect(try values(function.negatingArgument(of: [true])) == [7, 5, 3, 1, 0, 0, 0])
    #expect(function.negatingArgument(of: [true]).direction(of: 0) == -1)
  }
}

@Suite("Crossings")
struct CrossingTests {
  private func crossing(_ scale: Double, _ offset: Double, step: Int = 1) -> Crossing {
    Crossing(function: ChannelFunction(scale: scale, offset: offset), range: -10...10, step: step)
  }

  @Test("of 2x − 5 lie behind 2.5, of −2x + 5 before; equality counts unless it is strict")
  func rules() throws {
    #expect(try crossing(2, -5).rule(of: 0, isStrict: false) == .atLeast(3))
    #expect(try crossing(-2, 5).rule(of: 0, isStrict: false) == .atMost(2))
    #expect(try crossing(1, -4).rule(of: 0, isStrict: false) == .atLeast(4))
    #expect(try crossing(1, -4).rule(of: 0, isStrict: true) == .atLeast(5))
    #expect(try crossing(1, 11).rule(of: 0, isStrict: false) == .always)
    #expect(try crossing(1, -11).rule(of: 0, isStrict: false) == .never)
    #expect(try crossing(0, -1).rule(of: 0, isStrict: false) == .never)
  }

  @Test("are values that occur: of even integers 2x − 5 crosses at 4")
  func steps() throws {
    #expect(try crossing(2, -5, step: 2).rule(of: 0, isStrict: false) == .atLeast(4))
  }

  @Test("functions of two values have two levels, others none")
  func levels() throws {
    let clip = Crossing(
      function: ChannelFunction(scale: 2, offset: -1).clipped(low: Rational(-1), high: .one),
      range: -10...10, step: 1)
    let two = try #require(try clip.levels(of: 0))
    #expect(two.first == ExactNumber(-1) && two.second == .one && two.rule == .atLeast(1))
    let sign = Crossing(function: ChannelFunction.identity.sign, range: -10...10, step: 1)
    #expect(try sign.levels(of: 0) == nil)
    let odd = Crossing(function: ChannelFunction.identity.sign, range: -9...9, step: 2)
    #expect(try odd.levels(of: 0)?.rule == .atLeast(1))
  }
}
