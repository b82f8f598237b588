import ArgumentParser

/// A frequency as users write it: `100MHz`, `2.5 GHz`, `100e6`.
struct ClockFrequency: ExpressibleByArgument {
  let hertz: Int

  init?(argument: String) {
    let text = argument.lowercased().filter { !$0.isWhitespace }
    let units = [("ghz", 1e9), ("mhz", 1e6), ("khz", 1e3), ("hz", 1)]
    let unit = units.first { text.hasSuffix($0.0) }
    guard let number = Double(text.dropLast(unit?.0.count ?? 0)) else { return nil }
    let hertz = number * (unit?.1 ?? 1)
    guard (1...1e12).contains(hertz) else { return nil }
    self.hertz = Int(hertz.rounded())
  }

  init(hertz: Int) {
    self.hertz = hertz
  }

  var defaultValueDescription: String { Self.text(hertz) }

  static func text(_ hertz: Int) -> String {
    hertz % 1_000_000 == 0 ? "\(hertz / 1_000_000)MHz" : "\(hertz)Hz"
  }
}
