internal import BNNIR
internal import HDLGen

/// A layer that has units of its own, or shares an engine, as the pipeline picture shows it.
public struct LayerSummary: Encodable, Hashable, Sendable {
  public let name: String
  /// What it does, such as `conv 3×3`.
  public let operation: String
  /// Of the map that leaves it.
  public let height: Int
  public let width: Int
  public let channels: Int
  public let pe: Int?
  public let simd: Int?
  /// Of the layer's slowest unit; what the layer itself takes of an engine, without waiting.
  public let cyclesPerFrame: Int
  /// The layers whose maps it reads.
  public let reads: [String]
  /// Its units, in the order of the data flow.
  public let units: [String]

  /// Layers in the order of their first units. `graph` is the folded network.
  static func all(of graph: Graph, _ manifest: Manifest) -> [LayerSummary] {
    var names: [String] = []
    for name in manifest.units.flatMap(\.layerNames) where !names.contains(name) {
      names.append(name)
    }
    return names.compactMap { name in
      graph.nodes.first { $0.name == name }.map { node in
        LayerSummary(
          node, reads: graph.sources(of: node, among: Set(names)),
          manifest.units.filter { $0.layerNames.contains(name) })
      }
    }
  }

  private init(_ node: Graph.Node, reads: [String], _ units: [Manifest.Unit]) {
    let folding = units.compactMap(\.folding).first
    let engine = units.compactMap(\.engine).first
    let shared = engine?.layers.first { $0.name == node.name }
    name = node.name
    operation = node.layer.operation
    height = node.type.shape.height
    width = node.type.shape.width
    channels = node.type.shape.channels
    pe = folding?.pe ?? engine?.pe
    simd = folding?.simd ?? engine?.simd
    cyclesPerFrame = shared?.cyclesPerFrame ?? units.map(\.cyclesPerFrame).max() ?? 0
    self.reads = reads
    self.units = units.map(\.name)
  }
}

extension Manifest.Unit {
  /// The layers that it works for.
  fileprivate var layerNames: [String] { engine?.layers.map(\.name) ?? [layer] }
}

extension Graph {
  /// The nearest layers of those names before a node.
  fileprivate func sources(of node: Node, among names: Set<String>) -> [String] {
    node.inputs.map { nodes[$0] }.flatMap {
      names.contains($0.name) ? [$0.name] : sources(of: $0, among: names)
    }
  }
}

extension Layer {
  fileprivate var operation: String {
    switch self {
    case .input(let layer): layer.pixels == .bit ? "bits" : "8-bit pixels"
    case .binaryDense(let layer): "dense, \(layer.weights.columns) inputs"
    case .binaryConv(let layer):
      "conv \(layer.geometry.size)" + (layer.groups > 1 ? ", \(layer.groups) groups" : "")
    case .integerDense(let layer): "integer dense, \(layer.weights.columns) inputs"
    case .integerConv(let layer):
      "integer conv \(layer.geometry.size)"
        + (layer.groups > 1 ? ", \(layer.groups) groups" : "")
    case .maxPool(let layer): "max-pool \(layer.geometry.size)"
    case .sumPool(let layer): "sum-pool \(layer.geometry.size)"
    case .batchNorm: "batch norm"
    case .sign: "sign"
    case .threshold: "threshold"
    case .scaleBias: "scale and bias"
    case .add: "sum"
    case .concat: "concatenation"
    case .requantize: "requantization"
    case .prelu: "prelu"
    case .multiThreshold: "thresholds"
    case .bitPlane: "bit plane"
    case .gatedAdd: "gated sum"
    case .select: "selection"
    case .argMax: "arg-max"
    }
  }
}

extension WindowGeometry {
  /// Kernel, and stride where it is not 1.
  fileprivate var size: String {
    let step = stride.x == stride.y ? "\(stride.y)" : "\(stride.y)×\(stride.x)"
    return "\(kernel.y)×\(kernel.x)" + (step == "1" ? "" : " / \(step)")
  }
}
