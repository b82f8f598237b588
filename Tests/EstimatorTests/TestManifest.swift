import Foundation

@testable import HDLGen

/// Manifests for tests: only what estimation reads has a meaning.
enum TestManifest {
  static func make(
    name: String = "test", units: [Manifest.Unit], files: [String] = ["rtl/test_core.sv"]
  ) -> Manifest {
    let port = Manifest.Port(
      dataBits: 8, lanes: 8, laneBits: 1, elementBits: 1, signed: false, elementsPerVector: 8,
      vectorsPerFrame: 1, beatsPerFrame: 1)
    return Manifest(
      format: Manifest.currentFormat, version: Manifest.currentVersion, generator: "test",
      name: name, top: "test_core", network: "network.json",
      files: files.map { .init(path: $0, bytes: 0, checksum: "") }, clockHertz: 100_000_000,
      input: port, output: port, units: units, streams: [], cyclesPerFrame: 512,
      settledFrames: 5, boundCyclesPerFrame: 512, latencyCycles: 600, fifos: .throughput, load: nil)
  }

  static func unit(
    _ name: String, module: String, parameters: [Manifest.Parameter] = [], memories: [String] = []
  ) -> Manifest.Unit {
    Manifest.Unit(
      name: name, kind: "kind", module: module, layer: "layer", parameters: parameters,
      memories: memories.map { .init(file: $0, width: 36, depth: 512) }, lanes: 0,
      cyclesPerFrame: 1, folding: nil, popcountTables: nil,
      hasWiredWeights: false, kernels: nil, engine: nil, inventory: Inventory(),
      predicted: Resources())
  }

  /// A matrix-vector unit of that many lanes.
  static func matrixVector(
    _ name: String, rows: Int, columns: Int, pe: Int = 1, simd: Int = 1
  ) -> Manifest.Unit {
    Manifest.Unit(
      name: name, kind: "mvu", module: "bnn_mvu", layer: name, parameters: [], memories: [],
      lanes: pe * simd, cyclesPerFrame: 1,
      folding: .init(rows: rows, columns: columns, pe: pe, simd: simd), popcountTables: nil,
      hasWiredWeights: false, kernels: nil, engine: nil, inventory: Inventory(),
      predicted: Resources())
  }

  /// An engine of one lane.
  static func engine(
    _ name: String, matrices: [(rows: Int, columns: Int)]
  ) -> Manifest.Unit {
    let layers = matrices.enumerated().map {
      Manifest.Engine.Layer(
        name: "\(name)_\($0)", rows: $1.rows, columns: $1.columns, products: 1, cyclesPerFrame: 1)
    }
    return Manifest.Unit(
      name: name, kind: "engine", module: "bnn_engine", layer: name, parameters: [], memories: [],
      lanes: 1, cyclesPerFrame: 1, folding: nil, popcountTables: nil, hasWiredWeights: false,
      kernels: nil,
      engine: .init(
        layers: layers, pe: 1, simd: 1, popcountStages: 0, axiBits: 32, addressBits: 32,
        image: "", bytes: "", imageBeats: 1, imageBytes: 4, memoryDelay: 32),
      inventory: Inventory(), predicted: Resources())
  }
}
