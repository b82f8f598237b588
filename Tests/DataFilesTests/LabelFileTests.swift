import BNNIR
import DataFiles
import Testing

@Suite struct LabelFileTests {
  private func read(_ bytes: [UInt8]) throws -> [Int] {
    try withFile(bytes) { try LabelFile.read(path: $0) }
  }

  @Test func `reads labels in every format`() throws {
    #expect(try read([2, 0, 1]) == [2, 0, 1])
    #expect(try read([0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1]) == [2, 0, 1])
    #expect(try read(Sample.npzDeflated) == [2, 0, 1])
    let npy = Sample.npy(type: "<i2", shape: "(2,)", data: [0, 1, 9, 0])
    #expect(try read(npy) == [256, 9])
  }

  @Test func `refuses what cannot be classes`() throws {
    let negative = Sample.npy(type: "|i1", shape: "(2,)", data: [1, 0xff])
    let table = Sample.npy(type: "|i1", shape: "(1, 2)", data: [1, 1])
    #expect(throws: DiagnosticError.self) { try read(negative) }
    #expect(throws: DiagnosticError.self) { try read(table) }
    #expect(throws: DiagnosticError.self) { try read(Sample.npzStored) }
  }
}
