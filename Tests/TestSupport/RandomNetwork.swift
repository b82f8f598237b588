public import BNNIR

/// Random dense networks as document text: every layer kind, odd sizes, degenerate parameters.
public enum RandomNetwork {
  public static func document(using random: inout SplitMix64) -> String {
    let inputs = Int.random(in: 1...70, using: &random)
    var layers: [String] = []
    var width = inputs
    for index in 0..<Int.random(in: 0...3, using: &random) {
      let units = Int.random(in: 1...40, using: &random)
      layers.append(dense("fc\(index)", units: units, columns: width, using: &random))
      layers += activation(index, channels: units, synapses: width, using: &random)
      width = units
    }
    let classes = Int.random(in: 2...12, using: &random)
    layers.append(dense("last", units: classes, columns: width, using: &random))
    layers += head(classes: classes, using: &random)
    let input =
      Bool.random(using: &random)
      ? #"{"shape": [\#(inputs)], "type": "bit"}"#
      : #"{"shape": [\#(inputs)], "type": "\#(Bool.random(using: &random) ? "uint8" : "int8")","#
        + #" "encoding": {"kind": "threshold", "at": \#(Int.random(in: 1...99, using: &random))}}"#
    return """
      {"format": "bnn-hw-network", "version": 1, "name": "random", "input": \(input),
       "layers": [
         \(layers.joined(separator: ",\n   "))
       ]}
      """
  }

  static func dense(
    _ name: String, units: Int, columns: Int, using random: inout SplitMix64
  ) -> String {
    let rows = weights(rows: units, columns: columns, using: &random)
    return #"{"name": "\#(name)", "kind": "binary_dense", "units": \#(units), "weights": "#
      + "\(rows)}"
  }

  /// A JSON array of hex rows.
  static func weights(
    rows: Int, columns: Int, using random: inout SplitMix64
  ) -> String {
    let rows = (0..<rows).map { _ in
      let digits = (0..<(columns + 7) / 8).map { byte in
        let valid = min(8, columns - byte * 8)
        let value = UInt8.random(in: 0...UInt8((1 << valid) - 1), using: &random)
        return (value < 16 ? "0" : "") + String(value, radix: 16)
      }
      return "\"\(digits.joined())\""
    }
    return "[\(rows.joined(separator: ", "))]"
  }

  /// A JSON array of hex rows, whose channels each have one of so many kernels.
  static func weights(
    rows: Int, channels: Int, taps: Int, kernels: Int, using random: inout SplitMix64
  ) -> String {
    let few = (0..<kernels).map { _ in (0..<taps).map { _ in Bool.random(using: &random) } }
    let rows = (0..<rows).map { _ in
      let chosen = (0..<channels).map { _ in few[Int.random(in: 0..<kernels, using: &random)] }
      let bits = (0..<taps).flatMap { tap in chosen.map { $0[tap] } }
      let digits = stride(from: 0, to: bits.count, by: 8).map { first in
        let byte = bits[first..<min(first + 8, bits.count)].reversed().reduce(0) {
          2 * $0 + ($1 ? 1 : 0)
        }
        return (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      return "\"\(digits.joined())\""
    }
    return "[\(rows.joined(separator: ", "))]"
  }

  static func integerDense(
    _ name: String, units: Int, columns: Int, largest: Int, using random: inout SplitMix64
  ) -> String {
    let rows = integers(rows: units, columns: columns, largest: largest, using: &random)
    return #"{"name": "\#(name)", "kind": "integer_dense", "units": \#(units), "weights": "#
      + "\(rows)}"
  }

  /// A JSON array of rows of integers: some matrices have no negative one, rows may be zero.
  static func integers(
    rows: Int, columns: Int, largest: Int, using random: inout SplitMix64
  ) -> String {
    let isUnsigned = Int.random(in: 1...5, using: &random) == 1
    let range = (isUnsigned ? 0 : -largest)...min(largest, 32767)
    let rows = (0..<rows).map { _ in
      let isZero = Int.random(in: 1...12, using: &random) == 1
      let weights = (0..<columns).map { _ in
        isZero ? "0" : "\(Int.random(in: range, using: &random))"
      }
      return "[\(weights.joined(separator: ", "))]"
    }
    return "[\(rows.joined(separator: ", "))]"
  }

  static func activation(
    _ index: Int, channels: Int, synapses: Int, using random: inout SplitMix64
  ) -> [String] {
    let sign =
      #"{"name": "act\#(index)", "kind": "sign", "zero": \#(Bool.random(using: &random) ? 1 : -1)}"#
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return [sign]
    case 1:
      let bounds = (0..<channels).map { _ in
        "\(Int.random(in: -synapses - 3...synapses + 3, using: &random))"
      }
      let senses = (0..<channels).map { _ in Bool.random(using: &random) ? "\">=\"" : "\"<=\"" }
      return [
        #"{"name": "act\#(index)", "kind": "threshold", "thresholds": "#
          + "[\(bounds.joined(separator: ", "))], \"sense\": [\(senses.joined(separator: ", "))]}"
      ]
    default:
      let gamma = reals(channels, -2...2, zeroShare: 0.1, using: &random)
      let beta = reals(channels, -2...2, zeroShare: 0.3, using: &random)
      let spread = Double(synapses) / 2
      let mean = reals(channels, -spread...spread, zeroShare: 0.2, using: &random)
      let variance = reals(channels, 0...9, zeroShare: 0.1, using: &random)
      return [
        #"{"name": "bn\#(index)", "kind": "batch_norm", "gamma": [\#(gamma)], "#
          + #""beta": [\#(beta)], "mean": [\#(mean)], "variance": [\#(variance)], "#
          + #""epsilon": 0.001}"#, sign,
      ]
    }
  }

  static func head(classes: Int, using random: inout SplitMix64) -> [String] {
    let scale = reals(classes, -2...2, zeroShare: 0.1, using: &random)
    let bias = reals(classes, -9...9, zeroShare: 0.1, using: &random)
    let scores =
      #"{"name": "scores", "kind": "scale_bias", "scale": [\#(scale)], "bias": [\#(bias)], "#
      + #""fraction_bits": \#(Int.random(in: 0...8, using: &random))}"#
    let argMax = #"{"name": "class", "kind": "argmax"}"#
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return []
    case 1: return [scores]
    case 2: return [argMax]
    case 3: return [scores, argMax]
    default: return [#"{"name": "bits", "kind": "sign"}"#]
    }
  }

  private static func reals(
    _ count: Int, _ range: ClosedRange<Double>, zeroShare: Double, using random: inout SplitMix64
  ) -> String {
    (0..<count).map { _ in
      Double.random(in: 0..<1, using: &random) < zeroShare
        ? "0" : "\(Double.random(in: range, using: &random))"
    }.joined(separator: ", ")
  }
}
