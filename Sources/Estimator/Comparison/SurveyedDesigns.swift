/// The seven systems of the survey's FPGA table, CIFAR-10, as it prints them. Multiplications per
/// frame are of the networks that the systems' papers describe.
enum SurveyedDesigns {
  /// Acce-BNN and FP-BNN run BinaryNet, whose convolutions are padded: 2×C128, MP, 2×C256, MP,
  /// 2×C512, MP, FC 1024, 1024, 10.
  private static let binaryNetMACs = 616_968_192.0

  /// 2×C64, MP, 2×C128, MP, 2×C256, MP, FC 10, each convolution twice: inferred from 2.3 Mb of
  /// weights, see examples/survey/fo-bnn.
  private static let foBNNMACs = 305_569_792.0

  static let all = [
    ComparedDesign(
      system: "Acce-BNN 2017", data: cifar10, device: "7Z020", framesPerSecond: 168.4,
      accuracyPercent: 87.73, megahertz: 143, watts: 4.7, dsp: 3, blockRAM: 94, lut: 46_900,
      macsPerFrame: binaryNetMACs, notes: [watts]),
    ComparedDesign(
      system: "FC-BNN 2017", data: cifar10, device: "7Z020", framesPerSecond: 420,
      accuracyPercent: 81.8, megahertz: 143, watts: 2.3, dsp: 1, blockRAM: 32, lut: 14_509,
      macsPerFrame: 64.6e6, notes: [watts, blocks, about]),
    ComparedDesign(
      system: "FO-BNN 2018", data: cifar10, device: "7Z020", framesPerSecond: 930,
      accuracyPercent: 86, megahertz: 143, watts: 2.4, dsp: 53, blockRAM: 135, lut: 23_436,
      macsPerFrame: foBNNMACs, notes: [watts, blocks, about]),
    ComparedDesign(
      system: "FP-BNN 2018", data: cifar10, device: "Stratix V", framesPerSecond: 7_692.3,
      accuracyPercent: 86.31, megahertz: 150, watts: 26.2, dsp: 20, blockRAM: 2_210, lut: 219_010,
      countsLUTs: false, macsPerFrame: binaryNetMACs, notes: [watts, stratix]),
    ComparedDesign(
      system: "ReBNet 2018", data: cifar10, device: "ZC702", framesPerSecond: 2_000,
      accuracyPercent: 86.98, megahertz: 200, dsp: nil, blockRAM: nil, lut: nil,
      macsPerFrame: 59.5e6, notes: ["three levels: it executes each multiplication three times"]),
    ComparedDesign(
      system: "FBNA 2018", data: cifar10, device: "ZC702", framesPerSecond: 520.8,
      accuracyPercent: 88.61, megahertz: nil, watts: 3.3, dsp: nil, blockRAM: 103, lut: 29_600,
      macsPerFrame: 617e6, notes: [watts, blocks, about]),
    ComparedDesign(
      system: "FracBNN 2021", data: cifar10, device: "ZU3EG", framesPerSecond: 2_806.9,
      accuracyPercent: 89.1, bits: "1/1.4", megahertz: 250, watts: 4.1, dsp: 126, blockRAM: 212,
      lut: 51_444, macsPerFrame: 54.3e6,
      notes: [watts, blocks, "it executes 108.5 million multiplications per frame"]),
  ]

  private static let cifar10 = "CIFAR-10"
  private static let watts =
    "the survey does not say whether its watts are of the chip or the board"
  private static let blocks =
    "the survey does not say whether its BRAM are blocks of 18 or of 36 Kbit"
  private static let about = "multiplications per frame are about right, not exact"
  static let stratix =
    "Stratix V: adaptive logic instead of LUTs, and memory blocks of 20 Kbit"
}
