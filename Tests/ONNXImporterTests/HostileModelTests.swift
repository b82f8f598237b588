import BNNIR
import Foundation
import SwiftProtobuf
import Testing

@testable import ONNXImporter

@Suite("Hostile ONNX files")
struct HostileModelTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["BNN_HW_FUZZ_ROUNDS"].flatMap(Int.init) ?? 2000
  private static let workers = 4

  /// A model whose bytes mean much: windows, shapes, indices and constants of several types.
  private static let model = SampleModel.model {
    $0.input = [SampleModel.value("x", [1, 1, 4, 4])]
    $0.output = [SampleModel.value("y", [])]
    $0.initializer = [
      SampleModel.floats("w", [2, 1, 2, 2], [1, -1, 1, 1, -1, -1, 1, 0.5]),
      .with {
        $0.name = "shape"
        $0.dataType = 7
        $0.dims = [2]
        $0.int64Data = [0, -1]
      },
      .with {
        $0.name = "starts"
        $0.dataType = 6
        $0.dims = [1]
        $0.int32Data = [1]
      },
      .with {
        $0.name = "ends"
        $0.dataType = 7
        $0.dims = [1]
        $0.int64Data = [.max]
      },
      .with {
        $0.name = "h"
        $0.dataType = 10
        $0.dims = []
        $0.rawData = Data([0, 0x3C])
      },
      .with {
        $0.name = "bits"
        $0.dataType = 2
        $0.dims = [1]
        $0.int32Data = [3]
      },
      .with {
        $0.name = "pads"
        $0.dataType = 7
        $0.dims = [4]
        $0.int64Data = [0, 1, 0, 2]
      },
    ]
    let windows: [Bnnhw_Onnx_Attribute] = [
      .with {
        $0.name = "strides"
        $0.ints = [2, 1]
        $0.type = 7
      },
      .with {
        $0.name = "pads"
        $0.ints = [1, 1, 0, 1]
        $0.type = 7
      },
      .with {
        $0.name = "kernel_shape"
        $0.ints = [2, 2]
      },
    ]
    let axis = [
      Bnnhw_Onnx_Attribute.with {
        $0.name = "axis"
        $0.i = -1
        $0.type = 2
      }
    ]
    $0.node = [
      SampleModel.node("Conv", ["x", "w"], "a", attributes: windows),
      SampleModel.node("MaxPool", ["a"], "b", attributes: windows),
      SampleModel.node("Reshape", ["b", "shape"], "c"),
      SampleModel.node("Slice", ["c", "starts", "ends", "starts"], "d"),
      SampleModel.node("Pad", ["d", "pads", "h"], "e"),
      SampleModel.node("Quant", ["e", "h", "h", "bits"], "f"),
      SampleModel.node("Softmax", ["f"], "g", attributes: axis),
      SampleModel.node("Gather", ["g", "starts"], "i", attributes: axis),
      SampleModel.node("Concat", ["g", "i"], "j", attributes: axis),
      SampleModel.node("ArgMax", ["j"], "y", attributes: axis),
    ]
  }

  @Test("the model that is mutated can be run")
  func unbroken() throws {
    let graph = try Self.model.read()
    let values = try GraphEvaluator(graph).evaluate(["x": Self.input])
    #expect(values["y"]?.shape == [1, 1])
  }

  @Test("a model cut anywhere is read or refused")
  func truncation() throws {
    let bytes = try Self.model.bytes()
    for length in 0..<bytes.count { _ = runs(Array(bytes[..<length])) }
  }

  @Test("a model with changed bytes is read or refused", arguments: 0..<workers)
  func mutations(worker: Int) throws {
    var random = SplitMix64(seed: UInt64(worker))
    let original = try Self.model.bytes()
    var accepted = 0
    for _ in 0..<Self.rounds / Self.workers {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, using: &random) }
      if runs(bytes) { accepted += 1 }
    }
    #expect(accepted > 0, "no mutation was harmless: only the reader is reached")
  }

  private static let input = RealTensor(shape: [1, 1, 4, 4], values: (0..<16).map(Double.init))

  private func mutate(_ bytes: inout [UInt8], using random: inout SplitMix64) {
    guard let place = bytes.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = .random(in: 0...255, using: &random)
    case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
    case 3: bytes.remove(at: place)
    default: bytes.insert(.random(in: 0...255, using: &random), at: place)
    }
  }

  /// A crash is the failure that this looks for; the types of errors leave no others.
  private func runs(_ bytes: [UInt8]) -> Bool {
    do {
      let graph = try ONNXReader.read(bytes, file: "fuzz.onnx", directory: nil)
      _ = try GraphEvaluator(graph).evaluate([graph.inputs[0].name: Self.input])
      return true
    } catch let error as DiagnosticError {
      #expect(error.diagnostics.allSatisfy { $0.id.hasPrefix("onnx.") })
      #expect(error.description.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 })
    } catch {
      #expect(error is EvaluationFailure)
    }
    return false
  }
}
