import BNNIR
import Foundation
import HDLGen
import Testing

/// Files of the repository that this test was compiled from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func names(in folder: String, suffix: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path(percentEncoded: false))
    return (names ?? []).filter { $0.hasSuffix(suffix) }.sorted()
  }

  /// The modules of the RTL library.
  static let modules = names(in: "rtl-templates", suffix: ".sv").map { String($0.dropLast(3)) }

  /// The files that hold a hardware unit.
  static let units = names(in: "Sources/HDLGen/Units", suffix: "Unit.swift")
    .filter { $0 != "HardwareUnit.swift" }
}

@Suite("Completeness")
struct CompletenessTests {
  @Test("a module has a header, a testbench and parameter sets", arguments: Repository.modules)
  func module(name: String) throws {
    #expect(try Repository.text("rtl-templates/\(name).sv").hasPrefix("// \(name) -- "))
    let bench = try Repository.text("testbenches/tb_\(name).sv")
    #expect(bench.contains("\n  \(name) #(") || bench.contains("\n  \(name) u_dut ("))
    let unit = name.dropFirst("bnn_".count)
    let cases = try Repository.names(in: "testbenches/unit_cases", suffix: ".py").map {
      try Repository.text("testbenches/unit_cases/\($0)")
    }
    #expect(cases.contains { $0.contains("\n    \"\(unit)\": (") })
  }

  @Test("docs/rtl-library.md has one row for each module")
  func documentedModules() throws {
    let page = try Repository.text("docs/rtl-library.md")
    let rows = page.matches(of: /(?m)^\| `(bnn_\w+)` \|/).map { String($0.output.1) }
    #expect(rows.sorted() == Repository.modules)
  }

  @Test("a unit's module is in the library", arguments: Repository.units)
  func unit(file: String) throws {
    let source = try Repository.text("Sources/HDLGen/Units/\(file)")
    let module = try #require(source.firstMatch(of: /module\b.*"(bnn_\w+)"/))
    #expect(Repository.modules.contains(String(module.output.1)))
  }

  @Test("docs/network-format.md has one section for each kind of layer")
  func documentedKinds() throws {
    let page = try Repository.text("docs/network-format.md")
    let sections = page.matches(of: /(?m)^### `(\w+)`$/).map { String($0.output.1) }
    #expect(sections.sorted() == LayerKind.allCases.map(\.rawValue).sorted())
  }

  @Test("docs/network.schema.json knows each kind of layer and no other")
  func schemaKinds() throws {
    let data = Data(try Repository.text("docs/network.schema.json").utf8)
    let schema = try JSONDecoder().decode(Schema.self, from: data)
    let kinds = schema.definitions.layer.properties.kind.choices
    #expect(kinds.sorted() == LayerKind.allCases.map(\.rawValue).sorted())
  }
}

/// The way to the kinds of layer in the schema.
private struct Schema: Decodable {
  let definitions: Definitions

  struct Definitions: Decodable { let layer: Layer }
  struct Layer: Decodable { let properties: Properties }
  struct Properties: Decodable { let kind: Kind }

  struct Kind: Decodable {
    let choices: [String]

    enum CodingKeys: String, CodingKey { case choices = "enum" }
  }

  enum CodingKeys: String, CodingKey { case definitions = "$defs" }
}
