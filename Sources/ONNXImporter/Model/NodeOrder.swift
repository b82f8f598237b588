internal import BNNIR

/// What a value of a graph comes from.
enum ValueSource: Hashable, CustomStringConvertible {
  case input
  case initializer
  /// A Constant node, by name.
  case constant(String)
  /// The node at an index.
  case node(Int, name: String)

  var description: String {
    switch self {
    case .input: "a graph input"
    case .initializer: "an initializer"
    case .constant(let name), .node(_, let name): "node \(UserText.quoted(name))"
    }
  }
}

/// An order of nodes in which each stands behind those that it reads.
struct NodeOrder {
  /// Into the array of nodes.
  let indices: [Int]
  /// Nodes that read each other in a circle; nil if there are none.
  let cycle: [Int]?

  /// Keeps the order of the file where that is one, and pulls sources forward where it is not.
  ///
  /// A depth-first search with a stack of its own: a chain may be as long as the file. Time is
  /// linear in nodes and inputs.
  static func topological(_ nodes: [ONNXNode], _ sources: [String: ValueSource]) -> NodeOrder {
    var search = Search(nodes: nodes, sources: sources)
    for index in nodes.indices {
      if let cycle = search.visit(index) { return NodeOrder(indices: search.order, cycle: cycle) }
    }
    return NodeOrder(indices: search.order, cycle: nil)
  }
}

private struct Search {
  enum State { case new, open, done }

  let nodes: [ONNXNode]
  let sources: [String: ValueSource]
  private(set) var order: [Int] = []
  private var states: [State]

  init(nodes: [ONNXNode], sources: [String: ValueSource]) {
    self.nodes = nodes
    self.sources = sources
    states = Array(repeating: .new, count: nodes.count)
  }

  /// Appends a node and all that it reads to the order, unless there is a cycle among them.
  mutating func visit(_ root: Int) -> [Int]? {
    var path: [(node: Int, nextInput: Int)] = []
    if states[root] == .new { open(root, &path) }
    while let (node, input) = path.last {
      guard input < nodes[node].inputs.count else {
        path.removeLast()
        states[node] = .done
        order.append(node)
        continue
      }
      path[path.count - 1].nextInput += 1
      guard case .node(let source, _) = sources[nodes[node].inputs[input]] else { continue }
      switch states[source] {
      case .new: open(source, &path)
      case .open: return path.map(\.node).drop { $0 != source }.map(\.self)
      case .done: continue
      }
    }
    return nil
  }

  private mutating func open(_ node: Int, _ path: inout [(node: Int, nextInput: Int)]) {
    states[node] = .open
    path.append((node, 0))
  }
}
