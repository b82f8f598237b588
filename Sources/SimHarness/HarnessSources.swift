import Foundation
import HDLGen

/// The committed part of the harness, found beside the program.
struct HarnessSources {
  static let verilatorMain = "verilator_main.cpp"
  static let icarusMain = "tb_bnn_harness.sv"
  static let memory = "\(HarnessMemory.module).sv"

  private let directory: URL

  static func standard() -> HarnessSources {
    HarnessSources(
      directory: ResourceDirectory.url(ofTarget: "SimHarness").appending(path: "harness"))
  }

  func text(of name: String) throws(SimulationFailure) -> [UInt8] {
    let file = directory.appending(path: name)
    guard let data = try? Data(contentsOf: file) else {
      throw .harnessMissing(path: file.path(percentEncoded: false))
    }
    return Array(data)
  }
}
