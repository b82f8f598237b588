import Foundation
import Testing

/// Where `make exports` put the models that frameworks of gigabytes export.
private enum Exports {
  static let directory = ProcessInfo.processInfo.environment["BNN_HW_EXPORTS"]
    .map { URL(filePath: $0, directoryHint: .isDirectory) }
  static let cases = directory.map { (try? ModelCase.all(in: $0)) ?? [] } ?? []
  static let absence: Comment = "BNN_HW_EXPORTS names no directory; make exports does it all"
}

/// Models of Brevitas, PyTorch and Larq, against ONNX Runtime and qonnx.
@Suite("Exported ONNX models", .enabled(if: Exports.directory != nil, Exports.absence))
struct ExportTests {
  @Test("there are some")
  func some() {
    #expect(!Exports.cases.isEmpty)
  }

  @Test("every binarized value equals the executor's, bit for bit", arguments: Exports.cases)
  func everyValue(item: ModelCase) throws {
    try item.check(in: try #require(Exports.directory))
  }
}
