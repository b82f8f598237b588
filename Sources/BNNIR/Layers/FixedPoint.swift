/// Real factors that documents give, in units of 2^−`fraction_bits`: what layers of them have in
/// common.
enum FixedPoint {
  /// Reads `fraction_bits`; nil if it was wrong and reported.
  static func fractionBits(of reader: inout ObjectReader, into sink: inout DiagnosticSink) -> Int? {
    guard let place = reader.optional("fraction_bits") else { return 8 }
    return place.integer(in: 0...24, into: &sink)
  }

  /// Reads one real or one per channel, each times `unit`, 2^`fraction_bits`, and rounded to a
  /// whole number within ±(2³¹ − 1), a half to the even one.
  static func values(
    _ place: JSONPlace, unit: Int, into sink: inout DiagnosticSink
  ) -> ChannelValues<Int>? {
    ChannelValues(place, into: &sink) { place, sink in
      guard let real = place.real(into: &sink) else { return nil }
      let fixed = (real * Double(unit)).rounded(.toNearestOrEven)
      if abs(fixed) < 0x1p31 { return Int(fixed) }
      sink.report(.tooLarge(real, at: place.anchor))
      return nil
    }
  }

  /// Whether all results fit 32 bits; reports it if not.
  static func fits(
    _ range: ClosedRange<Int>, at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Bool {
    if range.signedBits <= 32 { return true }
    sink.report(.tooWide(range, at: anchor))
    return false
  }
}

extension Diagnostic {
  fileprivate static func tooLarge(_ value: Double, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "value.fixed-point", at: anchor,
      "\(value) does not fit a 32-bit fixed-point number with this many fraction bits",
      hint: "lower 'fraction_bits', or divide all scales and biases by one number")
  }

  fileprivate static func tooWide(_ range: ClosedRange<Int>, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "type.width", at: anchor,
      "the scores reach \(range.lowerBound)…\(range.upperBound), but 32 bits are the widest score",
      hint: "lower 'fraction_bits', or divide all scales and biases by one number")
  }
}
