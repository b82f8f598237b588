import Testing

@testable import HDLGen

/// Expected cells are what yosys 0.23 made of `bnn_ram` (style auto) and `bnn_rom` (style block) of
/// these sizes, up to and with `memory_libmap` and its cells' mapping.
@Suite("Memory mapping")
struct MemoryMappingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let use: Inventory.Memory.Use
    let width: Int
    let depth: Int
    let lutram: Int
    let bram36: Double

    var testDescription: String { "\(use) of \(depth) words of \(width) bits" }

    init(
      _ use: Inventory.Memory.Use, _ width: Int, _ depth: Int, lutram: Int = 0, bram36: Double = 0
    ) {
      self.use = use
      self.width = width
      self.depth = depth
      self.lutram = lutram
      self.bram36 = bram36
    }
  }

  @Test(
    "memories of the 7 series are what yosys makes of them",
    arguments: [
      Case(.ram, 1, 33, lutram: 4), Case(.ram, 1, 96, lutram: 4), Case(.ram, 1, 700, lutram: 44),
      Case(.ram, 1, 1500, lutram: 96), Case(.ram, 1, 2048, bram36: 0.5),
      Case(.ram, 2, 65, lutram: 8), Case(.ram, 2, 1024, lutram: 64),
      Case(.ram, 2, 1500, bram36: 0.5), Case(.ram, 3, 65, lutram: 12),
      Case(.ram, 3, 128, lutram: 8), Case(.ram, 3, 1024, bram36: 0.5),
      Case(.ram, 3, 8192, bram36: 1), Case(.ram, 4, 512, lutram: 64),
      Case(.ram, 6, 8192, bram36: 1.5), Case(.ram, 8, 300, lutram: 60),
      Case(.ram, 8, 8192, bram36: 2), Case(.ram, 9, 300, bram36: 0.5),
      Case(.ram, 12, 192, lutram: 48), Case(.ram, 12, 1500, bram36: 1),
      Case(.ram, 12, 4096, bram36: 1.5), Case(.blockROM, 4, 144, bram36: 0.5),
      Case(.blockROM, 37, 512, bram36: 1), Case(.blockROM, 40, 1024, bram36: 1.5),
      Case(.blockROM, 54, 2048, bram36: 3), Case(.blockROM, 73, 512, bram36: 1.5),
      Case(.blockROM, 80, 600, bram36: 2.5), Case(.blockROM, 100, 4096, bram36: 11.5),
      Case(.blockROM, 300, 1200, bram36: 12.5), Case(.blockROM, 16, 9000, bram36: 4),
      Case(.blockROM, 5, 5000, bram36: 1), Case(.blockROM, 20, 1024, bram36: 1),
      Case(.blockROM, 27, 2048, bram36: 1.5), Case(.blockROM, 64, 256, bram36: 1),
      Case(.blockROM, 128, 3000, bram36: 11),
    ])
  func xc7(expected: Case) throws {
    let memory = Inventory.Memory(
      use: expected.use, width: expected.width, depth: expected.depth)
    let mapping = try #require(MemoryMapping(of: memory, on: .xc7))
    #expect(mapping.resources.lutram == expected.lutram)
    #expect(mapping.resources.bram36 == expected.bram36)
  }

  @Test("a few bits are flip-flops, and small read-only memories logic")
  func logic() {
    #expect(MemoryMapping(of: .init(use: .ram, width: 1, depth: 4), on: .xc7) == nil)
    #expect(MemoryMapping(of: .init(use: .rom, width: 20, depth: 300), on: .xc7) == nil)
  }
}
