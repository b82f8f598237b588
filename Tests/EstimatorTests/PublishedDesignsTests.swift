import HDLGen
import Testing

@testable import Estimator

@Suite("Published designs")
struct PublishedDesignsTests {
  private func systems(_ shapes: [(rows: Int, columns: Int)]) -> [String] {
    let units = shapes.enumerated().flatMap { index, shape in
      [
        TestManifest.unit("wc\(index)", module: "bnn_width_converter"),
        TestManifest.matrixVector("fc\(index)", rows: shape.rows, columns: shape.columns),
      ]
    }
    return PublishedDesigns.matching(TestManifest.make(units: units)).map(\.system)
  }

  @Test("a network is known by its matrices, whatever its name")
  func lfc() {
    #expect(
      systems([(1024, 784), (1024, 1024), (1024, 1024), (10, 1024)])
        == ["BNN-PYNQ lfcW1A1", "FINN LFC-max"])
  }

  @Test("matrices that share an engine count like others")
  func engine() {
    let first = TestManifest.matrixVector("fc0", rows: 1024, columns: 784)
    let others = TestManifest.engine("fc1", matrices: [(1024, 1024), (1024, 1024), (10, 1024)])
    let rows = PublishedDesigns.matching(TestManifest.make(units: [first, others]))
    #expect(rows.map(\.system) == ["BNN-PYNQ lfcW1A1", "FINN LFC-max"])
  }

  @Test("CNV has the rows of BNN-PYNQ")
  func cnv() throws {
    let shapes = [
      (64, 27), (64, 576), (128, 576), (128, 1152), (256, 1152), (256, 2304), (512, 256),
      (512, 512), (10, 512),
    ]
    let units = shapes.map { TestManifest.matrixVector("m", rows: $0.0, columns: $0.1) }
    let row = try #require(PublishedDesigns.matching(TestManifest.make(units: units)).first)
    #expect(row.lut == 26_072)
    #expect(row.ff == 41_312)
    #expect(row.bram36 == 124)
    #expect(row.dsp == 24)
    #expect(row.megahertz == 100)
  }

  @Test("one layer more or less is another network")
  func others() {
    #expect(systems([(64, 784), (64, 64), (64, 64), (10, 64)]) == [])
    #expect(systems([(1024, 784), (1024, 1024), (10, 1024)]) == [])
  }
}
