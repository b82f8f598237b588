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

  let name: String
  let directory: String
  let layers: [Layer]
  let cyclesPerFrame: Int
  let boundCyclesPerFrame: Int
  let latencyCycles: Int
  let clockHertz: Int
  let framesPerSecond: Double
  let bottleneck: String
  let inputBits: Int
  let outputBits: Int
  let files: Int

  init(_ design: Design, directory: String) {
    let manifest = design.manifest
    name = manifest.name
    self.directory = directory
    layers = manifest.units.compactMap { unit in
      unit.folding.map {
        Layer(
          name: unit.layer, rows: $0.rows, columns: $0.columns, pe: $0.pe, simd: $0.simd,
          weights: $0.rows * $0.columns, cyclesPerFrame: unit.cyclesPerFrame)
      }
    }
    cyclesPerFrame = manifest.cyclesPerFrame
    boundCyclesPerFrame = manifest.boundCyclesPerFrame
    latencyCycles = manifest.latencyCycles
    clockHertz = manifest.clockHertz
    framesPerSecond = Double(clockHertz) / Double(cyclesPerFrame)
    let slowest = manifest.units.filter { $0.cyclesPerFrame == manifest.cyclesPerFrame }
    bottleneck = (slowest.first { $0.folding != nil } ?? slowest.first)?.name ?? ""
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
      AXI4-Stream \(inputBits) bits in, \(outputBits) bits out; \(files) files in \(directory)
      """
  }
}
