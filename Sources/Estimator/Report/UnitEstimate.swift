public import HDLGen

/// What one unit takes. Encodes its resources among its own keys, not below one.
public struct UnitEstimate: Hashable, Sendable {
  public let name: String
  public let kind: String
  public let layer: String
  /// XNOR lanes: PE · SIMD of a matrix-vector unit, 0 elsewhere.
  public let lanes: Int
  public let resources: Resources
  /// What the model says, where `resources` are measured.
  public let predicted: Resources?

  /// Computing LUTs per XNOR lane, control and memory in LUTs included; nil without lanes.
  public var lutPerLane: Double? {
    lanes > 0 ? Double(resources.lut) / Double(lanes) : nil
  }

  /// The parts that the model adds up, where `resources` are the model's.
  public let parts: [Part: Int]?

  init(
    _ unit: Manifest.Unit, _ resources: Resources, predicted: Resources?, parts: [Part: Int]?
  ) {
    self.name = unit.name
    self.kind = unit.kind
    self.layer = unit.layer
    self.lanes = unit.lanes
    self.resources = resources
    self.predicted = predicted
    self.parts = parts
  }
}

extension UnitEstimate: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, kind, layer, lanes, lutPerLane, predicted, parts
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.name = try container.decode(String.self, forKey: .name)
    self.kind = try container.decode(String.self, forKey: .kind)
    self.layer = try container.decode(String.self, forKey: .layer)
    self.lanes = try container.decode(Int.self, forKey: .lanes)
    self.predicted = try container.decodeIfPresent(Resources.self, forKey: .predicted)
    self.parts = try container.decodeIfPresent([Part: Int].self, forKey: .parts)
    self.resources = try Resources(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(kind, forKey: .kind)
    try container.encode(layer, forKey: .layer)
    try container.encode(lanes, forKey: .lanes)
    try container.encodeIfPresent(lutPerLane, forKey: .lutPerLane)
    try container.encodeIfPresent(predicted, forKey: .predicted)
    try container.encodeIfPresent(parts, forKey: .parts)
    try resources.encode(to: encoder)
  }
}
