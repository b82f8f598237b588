import Foundation
import Testing
import ToolRunner

/// The Python that has ONNX and its executors.
enum ReferencePython {
  static let absence: Comment =
    "Python has no onnx, onnxruntime and qonnx; 'make onnx-tools' installs them, or BNN_HW_PYTHON names one that has"

  /// The environment's choice, what `make onnx-tools` made, or the system's.
  static let interpreter: String = {
    if let chosen = ProcessInfo.processInfo.environment["BNN_HW_PYTHON"] { return chosen }
    let installed = root.appending(path: "build/onnx/bin/python3").path
    return FileManager.default.fileExists(atPath: installed) ? installed : "python3"
  }()

  static let hasONNX = canImport("onnx, onnxruntime, qonnx")

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func canImport(_ modules: String) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter, "-c", "import \(modules)"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Runs a script of the folder Reference.
  static func run(_ script: String, _ arguments: [String]) async throws {
    let file = root.appending(path: "Tests/ONNXImporterTests/Reference/\(script).py")
    let tool = Tool(name: interpreter, from: .pypi("onnx onnxruntime qonnx"))
    _ = try await ToolRunner().run(
      tool, [file.path] + arguments, in: root, timeout: .seconds(1200))
  }
}
