import SwiftProtobuf
import Testing

@testable import BNNIR
@testable import ONNXImporter

@Suite("ONNX diagnostics")
struct ONNXReaderDiagnosticTests {
  struct Broken: CustomTestStringConvertible {
    let message: String
    let change: @Sendable (inout Bnnhw_Onnx_Model) -> Void

    init(_ message: String, _ change: @escaping @Sendable (inout Bnnhw_Onnx_Model) -> Void) {
      self.message = message
      self.change = change
    }

    var testDescription: String { message }
  }

  @Test(
    "tell what is wrong in a model",
    arguments: [
      Broken("error[onnx.graph]: net.onnx: the file has no graph, but expected an ONNX model") {
        $0.clearGraph()
      },
      Broken("error[onnx.graph]: net.onnx: the graph has no output") { $0.graph.output = [] },
      Broken("error[onnx.graph]: net.onnx: an initializer has no name") {
        $0.graph.initializer.append(SampleModel.floats("", [1], [1]))
      },
      Broken(
        "error[onnx.graph]: net.onnx: graph input 'x' is too large, but expected at most 2^28 elements"
      ) { $0.graph.input[0] = SampleModel.value("x", [1 << 20, 1 << 20]) },
      Broken("error[onnx.graph]: net.onnx: node 'last' (): the node has no operator") {
        $0.graph.node[2].opType = ""
      },
      Broken(
        """
        error[onnx.opset]: net.onnx: operator set is 6, but expected 9 or later
          hint: convert the model with onnx.version_converter
        """
      ) { $0.opsetImport[0].version = 6 },
      Broken(
        "error[onnx.opset]: net.onnx: no version of ONNX's operators is given, but expected operator "
          + "set 9 or later"
      ) { $0.opsetImport[0].domain = "other" },
      Broken(
        """
        error[onnx.construct]: net.onnx: the model defines the function 'f'
          hint: inline functions with onnx.inliner.inline_local_functions
        """
      ) { $0.functions = [.with { $0.name = "f" }] },
      Broken(
        """
        error[onnx.construct]: net.onnx: initializer 's' is sparse
          hint: export it as a dense tensor
        """
      ) { $0.graph.sparseInitializer = [.with { $0.values.name = "s" }] },
      Broken(
        "error[onnx.construct]: net.onnx: node '#0' (Constant): the constant is no tensor of numbers"
      ) {
        $0.graph.node[0].attribute = [
          .with {
            $0.name = "value_string"
            $0.type = 3
          }
        ]
      },
      Broken(
        "error[onnx.tensor]: net.onnx: initializer 'w': data has 16 bytes, but expected 20 bytes for 5"
      ) { $0.graph.initializer[0].dims = [5] },
      Broken(
        """
        error[onnx.tensor]: net.onnx: node '#0' (Constant): attribute 'value': elements are of type \
        string, but expected numbers
          hint: export the model in float32
        """
      ) {
        $0.graph.node[0].attribute = [
          .with {
            $0.name = "value"
            $0.t.dataType = 8
          }
        ]
      },
      Broken(
        "error[onnx.external-data]: net.onnx: initializer 'w': external data: has no key 'location'"
      ) {
        $0.graph.initializer[0].dataLocation = 1
      },
      Broken(
        "error[onnx.duplicate]: net.onnx: value 'one' is produced twice, by node '#0' and by node '#1'"
      ) { $0.graph.node[1].output = ["one", "product"] },
      Broken("error[onnx.duplicate]: net.onnx: node 'last' (Add): attribute 'a' is given twice") {
        $0.graph.node[2].attribute = Array(
          repeating: .with {
            $0.name = "a"
            $0.i = 1
          }, count: 2)
      },
      Broken(
        "error[onnx.duplicate]: net.onnx: value 'x' is produced twice, by a graph input and by a graph input"
      ) { $0.graph.input.append($0.graph.input[0]) },
      Broken("error[onnx.missing]: net.onnx: node 'last' (Add): nothing produces the input 'two'") {
        $0.graph.node[2].input[1] = "two"
      },
      Broken("error[onnx.missing]: net.onnx: nothing produces the graph output 'z'") {
        $0.graph.output[0].name = "z"
      },
      Broken(
        "error[onnx.cycle]: net.onnx: nodes read each other's outputs in a circle: '#1', 'last'"
      ) {
        $0.graph.node[1].input[0] = "y"
      },
    ])
  func message(broken: Broken) throws {
    #expect(try SampleModel.changed(broken.change).complaints() == broken.message)
  }

  @Test("come all together")
  func several() throws {
    let complaints = try SampleModel.changed {
      $0.opsetImport = []
      $0.graph.input = []
      $0.graph.output[0].name = "z"
    }.complaints()
    #expect(
      complaints == """
        error[onnx.opset]: net.onnx: no version of ONNX's operators is given, but expected operator \
        set 9 or later
        error[onnx.graph]: net.onnx: the graph has no input
        error[onnx.missing]: net.onnx: node '#1' (MatMul): nothing produces the input 'x'
        error[onnx.missing]: net.onnx: nothing produces the graph output 'z'
        """)
  }

  @Test("name five nodes of a long circle")
  func longCircle() throws {
    let complaints = try SampleModel.changed {
      $0.graph.node += (0..<9).map {
        SampleModel.node("Neg", ["c\($0)"], "c\(($0 + 1) % 9)", name: "n\($0)")
      }
    }.complaints()
    #expect(
      complaints
        == "error[onnx.cycle]: net.onnx: nodes read each other's outputs in a circle: "
        + "'n0', 'n8', 'n7', 'n6', 'n5' and 4 more")
  }

  @Test("refuse too many nodes before looking at them")
  func tooManyNodes() throws {
    let complaints = try SampleModel.changed {
      $0.graph.node = Array(repeating: .init(), count: ONNXReader.maximumNodes + 1)
    }.complaints()
    #expect(
      complaints
        == "error[onnx.graph]: net.onnx: the graph has 100001 nodes, but expected at most 100000")
  }

  @Test(
    "tell that a file is no model",
    arguments: [
      ([0xFF, 0xFF], "the file is no protobuf, but expected an ONNX model"),
      (
        Array("{}".utf8),
        """
        the file ends inside a value: it is cut off, or no ONNX model
          hint: copy or export the file again
        """
      ),
    ] as [([UInt8], String)])
  func noModel(bytes: [UInt8], message: String) throws {
    let error = #expect(throws: DiagnosticError.self) {
      try ONNXReader.read(bytes, file: "a.onnx", directory: nil)
    }
    #expect(error?.description == "error[onnx.protobuf]: a.onnx: \(message)")
  }

  @Test("tell that a model is cut off")
  func cutOff() throws {
    let bytes = try SampleModel.valid.bytes()
    let error = #expect(throws: DiagnosticError.self) {
      try ONNXReader.read(bytes.dropLast(9), file: "a.onnx", directory: nil)
    }
    #expect(error?.diagnostics.first?.id == "onnx.protobuf")
  }

  @Test("tell that an empty file has no graph")
  func empty() {
    let error = #expect(throws: DiagnosticError.self) {
      try ONNXReader.read([], file: "a.onnx", directory: nil)
    }
    #expect(error?.diagnostics.first?.id == "onnx.graph")
  }
}
