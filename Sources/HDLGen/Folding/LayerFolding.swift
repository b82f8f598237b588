internal import BNNIR

/// The folding that a layer with weights was built with.
public struct LayerFolding: Hashable, Sendable {
  public let layer: String
  /// With the memory that holds the weights.
  public let folding: Folding

  /// Of every matrix of a network, in order.
  static func all(
    of graph: Graph, _ request: FoldingRequest, in dataflow: DataflowGraph
  ) -> [LayerFolding] {
    let storages = Dictionary(
      dataflow.instances.compactMap { instance in
        instance.unit.matrix.map { (instance.layer, $0.storage) }
      }, uniquingKeysWith: { first, _ in first })
    return Lowering.streamedMatrices(of: graph, Lowering.Engine(graph, request)).map { matrix in
      LayerFolding(
        layer: matrix.name,
        folding: matrix.folding(request).with(storage: storages[matrix.name] ?? nil))
    }
  }
}

extension [LayerFolding] {
  /// A folding file from which the same design is built: whatever is not as usual is written out.
  public var fileText: String { fileText(engine: nil) }

  /// As above, with a shared engine.
  public func fileText(engine: EngineRequest?) -> String {
    let lines =
      map { "  \"\($0.layer)\": {\($0.folding.keys.joined(separator: ", "))}" }
      + (engine.map { ["  \"\(EngineRequest.key)\": {\($0.keys.joined(separator: ", "))}"] } ?? [])
    return "{\n\(lines.joined(separator: ",\n"))\n}\n"
  }
}

extension EngineRequest {
  fileprivate var keys: [String] {
    var keys = ["\"pe\": \(pe)", "\"simd\": \(simd)", "\"axi_bits\": \(axiBits)"]
    if let popcountStages { keys.append("\"popcount_stages\": \(popcountStages)") }
    if let from { keys.append("\"from\": \"\(from)\"") }
    if let to { keys.append("\"to\": \"\(to)\"") }
    return keys
  }
}

extension Folding {
  fileprivate var keys: [String] {
    var keys = ["\"pe\": \(pe)", "\"simd\": \(simd)"]
    if pixels > 1 { keys.append("\"pixels\": \(pixels)") }
    if bitSerial { keys.append("\"bit_serial\": true") }
    if popcountStages > 0 { keys.append("\"popcount_stages\": \(popcountStages)") }
    if let storage { keys.append("\"weights\": \"\(storage.rawValue)\"") }
    return keys
  }
}
