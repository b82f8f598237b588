public import ArgumentParser
public import BNNIR
import Foundation
public import ONNXImporter

/// What an ONNX file does not say itself, for all commands that read one.
struct ImportArguments: ParsableArguments {
  @Option(help: "Of an ONNX file: how pixels are stored (uint8, int8 or bit).")
  var inputType: InputLayer.PixelType?

  @Option(
    parsing: .unconditional,
    help:
      "Of an ONNX file: its input is this times the pixel (default: 1/255, or as the graph tells).")
  var inputScale: Double?

  @Option(
    parsing: .unconditional, help: "Of an ONNX file: its input is the scaled pixel plus this.")
  var inputOffset: Double?

  @Option(
    help:
      "Of an ONNX file: the order of its input's axes, nchw or nhwc (default: as the graph tells).")
  var inputLayout: ImportOptions.Layout?

  @Option(
    parsing: .unconditional,
    help: "Of an ONNX file: what Sign makes of 0, which ONNX leaves 0: 1 or -1.")
  var signZero: Int?

  @Option(help: "Of an ONNX file: the value that leaves the network (default: the graph's output).")
  var graphOutput: String?

  func validate() throws {
    if let signZero, abs(signZero) != 1 { throw ValidationError("--sign-zero must be 1 or -1.") }
    for (name, value) in [("--input-scale", inputScale), ("--input-offset", inputOffset)] {
      if let value, !value.isFinite { throw ValidationError("\(name) must be a number.") }
    }
    if inputScale == 0 { throw ValidationError("--input-scale must not be 0.") }
  }

  var options: ImportOptions {
    var options = ImportOptions()
    options.pixels = inputType
    options.inputScale = inputScale
    options.inputOffset = inputOffset
    options.layout = inputLayout
    options.signOfZero = signZero
    options.output = graphOutput
    return options
  }

  /// Whether any of them was given.
  var areUsed: Bool {
    inputType != nil || inputScale != nil || inputOffset != nil || inputLayout != nil
      || signZero != nil || graphOutput != nil
  }
}

extension InputLayer.PixelType: ExpressibleByArgument {}
extension ImportOptions.Layout: ExpressibleByArgument {}
