public import BNNIR
public import HDLGen

/// An FPGA and what it has; nothing, if it is none but a kind of LUT.
public struct Device: Hashable, Sendable {
  /// The vendor's part name in lower case, without package and speed grade.
  public let name: String
  public let family: Family
  public let capacity: Capacity
  /// The vendor's document that states the capacity.
  public let source: String

  public struct Capacity: Codable, Hashable, Sendable {
    public let lut: Int
    public let ff: Int
    /// Block RAM in units of 36 Kbit.
    public let bram36: Double
    public let dsp: Int
  }

  /// The device of that name or alias, or without a name the family's usual one; xc7z020 without
  /// either. `option` is where the user named it.
  public static func choose(
    name: String?, family: Family?, option: String = "--device"
  ) throws(DiagnosticError) -> Device {
    let name = name?.lowercased() ?? (family ?? .xc7).usualDevice
    guard let device = all.first(where: { $0.name == aliases[name] ?? name }) else {
      throw DiagnosticError(.unknownDevice(name, family: family, option: option))
    }
    if let family, device.family != family {
      throw DiagnosticError(.wrongFamily(device, asked: family))
    }
    return device
  }
}

extension Family {
  fileprivate var usualDevice: String {
    switch self {
    case .xc7: "xc7z020"
    case .xcup: "xczu3eg"
    case .ecp5: "lfe5u-25f"
    case .ice40: "ice40-hx8k"
    case .gowin: "gw2a-18"
    case .lut4: "lut4"
    case .lut6: "lut6"
    }
  }
}

extension Diagnostic {
  fileprivate static func unknownDevice(
    _ name: String, family: Family?, option: String
  ) -> Diagnostic {
    let names = Device.all.filter { family == nil || $0.family == family }.map(\.name)
    let nearest = Spelling.nearest(to: name, among: names)
    return Diagnostic(
      "device.unknown", file: option, "'\(name.prefix(40))' is not a known device",
      hint: nearest.map { "did you mean '\($0)'?" } ?? "expected \(Spelling.list(names))")
  }

  fileprivate static func wrongFamily(_ device: Device, asked family: Family) -> Diagnostic {
    Diagnostic(
      "device.family", file: "--device",
      "'\(device.name)' is of family '\(device.family.rawValue)', but expected one of "
        + "'\(family.rawValue)'",
      hint: "leave out the family: the device tells it")
  }
}
