import Foundation
import SwiftProtobuf
import Testing

@testable import ONNXImporter

@Suite("ONNX decoding")
struct ONNXDecodeTests {
  @Test("reads a graph")
  func graph() throws {
    let graph = try SampleModel.valid.read()
    #expect(graph.name == "sample")
    #expect(graph.inputs == [.init(name: "x", shape: [1, 2])])
    #expect(graph.outputs == ["y"])
    #expect(graph.nodes.map(\.name) == ["#1", "last"])
    #expect(graph.nodes.map(\.operation) == ["MatMul", "Add"])
    #expect(graph.constants["w"] == RealTensor(shape: [2, 2], values: [1, 2, 3, 4]))
    #expect(graph.constants["one"] == .scalar(1))
    #expect(graph.operatorSets == ["": 13])
    #expect(graph.annotatedTypes == ["x": "UINT8"])
  }

  @Test("takes ai.onnx for the domain of ONNX, and unknown sizes for none")
  func names() throws {
    let graph = try SampleModel.changed {
      $0.opsetImport = [
        .with {
          $0.domain = "ai.onnx"
          $0.version = 9
        },
        .with {
          $0.domain = "onnx.brevitas"
          $0.version = 1
        },
      ]
      $0.graph.node[1].domain = "ai.onnx"
      $0.graph.input[0].type.tensorType.shape.dim = [
        .with { $0.dimParam = "N" }, .with { $0.dimValue = -1 }, .init(),
      ]
    }.read()
    #expect(graph.operatorSets == ["": 9, "onnx.brevitas": 1])
    #expect(graph.nodes[0].domain.isEmpty)
    #expect(graph.inputs[0].shape == [nil, nil, nil])
  }

  @Test("an input without a type has no shape")
  func noShape() throws {
    let graph = try SampleModel.changed { $0.graph.input[0].clearType() }.read()
    #expect(graph.inputs[0].shape == nil)
  }

  @Test("brings nodes into an order of use, the file's where that is one")
  func order() throws {
    let graph = try SampleModel.model {
      $0.input = [SampleModel.value("x", [1])]
      $0.output = [SampleModel.value("d", [1])]
      $0.node = [
        SampleModel.node("Add", ["b", "c"], "d", name: "D"),
        SampleModel.node("Neg", ["a"], "c", name: "C"),
        SampleModel.node("Neg", ["a"], "b", name: "B"),
        SampleModel.node("Neg", ["x"], "a", name: "A"),
        SampleModel.node("Neg", ["x"], "e", name: "E"),
      ]
    }.read()
    #expect(graph.nodes.map(\.name) == ["A", "B", "C", "D", "E"])
  }

  @Test("reads a chain of the most nodes, written backwards")
  func chain() throws {
    let length = ONNXReader.maximumNodes
    let graph = try SampleModel.model {
      $0.input = [SampleModel.value("v0", [1])]
      $0.output = [SampleModel.value("v\(length)", [1])]
      $0.node = (0..<length).reversed().map {
        SampleModel.node("Neg", ["v\($0)"], "v\($0 + 1)")
      }
    }.read()
    #expect(graph.nodes.first?.inputs == ["v0"])
    #expect(graph.nodes.last?.outputs == ["v\(length)"])
  }

  @Test("reads attributes by their type, or by the field that is set")
  func attributes() throws {
    let typed: [Bnnhw_Onnx_Attribute] = [
      .with {
        $0.name = "f"
        $0.type = 1
        $0.f = 0.5
      },
      .with {
        $0.name = "i"
        $0.type = 2
        $0.i = -3
      },
      .with {
        $0.name = "s"
        $0.type = 3
        $0.s = .init("word".utf8)
      },
      .with {
        $0.name = "t"
        $0.type = 4
        $0.t = SampleModel.floats("", [1], [7])
      },
      .with {
        $0.name = "g"
        $0.type = 5
        $0.g = .init([0xFF])
      },
      .with {
        $0.name = "fs"
        $0.type = 6
        $0.floats = [1, 2]
      },
      .with {
        $0.name = "is"
        $0.type = 7
        $0.ints = [3, 4]
      },
      .with {
        $0.name = "ss"
        $0.type = 8
        $0.strings = [.init("a".utf8), .init("b".utf8)]
      },
    ]
    let expected: [String: ONNXNode.Attribute] = [
      "f": .real(0.5), "i": .integer(-3), "s": .text("word"),
      "t": .tensor(RealTensor(shape: [1], values: [7])), "g": .unread, "fs": .reals([1, 2]),
      "is": .integers([3, 4]), "ss": .texts(["a", "b"]),
    ]
    let untyped = typed.map { attribute in attribute.with { $0.clearType() } }
    for attributes in [typed, untyped] {
      let graph = try SampleModel.changed { $0.graph.node[1].attribute = attributes }.read()
      #expect(graph.nodes[0].attributes == expected)
    }
    let empty = try SampleModel.changed {
      $0.graph.node[1].attribute = [
        .with {
          $0.name = "axes"
          $0.type = 7
        }
      ]
    }.read()
    #expect(empty.nodes[0].attributes == ["axes": .integers([])])
  }

  @Test(
    "takes the numbers of Constant nodes",
    arguments: [
      (
        Bnnhw_Onnx_Attribute.with {
          $0.name = "value_int"
          $0.i = 5
        }, RealTensor.scalar(5)
      ),
      (
        .with {
          $0.name = "value_ints"
          $0.ints = [5, 6]
        }, RealTensor(shape: [2], values: [5, 6])
      ),
      (
        .with {
          $0.name = "value_floats"
          $0.floats = [0.5]
        }, RealTensor(shape: [1], values: [0.5])
      ),
      (
        .with {
          $0.name = "value"
          $0.t = SampleModel.floats("", [1, 1], [2])
        },
        RealTensor(shape: [1, 1], values: [2])
      ),
    ])
  func constants(attribute: Bnnhw_Onnx_Attribute, expected: RealTensor) throws {
    let graph = try SampleModel.changed { $0.graph.node[0].attribute = [attribute] }.read()
    #expect(graph.constants["one"] == expected)
  }
}

extension Bnnhw_Onnx_Attribute {
  fileprivate func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }
}
