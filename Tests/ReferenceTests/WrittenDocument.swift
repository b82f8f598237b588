/// Networks with what the random ones never have: short forms and defaults, layers in any order,
/// kernels larger than the map, windows in the padding alone, padded pools of integers, halves to
/// round, extreme thresholds and batch normalisations that are exactly 0.
enum WrittenDocument {
  static let all = [shortForms, integers, halves] + paddings + thresholds + roots

  private static func document(_ input: String, _ layers: String) -> String {
    """
    {"format": "bnn-hw-network", "version": 1, "name": "written", "input": \(input),
     "layers": [\(layers)]}
    """
  }

  private static let shortForms = document(
    #"{"name": "image", "shape": [7, 6], "type": "uint8", "encoding": {"kind": "identity"}}"#,
    """
    {"name": "c", "kind": "binary_conv", "filters": 3, "kernel": 3, "padding": 1,
     "padding_value": "0", "weights": ["ff01", "A500", "3c01"]},
    {"name": "n", "kind": "batch_norm", "mean": 100, "variance": 2, "epsilon": 1e-5},
    {"name": "s", "kind": "sign"},
    {"name": "p", "kind": "max_pool", "kernel": 2},
    {"name": "d", "kind": "binary_conv", "filters": 2, "kernel": [2, 1], "stride": 2,
     "dilation": [2, 3], "padding": [1, 0], "padding_value": "+1", "weights": ["2a", "13"]},
    {"name": "t", "kind": "threshold", "thresholds": 1, "sense": "<="},
    {"name": "f", "kind": "binary_dense", "units": 3, "weights": ["05", "0b", "0e"]},
    {"name": "b", "kind": "scale_bias", "scale": 0.7},
    {"name": "a", "kind": "argmax"}
    """)

  private static let integers = document(
    #"{"shape": [3, 5, 2], "type": "int8", "encoding": {"kind": "identity"}}"#,
    """
    {"name": "f", "kind": "binary_dense", "inputs": ["q"], "units": 2,
     "weights": ["5a5a0f", "c3a509"]},
    {"name": "p", "kind": "max_pool", "inputs": ["input"], "kernel": 3, "stride": 1, "padding": 1},
    {"name": "c", "kind": "binary_conv", "filters": 2, "groups": 2, "kernel": [1, 2],
     "padding": [0, 1, 2, 0], "padding_value": "0", "weights": ["01", "02"]},
    {"name": "q", "kind": "max_pool", "kernel": [2, 2], "stride": [2, 1], "dilation": [1, 2],
     "padding": [0, 1, 1, 0]},
    {"name": "b", "kind": "scale_bias", "inputs": ["f"], "bias": [-0.5, 0.5]}
    """)

  /// Factors of 0.5, 1.5, 2.5 and their negatives; offsets of 1.5, 0.5, -0.5, -1.5, 2.5.
  private static let halves = dense(
    """
    {"name": "b", "kind": "scale_bias", "fraction_bits": 1,
     "scale": [0.25, 0.75, 1.25, -0.25, -0.75, -1.25],
     "bias": [0.75, 0.25, -0.25, -0.75, 1.25, 9]}
    """)

  private static let paddings = ["-1", "+1", "0", "odd_even"].flatMap { value in
    [
      #""kernel": 5, "padding": 2, "weights": ["a5c30f01", "7e819c00"]"#,
      #""kernel": 2, "padding": [3, 4, 5, 2], "weights": ["0b", "06"]"#,
    ].map { window in
      document(
        #"{"shape": [2, 3, 1], "type": "bit", "encoding": {"kind": "identity"}}"#,
        #"{"name": "c", "kind": "binary_conv", "filters": 2, "padding_value": "\#(value)", "#
          + "\(window)}")
    }
  }

  private static let thresholds = [-2_147_483_648, 2_147_483_648].map { bound in
    dense(
      """
      {"name": "t", "kind": "threshold", "thresholds": \(bound),
       "sense": [">=", "<=", ">=", "<=", ">=", "<="]}
      """)
  }

  /// The root of `variance + epsilon` is 2: y is 0 for sums of -3 and 1, and a hair off it for -3;
  /// then the parameters themselves are 0 or tiny.
  private static let roots = [1, -1].map { zero in
    dense(
      """
      {"name": "n", "kind": "batch_norm", "gamma": [1.5, -1.5, 1.5, 1, 0, -0.0],
       "beta": [3.75, -3.75, 3.7500000000000004, 0, 0, 1e-300], "mean": [2, 6, 2, -3, 1, 1],
       "variance": 3.75, "epsilon": 0.25},
      {"name": "s", "kind": "sign", "zero": \(zero)}
      """)
  }

  /// Layers behind six sums of five bits.
  private static func dense(_ layers: String) -> String {
    document(
      #"{"shape": [5], "type": "int8", "encoding": {"kind": "threshold", "at": -3}}"#,
      """
      {"name": "d", "kind": "binary_dense", "units": 6,
       "weights": ["1f", "00", "15", "0a", "13", "1c"]},
      """ + layers)
  }
}
