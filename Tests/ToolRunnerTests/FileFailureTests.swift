import Foundation
import TestSupport
import Testing
import ToolRunner

@Suite struct FileFailureTests {
  private func failure(of work: () throws -> Void) throws -> ToolError? {
    let error = #expect(throws: CocoaError.self) { try work() }
    return ToolError(try #require(error))
  }

  @Test func `names a file that is not there to be read`() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory.appending(path: "absent")
      let failure = try failure { _ = try Data(contentsOf: file) }
      #expect(failure?.description == "\(file.path) cannot be read: No such file or directory")
    }
  }

  @Test func `names a file that cannot be written`() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory.appending(path: "absent/file")
      let failure = try failure { try Data([1]).write(to: file) }
      #expect(failure?.description == "\(file.path) cannot be written: No such file or directory")
    }
  }

  @Test func `leaves other errors alone`() {
    #expect(ToolError(CocoaError(.formatting)) == nil)
  }
}

@Suite struct ToolVersionTests {
  @Test(arguments: [
    ("Yosys 0.23 (git sha1 7ce5011c24b)", ToolVersion(0, 23)),
    ("Verilator 5.006 2023-01-22 rev (Debian 5.006-3)", ToolVersion(5, 6)),
    ("Icarus Verilog version 11.0 (stable) ()", ToolVersion(11, 0)), ("no number", nil),
  ])
  func `is found in what tools say`(line: String, version: ToolVersion?) {
    #expect(ToolVersion(in: line) == version)
  }

  @Test func `is compared number by number`() {
    #expect(ToolVersion(0, 9) < ToolVersion(0, 23))
    #expect(ToolVersion(5, 6) < ToolVersion(5, 20))
    #expect(ToolVersion(10, 3) < ToolVersion(11, 0))
  }
}
