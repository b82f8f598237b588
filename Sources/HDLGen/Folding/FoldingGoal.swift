/// What a folding search is to reach.
///
/// With a time, the least hardware that keeps to it; with a device's room alone, the most frames
/// per second that fit.
public struct FoldingGoal: Hashable, Sendable {
  /// At most so many cycles from frame to frame.
  public let cyclesPerFrame: Int?
  /// At most so many cycles from a frame's first input to its last output.
  public let latencyCycles: Int?
  /// What may be used of a device.
  public let room: HardwareRoom?

  public init(cyclesPerFrame: Int? = nil, latencyCycles: Int? = nil, room: HardwareRoom? = nil) {
    self.cyclesPerFrame = cyclesPerFrame
    self.latencyCycles = latencyCycles
    self.room = room
  }
}

/// A share of a device that a design may take.
public struct HardwareRoom: Hashable, Sendable {
  /// The device's name.
  public let device: String
  public let family: Family
  /// Of the device's resources, 0 to 1.
  public let share: Double
  /// What the share holds.
  public let area: HardwareArea

  /// - Parameter capacity: of the whole device.
  public init(device: String, family: Family, share: Double, of capacity: HardwareArea) {
    self.init(
      device: device, family: family, share: share,
      area: HardwareArea(
        luts: Int(Double(capacity.luts) * share), ffs: Int(Double(capacity.ffs) * share),
        blocks: capacity.blocks * share, dsps: Int(Double(capacity.dsps) * share)))
  }

  /// The room with which to search for a design that fits `wanted`, after one took `taken` of it:
  /// less of what was exceeded, by as much, times a margin.
  public func reduced(
    by wanted: HardwareArea, over taken: HardwareArea, margin: Double
  ) -> HardwareRoom {
    func factor(_ wanted: Double, _ taken: Double) -> Double {
      taken > wanted ? wanted / taken * margin : 1
    }
    let luts = factor(Double(wanted.luts), Double(taken.luts))
    let ffs = factor(Double(wanted.ffs), Double(taken.ffs))
    let dsps = factor(Double(wanted.dsps), Double(taken.dsps))
    return HardwareRoom(
      device: device, family: family, share: share,
      area: HardwareArea(
        luts: Int(Double(area.luts) * luts), ffs: Int(Double(area.ffs) * ffs),
        blocks: area.blocks * factor(wanted.blocks, taken.blocks),
        dsps: Int(Double(area.dsps) * dsps)))
  }

  /// The mean of two rooms of one device.
  public func halfway(to other: HardwareRoom) -> HardwareRoom {
    HardwareRoom(
      device: device, family: family, share: share,
      area: HardwareArea(
        luts: (area.luts + other.area.luts) / 2, ffs: (area.ffs + other.area.ffs) / 2,
        blocks: (area.blocks + other.area.blocks) / 2, dsps: (area.dsps + other.area.dsps) / 2))
  }

  private init(device: String, family: Family, share: Double, area: HardwareArea) {
    self.device = device
    self.family = family
    self.share = share
    self.area = area
  }
}
