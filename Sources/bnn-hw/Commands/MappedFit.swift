import BNNIR
import Estimator
import Foundation
import HDLGen

/// Searches with less room for as long as yosys finds that a design takes more of a device than it
/// may: models err, mapped figures count.
struct MappedFit {
  private let room: HardwareRoom
  private static let rounds = 12
  /// What is taken off besides, so that the next design is not a little too large again.
  private static let margin = 0.97

  init(_ room: HardwareRoom) {
    self.room = room
  }

  /// `generate` writes a design that fits a room by the model, and returns its directory.
  func run<Output>(
    _ generate: (HardwareRoom) throws -> (output: Output, directory: URL),
    progress: @escaping @Sendable (String) -> Void
  ) async throws -> Output {
    let device = try Device.choose(name: room.device, family: nil)
    var search = room
    var tooLarge: (room: HardwareRoom, mapped: HardwareArea)?
    var tooSmall: HardwareRoom?
    for _ in 0..<Self.rounds {
      let generated: (output: Output, directory: URL)
      do {
        generated = try generate(search)
      } catch let error as DiagnosticError {
        guard let tooLarge, error.diagnostics.first?.id == "folding.fit" else { throw error }
        tooSmall = search
        search = search.halfway(to: tooLarge.room)
        continue
      }
      let manifest = try GeneratedDirectory(opening: generated.directory).manifest
      let mapped = HardwareArea(
        try await Estimator().estimate(generated.directory, manifest, on: device) {
          progress("mapping with yosys: \($0.done) of \($0.total) units")
        }.total)
      if mapped.fits(room.area) { return generated.output }
      tooLarge = (search, mapped)
      search =
        tooSmall.map { $0.halfway(to: search) }
        ?? search.reduced(by: room.area, over: mapped, margin: Self.margin)
    }
    throw DiagnosticError(.mapped(tooLarge?.mapped ?? room.area, room))
  }
}

extension HardwareArea {
  fileprivate func fits(_ room: Self) -> Bool {
    luts <= room.luts && ffs <= room.ffs && blocks <= room.blocks && dsps <= room.dsps
  }
}

extension Diagnostic {
  fileprivate static func mapped(_ area: HardwareArea, _ room: HardwareRoom) -> Diagnostic {
    Diagnostic(
      "folding.fit-mapped", file: "--fit-mapped",
      "no design was found that fits \(room.device) as yosys maps it: the last one takes \(area.text), "
        + "but there are \(room.area.text)",
      hint: "take a larger device, or more of it with --fit-share")
  }
}
