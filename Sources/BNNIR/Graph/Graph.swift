/// The typed network: a directed acyclic graph of checked layers in topological order.
///
/// Node 0 is the input. Only `TypeChecker` and the passes make graphs, always through
/// `init(…nodes:)`, which derives the types, so a graph's types cannot disagree with its layers.
public struct Graph: Hashable, Sendable {
  public struct Node: Hashable, Sendable {
    /// Unique in the graph; the name of the document's layer.
    public let name: String
    public let layer: Layer
    /// Indices of the nodes whose values it reads, all lower than its own.
    public let inputs: [Int]
    /// Names of the document's layers that this node stands for, in order.
    public let origins: [String]
    public let anchor: Anchor
    public let type: TensorType
  }

  /// A node before its type is derived.
  public struct Draft {
    public var name: String
    public var layer: Layer
    public var inputs: [Int]
    public var origins: [String]
    public var anchor: Anchor

    public init(
      name: String, layer: Layer, inputs: [Int], origins: [String], anchor: Anchor
    ) {
      self.name = name
      self.layer = layer
      self.inputs = inputs
      self.origins = origins
      self.anchor = anchor
    }
  }

  public let name: String
  public let classes: [String]?
  public let nodes: [Node]
  /// Index of the node whose value leaves the network.
  public let output: Int

  init(name: String, classes: [String]?, drafts: [Draft], output: Int) {
    self.name = name
    self.classes = classes
    self.output = output
    var nodes: [Node] = []
    for (index, draft) in drafts.enumerated() {
      precondition(draft.inputs.allSatisfy { $0 < index }, "bnn-hw bug: not in order")
      let type = draft.layer.semantics.outputType(for: draft.inputs.map { nodes[$0].type })
      nodes.append(
        Node(
          name: draft.name, layer: draft.layer, inputs: draft.inputs, origins: draft.origins,
          anchor: draft.anchor, type: type))
    }
    self.nodes = nodes
  }

  /// How raw frames enter.
  public var input: InputLayer {
    guard case .input(let layer) = nodes[0].layer else {
      preconditionFailure("bnn-hw bug: the first node is not the input")
    }
    return layer
  }

  /// For each node, the nodes that read it, ascending.
  public var consumers: [[Int]] {
    var consumers: [[Int]] = Array(repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for input in node.inputs { consumers[input].append(index) }
    }
    return consumers
  }

  /// Editable copies of all nodes, for a pass.
  var drafts: [Draft] {
    nodes.map {
      Draft(
        name: $0.name, layer: $0.layer, inputs: $0.inputs, origins: $0.origins,
        anchor: $0.anchor)
    }
  }

  /// The same network with other nodes; those that the output does not need are left out.
  func replacing(_ drafts: [Draft], output: Int) -> Graph {
    var needed: Set<Int> = [0, output]
    for index in drafts.indices.reversed() where needed.contains(index) {
      needed.formUnion(drafts[index].inputs)
    }
    let kept = drafts.indices.filter(needed.contains)
    let renumbered = Dictionary(uniqueKeysWithValues: zip(kept, 0...))
    let moved = kept.map { index in
      var draft = drafts[index]
      draft.inputs = draft.inputs.compactMap { renumbered[$0] }
      return draft
    }
    return Graph(
      name: name, classes: classes, drafts: moved, output: renumbered[output] ?? 0)
  }
}
