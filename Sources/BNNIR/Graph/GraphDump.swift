/// A graph as readable text, one node per line, for looking at passes.
public enum GraphDump {
  public static func text(of graph: Graph) -> String {
    graph.nodes.enumerated().map { index, node in
      let inputs = node.inputs.map { graph.nodes[$0].name }.joined(separator: ", ")
      let mark = index == graph.output ? " -> output" : ""
      return "\(node.name): \(node.layer.kindName)(\(inputs)) : \(node.type)"
        + " from \(node.origins.joined(separator: "+"))\(mark)"
    }.joined(separator: "\n")
  }
}
