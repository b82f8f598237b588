import Foundation
import TestSupport
import Testing
import ToolRunner

/// Random legal graphs of the supported operators, against ONNX Runtime and qonnx.
@Suite(
  "Random ONNX graphs", .enabled(if: ReferencePython.hasONNX, ReferencePython.absence))
struct RandomGraphTests {
  private static let count = RandomFactor.count(200)

  @Test("every binarized value equals the independent executor's, bit for bit")
  func everyValue() async throws {
    try await withTemporaryDirectory { directory in
      try await ReferencePython.run(
        "random_graphs", ["1", "\(Self.count)", directory.path(percentEncoded: false)])
      let cases = try ModelCase.all(in: directory)
      #expect(cases.count == Self.count)
      for item in cases {
        do {
          try item.check(in: directory)
        } catch {
          Issue.record("\(item.model): \(error)")
        }
      }
    }
  }
}
