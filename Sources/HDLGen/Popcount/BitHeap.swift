/// Bits that are to be added up, by weight: column w holds bits that count 2ʷ.
struct BitHeap {
  struct Bit {
    let net: LogicNetlist.Net
    /// Tables on the longest way from an input.
    let level: Int
  }

  /// Earliest bits first.
  private(set) var columns: [[Bit]]

  /// A heap for sums below 2^`width`.
  init(width: Int) {
    columns = Array(repeating: [], count: width)
  }

  func count(_ weight: Int) -> Int { weight < columns.count ? columns[weight].count : 0 }

  /// Bits past the last column are zero in every sum and left out.
  mutating func add(_ bit: Bit, weight: Int) {
    guard weight < columns.count else { return }
    let place = columns[weight].firstIndex { $0.level > bit.level } ?? columns[weight].count
    columns[weight].insert(bit, at: place)
  }

  /// Takes the earliest bits of a column. The last of them can go where there is no table to turn
  /// it round, if any of the column's bits can.
  mutating func take(_ count: Int, weight: Int) -> [Bit] {
    var bits = Array(columns[weight].prefix(count))
    columns[weight].removeFirst(count)
    if let last = bits.last, last.net.isInverted,
      let other = bits.firstIndex(where: { !$0.net.isInverted })
    {
      bits.swapAt(other, bits.count - 1)
    }
    return bits
  }
}
