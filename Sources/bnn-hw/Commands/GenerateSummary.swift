import Foundation
import HDLGen

/// What `generate` tells: the layers, the bottleneck, the speed.
struct GenerateSummary: Encodable {
  struct Layer: Encodable {
    let name: String
    let rows: Int
    let columns: Int
    let pe: Int
    let simd: Int
    let weights: Int
    let cyclesPerFrame: Int
  }

  /// What holds the weights, by the cost model of 7-series FPGAs.
  struct WeightMemory: Encodable {
    /// LUTs of memories, of weights that are part of the logic, and of tables of kernels.
    let luts: Int
    /// Block RAMs of 36 Kbit.
    let bram36: Double
    /// Share of the blocks' bits that hold weights; nil without blocks.
    let blockEfficiency: Double?
    /// Matrices whose weights are stored as indices of few kernels.
    let indexed: Int

    init(_ units: [Manifest.Unit]) {
      var luts = 0
      var halves = 0
      var bits = 0
      for unit in units {
        guard let folding = unit.folding, let memory = unit.memories.first else { continue }
        let cost = MemoryCost(depth: memory.depth, width: memory.width)
        if unit.storesWeightsInBlocks {
          halves += cost.halfBlocks
          bits += unit.storedBits(of: folding)
        } else {
          luts += cost.luts
        }
        luts += unit.kernels?.tables ?? 0
      }
      self.luts = luts
      bram36 = Double(halves) / 2
      indexed = units.count { $0.kernels != nil }
      blockEfficiency = halves == 0 ? nil : Double(bits) / Double(halves * 18_432)
    }

    var text: String {
      let efficiency = blockEfficiency.map { " (\(Int(($0 * 100).rounded())) % full)" } ?? ""
      let indices = indexed == 0 ? "" : "; \(indexed) of the matrices as indices"
      return
        "weights in \(luts.grouped) LUTs and \(bram36.blocks) RAMB36\(efficiency), by the model\(indices)"
    }
  }

  /// Room between units that wait for each other.
  struct FIFOs: Encodable {
    let purpose: FIFOPolicy
    let count: Int
    let beats: Int
    let bits: Int

    init(_ manifest: Manifest) {
      purpose = manifest.fifos
      let sizes = manifest.units.filter { $0.kind == "fifo" }.map { unit in
        (beats: unit.integer("Depth") ?? 0, width: unit.integer("Width") ?? 0)
      }
      count = sizes.count
      beats = sizes.reduce(0) { $0 + $1.beats }
      bits = sizes.reduce(0) { $0 + $1.beats * $1.width }
    }

    var text: String {
      let reason =
        switch purpose {
        case .throughput: "what full speed takes"
        case .memory: "what keeps it going"
        }
      return "\(Self.sizes(count, beats, bits)): \(reason)"
    }

    static func sizes(_ count: Int, _ beats: Int, _ bits: Int) -> String {
      "\(count) FIFO\(count == 1 ? "" : "s") of \(beats.grouped) beats, \(bits.grouped) bits"
    }
  }

  let name: String
  let directory: String
  let layers: [Layer]
  /// What layers share, if they do.
  let engine: Manifest.Engine?
  let cyclesPerFrame: Int
  let boundCyclesPerFrame: Int
  let latencyCycles: Int
  let clockHertz: Int
  let framesPerSecond: Double
  let bottleneck: String
  let weightMemory: WeightMemory
  let fifos: FIFOs
  /// What the circuit takes of a 7-series FPGA, by the model.
  let predicted: Resources
  let inputBits: Int
  let outputBits: Int
  let files: Int
  /// With `--explain`.
  let explanation: FoldingExplanation?
  let otherFifos: FIFOFigures?

  init(
    _ design: Design, directory: String, explanation: FoldingExplanation? = nil,
    otherFIFOs: FIFOFigures? = nil
  ) {
    self.explanation = explanation
    otherFifos = otherFIFOs
    let manifest = design.manifest
    name = manifest.name
    self.directory = directory
    layers = manifest.units.flatMap { unit in
      unit.engine.map(Layer.all(of:)) ?? unit.folding.map {
        [
          Layer(
            name: unit.layer, rows: $0.rows, columns: $0.columns, pe: $0.pe, simd: $0.simd,
            weights: $0.rows * $0.columns, cyclesPerFrame: unit.cyclesPerFrame)
        ]
      } ?? []
    }
    engine = manifest.units.compactMap(\.engine).first
    cyclesPerFrame = manifest.cyclesPerFrame
    boundCyclesPerFrame = manifest.boundCyclesPerFrame
    latencyCycles = manifest.latencyCycles
    clockHertz = manifest.clockHertz
    framesPerSecond = Double(clockHertz) / Double(cyclesPerFrame)
    let mostCycles = manifest.units.map(\.cyclesPerFrame).max()
    let slowest = manifest.units.filter { $0.cyclesPerFrame == mostCycles }
    bottleneck = (slowest.first { $0.folding != nil } ?? slowest.first)?.name ?? ""
    weightMemory = WeightMemory(manifest.units)
    fifos = FIFOs(manifest)
    predicted = manifest.predicted
    inputBits = manifest.input.dataBits
    outputBits = manifest.output.dataBits
    files = design.files.count + 1
  }

  var text: String {
    var table = TextTable("layer", "MH", "MW", "PE", "SIMD", "weights", "cycles/frame")
    for layer in layers {
      table.add(
        layer.name, layer.rows, layer.columns, layer.pe, layer.simd, layer.weights.grouped,
        layer.cyclesPerFrame.grouped)
    }
    return """
      \(name): \(layers.count) layers of binary weights
      \(table.text)
      bottleneck \(bottleneck): \(cyclesPerFrame.grouped) cycles per frame, \
      \(Int(framesPerSecond).grouped) frames/s at \(ClockFrequency.text(clockHertz)); \
      latency \(latencyCycles.grouped) cycles
      \(engine.map { "\($0.text)\n" } ?? "")\(weightMemory.text)\(fifos.count == 0 ? "" : "\n\(fifos.text)")\
      \(otherFifos.map { "\n\($0.text)" } ?? "")
      predicted for xc7: \(predicted.summary)
      AXI4-Stream \(inputBits) bits in, \(outputBits) bits out; \(files) files in \(directory)\
      \(explanation.map { "\n\n\($0.text)" } ?? "")
      """
  }
}

extension Resources {
  fileprivate var summary: String {
    "\(lut.grouped) LUT, \(lutram.grouped) LUTRAM, \(ff.grouped) FF, \(bram36.blocks) RAMB36, "
      + "\(dsp.grouped) DSP"
  }
}

extension Double {
  /// Block RAMs, whole or half ones.
  fileprivate var blocks: String {
    formatted(.number.locale(.init(identifier: "en_US_POSIX")))
  }
}

extension FIFOFigures {
  fileprivate var text: String {
    "with --fifos \(purpose.rawValue): \(GenerateSummary.FIFOs.sizes(count, beats, bits)); "
      + "\(cyclesPerFrame.grouped) cycles per frame, latency \(latencyCycles.grouped)"
  }
}

extension Manifest.Unit {
  /// Bits in memory that are weights, or indices of kernels.
  fileprivate func storedBits(of folding: Manifest.Folding) -> Int {
    let weights = folding.rows * folding.columns
    guard let kernels, let taps = integer("Taps") else { return weights }
    return weights / taps * kernels.indexBits
  }
}

extension GenerateSummary.Layer {
  /// Those of a shared engine.
  fileprivate static func all(of engine: Manifest.Engine) -> [Self] {
    engine.layers.map {
      Self(
        name: $0.name, rows: $0.rows, columns: $0.columns, pe: engine.pe, simd: engine.simd,
        weights: $0.rows * $0.columns, cyclesPerFrame: $0.cyclesPerFrame)
    }
  }
}

extension Manifest.Engine {
  fileprivate var text: String {
    "shared engine: \(layers.count) layers, \(imageBytes.grouped) bytes of weights per frame from "
      + "external memory, \(axiBits) bits per beat; \(popcountStages) popcount stages"
  }
}
