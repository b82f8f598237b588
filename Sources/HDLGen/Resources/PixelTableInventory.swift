internal import BNNIR

extension Inventory {
  /// A table whose contents are known, once for each copy.
  mutating func addPixelTable(_ image: MemoryImage, copies: Int) {
    let functions = TableFunctions(image)
    add(.pixelTables6, copies * functions.tables(ofInputs: 6, mergedLevels: 2))
    add(.pixelTables4, copies * functions.tables(ofInputs: 4, mergedLevels: 1))
  }
}

/// The different functions of the low bits of an address that a table's outputs are chosen from:
/// what a mapper shares.
private struct TableFunctions {
  /// The outputs by address, for each column.
  private let columns: [[Bool]]
  private let addressBits: Int

  init(_ image: MemoryImage) {
    let addressBits = (0...max(image.depth - 1, 1)).unsignedBits
    self.addressBits = addressBits
    columns = (0..<image.width).map { column in
      (0..<1 << addressBits).map { image.words[min($0, image.depth - 1), column] }
    }
  }

  /// LUTs of so many inputs: the different functions of that many bits, and above them those that
  /// choose among functions of `mergedLevels` bits less.
  func tables(ofInputs inputs: Int, mergedLevels: Int) -> Int {
    var count = functions(ofBits: min(inputs, addressBits)).count
    var bits = inputs
    while bits < addressBits {
      let low = bits
      bits = min(bits + mergedLevels, addressBits)
      count += functions(ofBits: bits).count { function in
        let part = 1 << low
        return stride(from: part, to: function.count, by: part).contains {
          function[$0..<$0 + part] != function[0..<part]
        }
      }
    }
    return count
  }

  /// Functions of the low bits of the address, one of each and its opposite, without constants and
  /// single bits.
  private func functions(ofBits bits: Int) -> Set<[Bool]> {
    let size = 1 << bits
    var functions: Set<[Bool]> = []
    for column in columns {
      for first in stride(from: 0, to: column.count, by: size) {
        let values = column[first..<first + size]
        let isOpposite = values[first]
        let function = values.map { $0 != isOpposite }
        if function.contains(true), !Self.isBit(function, bits) { functions.insert(function) }
      }
    }
    return functions
  }

  private static func isBit(_ function: [Bool], _ bits: Int) -> Bool {
    (0..<bits).contains { bit in
      function.indices.allSatisfy { function[$0] == ($0 >> bit & 1 == 1) }
    }
  }
}
