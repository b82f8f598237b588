internal import HDLGen

/// What one unit takes. Encodes its resources among its own keys, not below one.
public struct UnitEstimate: Hashable, Sendable {
  public let name: String
  public let kind: String
  public let layer: String
  /// XNOR lanes: PE · SIMD of a matrix-vector unit, 0 elsewhere.
  public let lanes: Int
  public let resources: Resources

  /// Computing LUTs per XNOR lane, control and memory in LUTs included; nil without lanes.
  public var lutPerLane: Double? {
    lanes > 0 ? Double(resources.lut) / Double(lanes) : nil
  }

  init(_ unit: Manifest.Unit, _ resources: Resources) {
    self.name = unit.name
    self.kind = unit.kind
    self.layer = unit.layer
    self.lanes = unit.lanes
    self.resources = resources
  }
}

extension UnitEstimate: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, kind, layer, lanes, lutPerLane
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.name = try container.decode(String.self, forKey: .name)
    self.kind = try container.decode(String.self, forKey: .kind)
    self.layer = try container.decode(String.self, forKey: .layer)
    self.lanes = try container.decode(Int.self, forKey: .lanes)
    self.resources = try Resources(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(kind, forKey: .kind)
    try container.encode(layer, forKey: .layer)
    try container.encode(lanes, forKey: .lanes)
    try container.encodeIfPresent(lutPerLane, forKey: .lutPerLane)
    try resources.encode(to: encoder)
  }
}
