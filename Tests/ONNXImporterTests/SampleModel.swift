import Foundation
import SwiftProtobuf

@testable import BNNIR
@testable import ONNXImporter

/// Small models, written with the messages of the file format.
enum SampleModel {
  /// `y = x · w + 1` of 2 numbers, with every kind of thing that the reader reads.
  static let valid = model { graph in
    graph.name = "sample"
    graph.input = [value("x", [1, 2]), value("w", [2, 2])]
    graph.output = [value("y", [])]
    graph.initializer = [floats("w", [2, 2], [1, 2, 3, 4])]
    var one = Bnnhw_Onnx_Node.with {
      $0.opType = "Constant"
      $0.output = ["one"]
    }
    one.attribute = [
      .with {
        $0.name = "value_float"
        $0.f = 1
        $0.type = 1
      }
    ]
    graph.node = [
      one, node("MatMul", ["x", "w"], "product"),
      node("Add", ["product", "one"], "y", name: "last"),
    ]
    graph.quantizationAnnotation = [
      .with {
        $0.tensorName = "x"
        $0.quantParameterTensorNames = [
          .with {
            $0.key = "finn_datatype"
            $0.value = "UINT8"
          }
        ]
      }
    ]
  }

  /// A model of operator set 13 around a graph.
  static func model(_ fill: (inout Bnnhw_Onnx_Graph) -> Void) -> Bnnhw_Onnx_Model {
    .with {
      $0.irVersion = 8
      $0.opsetImport = [.with { $0.version = 13 }]
      fill(&$0.graph)
    }
  }

  /// The valid model with a change.
  static func changed(
    _ change: (inout Bnnhw_Onnx_Model) -> Void
  ) -> Bnnhw_Onnx_Model {
    var model = valid
    change(&model)
    return model
  }

  static func value(_ name: String, _ sizes: [Int64]) -> Bnnhw_Onnx_ValueInfo {
    .with {
      $0.name = name
      $0.type.tensorType.elemType = 1
      $0.type.tensorType.shape.dim = sizes.map { size in .with { $0.dimValue = size } }
    }
  }

  static func floats(_ name: String, _ sizes: [Int64], _ values: [Float]) -> Bnnhw_Onnx_Tensor {
    .with {
      $0.name = name
      $0.dims = sizes
      $0.dataType = 1
      $0.rawData = Data(
        values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
    }
  }

  static func node(
    _ operation: String, _ inputs: [String], _ output: String, name: String = "",
    attributes: [Bnnhw_Onnx_Attribute] = []
  ) -> Bnnhw_Onnx_Node {
    .with {
      $0.opType = operation
      $0.input = inputs
      $0.output = [output]
      $0.name = name
      $0.attribute = attributes
    }
  }
}

extension Bnnhw_Onnx_Model {
  func bytes() throws -> [UInt8] { try serializedBytes() }

  func read(directory: URL? = nil) throws -> ONNXGraph {
    try ONNXReader.read(try bytes(), file: "net.onnx", directory: directory)
  }

  /// What reading the model reports, as the user sees it; empty if it is read.
  func complaints(directory: URL? = nil) throws -> String {
    do {
      _ = try read(directory: directory)
      return ""
    } catch let error as DiagnosticError {
      return error.description
    }
  }
}
