internal import BNNIR
internal import Foundation
internal import HDLGen

/// The cells of a mapped, flat netlist, as `stat -json` of yosys lists them.
struct CellCounts: Codable, Hashable, Sendable {
  /// How many cells there are of each type.
  let cells: [String: Int]

  /// Nil if the text is not what `stat -json` prints.
  init?(statistics text: String) {
    let statistics = try? JSONDecoder().decode(Statistics.self, from: Data(text.utf8))
    guard let statistics else { return nil }
    self.cells = statistics.design.cells
  }

  /// The sum of the cells' costs.
  func resources(of module: String, in family: Family) throws(DiagnosticError) -> Resources {
    var total = Resources()
    for (type, count) in cells.sorted(by: { $0.key < $1.key }) {
      guard let cost = family.cost(ofCell: type) else {
        throw DiagnosticError(.unknownCell(type, of: module, in: family))
      }
      total = total + cost * count
    }
    return total
  }

  private struct Statistics: Decodable {
    let design: Design

    struct Design: Decodable {
      let cells: [String: Int]

      enum CodingKeys: String, CodingKey {
        case cells = "num_cells_by_type"
      }
    }
  }
}

extension Diagnostic {
  fileprivate static func unknownCell(
    _ type: String, of module: String, in family: Family
  ) -> Diagnostic {
    Diagnostic(
      "estimate.cell", file: module,
      "yosys made a cell '\(type)', whose cost on '\(family.rawValue)' is not known")
  }
}
