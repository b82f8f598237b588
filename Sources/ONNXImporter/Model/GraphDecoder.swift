internal import BNNIR
internal import Foundation

/// Decodes the graph of one file and checks that every value has one source.
struct GraphDecoder {
  private let file: String
  private let graph: Bnnhw_Onnx_Graph
  private var decoder: NodeDecoder
  private var constants: [String: RealTensor] = [:]
  /// Where every value comes from, also those whose tensor is refused.
  private var sources: [String: ValueSource] = [:]
  private var nodes: [ONNXNode] = []

  init(_ graph: Bnnhw_Onnx_Graph, file: String, directory: URL?) {
    self.graph = graph
    self.file = file
    self.decoder = NodeDecoder(file: file, tensors: TensorDecoder(directory: directory))
  }

  /// The graph is of use only if nothing is reported.
  mutating func decode(
    operatorSets: [String: Int], into sink: inout DiagnosticSink
  ) -> ONNXGraph {
    readInitializers(into: &sink)
    let inputs = readInputs(into: &sink)
    readNodes(into: &sink)
    checkUses(into: &sink)
    let order = NodeOrder.topological(nodes, sources)
    if let cycle = order.cycle { sink.report(.cycle(cycle.map { nodes[$0] }, in: file)) }
    return ONNXGraph(
      name: graph.name, inputs: inputs, outputs: graph.output.map(\.name),
      nodes: order.indices.map { nodes[$0] }, constants: constants, operatorSets: operatorSets,
      annotatedTypes: annotatedTypes)
  }

  private mutating func readInitializers(into sink: inout DiagnosticSink) {
    for tensor in graph.initializer {
      guard !tensor.name.isEmpty else {
        sink.report(.namelessInitializer(in: file))
        continue
      }
      define(tensor.name, by: .initializer, into: &sink)
      do {
        constants[tensor.name] = try decoder.tensors.decode(tensor)
      } catch {
        sink.report(error.diagnostic(initializer: tensor.name, in: file))
      }
    }
  }

  /// Inputs that initializers give are no inputs; files of the first versions list them as such.
  private mutating func readInputs(into sink: inout DiagnosticSink) -> [ONNXGraph.Input] {
    var inputs: [ONNXGraph.Input] = []
    for value in graph.input where sources[value.name] != .initializer {
      define(value.name, by: .input, into: &sink)
      inputs.append(ONNXGraph.Input(name: value.name, shape: shape(of: value, into: &sink)))
    }
    if inputs.isEmpty { sink.report(.noEnd("input", in: file)) }
    return inputs
  }

  /// Sizes of 0 and below are how some exporters write that a size is unknown.
  private func shape(
    of value: Bnnhw_Onnx_ValueInfo, into sink: inout DiagnosticSink
  ) -> [Int?]? {
    guard value.type.hasTensorType, value.type.tensorType.hasShape else { return nil }
    let sizes = value.type.tensorType.shape.dim.map { $0.dimValue > 0 ? Int($0.dimValue) : nil }
    var elements = 1
    for size in sizes.compactMap(\.self) {
      let (product, overflow) = elements.multipliedReportingOverflow(by: size)
      guard !overflow, product <= TensorDecoder.maximumCount else {
        sink.report(.hugeInput(value.name, in: file))
        return nil
      }
      elements = product
    }
    return sizes
  }

  private mutating func readNodes(into sink: inout DiagnosticSink) {
    for (index, message) in graph.node.enumerated() {
      let node = decoder.decode(message, index: index, into: &sink)
      if node.domain.isEmpty, node.operation == "Constant", let output = node.outputs.first {
        define(output, by: .constant(node.name), into: &sink)
        constants[output] = decoder.constant(node, into: &sink)
        continue
      }
      for output in node.outputs where !output.isEmpty {
        define(output, by: .node(nodes.count, name: node.name), into: &sink)
      }
      nodes.append(node)
    }
  }

  private mutating func define(
    _ name: String, by source: ValueSource, into sink: inout DiagnosticSink
  ) {
    if let other = sources[name] {
      sink.report(.producedTwice(name, other, source, in: file))
    } else {
      sources[name] = source
    }
  }

  private func checkUses(into sink: inout DiagnosticSink) {
    for node in nodes {
      for name in node.inputs where !name.isEmpty && sources[name] == nil {
        sink.report(.missingInput(name, node, in: file))
      }
    }
    if graph.output.isEmpty { sink.report(.noEnd("output", in: file)) }
    for value in graph.output where sources[value.name] == nil {
      sink.report(.missingOutput(value.name, in: file))
    }
  }

  private var annotatedTypes: [String: String] {
    var types: [String: String] = [:]
    for annotation in graph.quantizationAnnotation {
      for entry in annotation.quantParameterTensorNames where entry.key == "finn_datatype" {
        types[annotation.tensorName] = entry.value
      }
    }
    return types
  }
}

extension Diagnostic {
  fileprivate static func namelessInitializer(in file: String) -> Diagnostic {
    Diagnostic("onnx.graph", file: file, "an initializer has no name")
  }

  fileprivate static func noEnd(_ end: String, in file: String) -> Diagnostic {
    Diagnostic("onnx.graph", file: file, "the graph has no \(end)")
  }

  fileprivate static func hugeInput(_ name: String, in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.graph", file: file,
      "graph input \(UserText.quoted(name)) is too large, but expected at most 2^28 elements")
  }

  fileprivate static func producedTwice(
    _ name: String, _ first: ValueSource, _ second: ValueSource, in file: String
  ) -> Diagnostic {
    Diagnostic(
      "onnx.duplicate", file: file,
      "value \(UserText.quoted(name)) is produced twice, by \(first) and by \(second)")
  }

  fileprivate static func missingInput(
    _ name: String, _ node: ONNXNode, in file: String
  ) -> Diagnostic {
    Diagnostic(
      "onnx.missing", node, in: file, "nothing produces the input \(UserText.quoted(name))")
  }

  fileprivate static func missingOutput(_ name: String, in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.missing", file: file, "nothing produces the graph output \(UserText.quoted(name))")
  }

  fileprivate static func cycle(_ nodes: [ONNXNode], in file: String) -> Diagnostic {
    let names = nodes.prefix(5).map { UserText.quoted($0.name) }.joined(separator: ", ")
    let rest = nodes.count > 5 ? " and \(nodes.count - 5) more" : ""
    return Diagnostic(
      "onnx.cycle", file: file, "nodes read each other's outputs in a circle: \(names)\(rest)")
  }
}
