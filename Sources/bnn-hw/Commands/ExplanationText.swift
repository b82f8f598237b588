import Foundation
import HDLGen

// What `generate --explain` prints.
extension FoldingExplanation {
  var text: String {
    """
    \(layerTable)
    \(layers.map(\.reasonText).joined(separator: "\n"))
    bottleneck \(bottleneck) with \(bottleneckCycles.grouped) cycles; the network takes \
    \(cyclesPerFrame.grouped)
    \(lanes.grouped) lanes; no folding of this speed has fewer than \(leastLanes.grouped)
    by the model \(area.text), \
    of that \(areaBetweenLayers.luts.grouped) LUTs between the layers and at the ends
    """
  }

  private var layerTable: String {
    var table = TextTable(
      "layer", "folding", "cycles", "LUT", "BRAM", "next cheaper", "next faster", "fewest cycles")
    for layer in layers {
      table.add(
        layer.name, layer.choice.folding, layer.choice.cyclesPerFrame.grouped,
        layer.choice.area.luts.grouped, layer.choice.area.blocks.plain,
        layer.nextCheaper.map { $0.difference(to: layer.choice) } ?? "-",
        layer.nextFaster.map { $0.difference(to: layer.choice) } ?? "-",
        layer.leastCycles.grouped)
    }
    return table.text
  }
}

extension FoldingExplanation.Layer {
  fileprivate var reasonText: String {
    switch reason {
    case .given: "\(name): as it was given"
    case .cheapest: "\(name): no folding is cheaper, and this one is fast enough"
    case .inTime: "\(name): the cheapest in time; the next cheaper folding takes \(slower) cycles"
    }
  }

  private var slower: String { nextCheaper?.cyclesPerFrame.grouped ?? "" }
}

extension FoldingExplanation.Choice {
  /// `16×32`, with pixels, planes of bits and memory where they are not as usual.
  fileprivate var folding: String {
    var text = "\(pe)×\(simd)"
    if pixels > 1 { text += "×\(pixels)" }
    if bitSerial { text += " serial" }
    return text + (weights.map { " \($0.rawValue)" } ?? "")
  }

  /// `8×32 lut: 64 cycles, -300 LUT, +0.5 BRAM`.
  fileprivate func difference(to other: Self) -> String {
    let luts = area.luts - other.area.luts
    let blocks = area.blocks - other.area.blocks
    let ram = blocks == 0 ? "" : ", \(blocks > 0 ? "+" : "")\(blocks.plain) BRAM"
    return
      "\(folding): \(cyclesPerFrame.grouped) cycles, \(luts > 0 ? "+" : "")\(luts.grouped) LUT\(ram)"
  }
}

extension HardwareArea {
  var text: String {
    "\(luts.grouped) LUTs, \(ffs.grouped) FFs, \(blocks.plain) RAMB36, \(dsps) DSPs"
  }
}

extension Double {
  /// With as many decimals as there are, two at most.
  var plain: String {
    formatted(
      .number.precision(.fractionLength(0...2)).grouping(.never)
        .locale(.init(identifier: "en_US_POSIX")))
  }
}
