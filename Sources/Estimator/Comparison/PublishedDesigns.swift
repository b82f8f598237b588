internal import HDLGen

/// Designs of other systems for known topologies, so that a report can show them beside ours.
struct PublishedDesigns: Sendable {
  /// Rows and columns of the weight matrices, first layer first.
  private let topology: [[Int]]
  private let data: String
  /// Multiplications per frame.
  private let macsPerFrame: Double
  private let rows: [DesignRow]

  /// The designs for the topology of the manifest's matrices, a shared engine's among them.
  static func matching(_ manifest: Manifest) -> [DesignRow] {
    let topology = manifest.units.flatMap { unit in
      unit.engine?.layers.map { [$0.rows, $0.columns] }
        ?? unit.folding.map { [[$0.rows, $0.columns]] } ?? []
    }
    return [lfc, sfc, cnv].first { $0.topology == topology }?.rows ?? []
  }

  /// All that there are, for a comparison across topologies.
  static var all: [ComparedDesign] {
    [cnv, lfc, sfc].flatMap { network in
      network.rows.map {
        ComparedDesign(
          $0, data: network.data, macsPerFrame: network.macsPerFrame, watts: chipWatts[$0.system])
      }
    }
  }

  /// Measured at the chip, by table 3 of the FINN paper.
  private static let chipWatts = ["FINN SFC-max": 7.3, "FINN LFC-max": 8.8, "FINN CNV-max": 3.6]

  /// 784-1024-1024-1024-10, MNIST.
  private static let lfc = Self(
    topology: [[1024, 784], [1024, 1024], [1024, 1024], [10, 1024]],
    data: "MNIST", macsPerFrame: 2_910_208,
    rows: [
      // Folding (64,32) (32,64) (64,32) (8,16): 512 cycles per frame.
      .bnnPYNQ(
        "lfcW1A1", cyclesPerFrame: 512, accuracy: 98.4, dsp: 4, bram36: 110, lut: 28_360,
        ff: 33_470),
      .finnMax("LFC", framesPerSecond: 1_561_000, accuracy: 98.4, bram36: 396, lut: 82_988),
    ])

  /// 784-256-256-256-10, MNIST.
  private static let sfc = Self(
    topology: [[256, 784], [256, 256], [256, 256], [10, 256]],
    data: "MNIST", macsPerFrame: 334_336,
    rows: [
      .finnMax("SFC", framesPerSecond: 12_360_000, accuracy: 95.83, bram36: 4.5, lut: 91_131)
    ])

  /// Six 3×3 convolutions, two pools, three dense layers, CIFAR-10.
  private static let cnv = Self(
    topology: [
      [64, 27], [64, 576], [128, 576], [128, 1152], [256, 1152], [256, 2304], [512, 256],
      [512, 512], [10, 512],
    ],
    data: "CIFAR-10", macsPerFrame: 59_461_376,
    rows: [
      .bnnPYNQ(
        "cnvW1A1", cyclesPerFrame: 32_768, accuracy: 79.22, dsp: 24, bram36: 124, lut: 26_072,
        ff: 41_312),
      .finnCompiler,
      .finnMax("CNV", framesPerSecond: 21_906, accuracy: 80.1, bram36: 186, lut: 46_253),
    ])
}

extension DesignRow {
  /// Reports of the BNN-PYNQ project's overlays for the xc7z020. Frames per second are not
  /// measured: they are what the folding's slowest layer allows at the overlays' 100 MHz.
  fileprivate static func bnnPYNQ(
    _ name: String, cyclesPerFrame: Int, accuracy: Double, dsp: Int, bram36: Double, lut: Int,
    ff: Int
  ) -> DesignRow {
    DesignRow(
      system: "BNN-PYNQ \(name)", device: "xc7z020",
      framesPerSecond: 100e6 / Double(cyclesPerFrame), accuracyPercent: accuracy, bits: "1/1",
      megahertz: 100, dsp: dsp, bram36: bram36, lut: lut, ff: ff,
      counts: "Vivado, whole design with DMA; FPS by folding")
  }

  /// What FINN's compiler makes of the BNN-PYNQ network with the folding of its overlay: 98 blocks
  /// of 36 Kbit and 9 of 18.
  fileprivate static let finnCompiler = DesignRow(
    system: "FINN compiler CNV", device: "–", framesPerSecond: 100e6 / 32_768,
    accuracyPercent: nil, bits: "1/1", megahertz: 100, dsp: 0, bram36: 102.5, lut: 21_135,
    ff: 31_517, counts: "Vivado, without DMA; FPS by folding at 100 MHz")

  /// Umuroglu et al., "FINN: A Framework for Fast, Scalable Binarized Neural Network Inference",
  /// FPGA 2017, the fastest variants on the ZC706 board.
  fileprivate static func finnMax(
    _ name: String, framesPerSecond: Double, accuracy: Double, bram36: Double, lut: Int
  ) -> DesignRow {
    DesignRow(
      system: "FINN \(name)-max", device: "xc7z045", framesPerSecond: framesPerSecond,
      accuracyPercent: accuracy, bits: "1/1", megahertz: 200, dsp: nil, bram36: bram36, lut: lut,
      ff: nil, counts: "Vivado, whole design")
  }
}

extension ComparedDesign {
  fileprivate init(_ row: DesignRow, data: String, macsPerFrame: Double, watts: Double?) {
    self.init(
      system: row.system, data: data, device: row.device, framesPerSecond: row.framesPerSecond,
      accuracyPercent: row.accuracyPercent, bits: row.bits, megahertz: row.megahertz, watts: watts,
      dsp: row.dsp,
      blockRAM: row.bram36, lut: row.lut, macsPerFrame: macsPerFrame,
      notes: [row.counts, ComparedDesign.blocksOf36]
        + (watts == nil ? [] : ["watts are the chip's"]))
  }
}
