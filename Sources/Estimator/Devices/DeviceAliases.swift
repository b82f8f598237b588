extension Device {
  /// Other names that devices go by: nextpnr's options for ECP5.
  static let aliases: [String: String] = [
    "ecp5-25k": "lfe5u-25f", "ecp5-45k": "lfe5u-45f", "ecp5-85k": "lfe5u-85f",
  ]
}
