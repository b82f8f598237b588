import BNNIR
import Foundation
import HDLGen
import TestSupport
import Testing

/// Every value of a manifest, of those in lists the first of its kind, becomes what no manifest has.
@Suite struct ManifestValuesTests {
  /// What is only shown, or not read at all.
  private static let free: Set = ["generator", "kind", "checksum", "bytes", "settledFrames"]

  @Test(arguments: ["digits", "digits_conv"], [nil, EngineRequest(pe: 4, simd: 8)])
  func `are refused unless they are harmless`(name: String, engine: EngineRequest?) async throws {
    let values = try Self.manifest(of: name, engine: engine)
    try await withTemporaryDirectory { directory in
      let file = directory.appending(path: Manifest.fileName)
      for (path, value) in values.leavesByKind where !Self.free.contains(path.last ?? "") {
        for other in value.impossible(at: path.last ?? "") {
          let data = try JSONEncoder().encode(values.replacing(path[...], by: other))
          try data.write(to: file)
          let error = #expect(throws: DiagnosticError.self, "\(path) \(other)") {
            try GeneratedDirectory(opening: directory)
          }
          // Only then the files are looked for, of which there are none.
          let id = error?.diagnostics.first?.id
          if path != ["name"] { #expect(id != "manifest.files", "\(path) \(other)") }
        }
      }
    }
  }

  private static func manifest(of name: String, engine: EngineRequest?) throws -> JSONValue {
    let examples = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "examples")
    let network = Array(
      try Data(contentsOf: examples.appending(path: name).appending(path: "net.json")))
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: Folding(pe: 4, simd: 8), engine: engine),
        clockHertz: 100_000_000, generator: "test"))
    let graph = try TypeChecker.check(NetworkReader.read(network, file: "net.json"))
    let manifest = try generator.generate(graph, document: network).design.manifest
    return try JSONDecoder().decode(JSONValue.self, from: manifest.encoded())
  }
}

/// A document of which nothing is known.
private enum JSONValue: Codable {
  case null
  case flag(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? value.decode(Int.self) {
      self = .integer(integer)
    } else if let real = try? value.decode(Double.self) {
      self = .real(real)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .flag(let flag): try value.encode(flag)
    case .integer(let integer): try value.encode(integer)
    case .real(let real): try value.encode(real)
    case .text(let text): try value.encode(text)
    case .list(let list): try value.encode(list)
    case .object(let object): try value.encode(object)
    }
  }

  /// Numbers and texts with the keys and indices that lead to them.
  var leaves: [([String], JSONValue)] {
    switch self {
    case .null, .flag: []
    case .integer, .real, .text: [([], self)]
    case .list(let list):
      list.indices.flatMap { index in list[index].leaves.map { (["\(index)"] + $0.0, $0.1) } }
    case .object(let object):
      object.keys.sorted().flatMap { key in
        (object[key]?.leaves ?? []).map { ([key] + $0.0, $0.1) }
      }
    }
  }

  /// One leaf of each sequence of keys and kind of value.
  var leavesByKind: [([String], JSONValue)] {
    var kinds: Set<[String]> = []
    return leaves.filter { path, value in
      let kind = if case .text = value { "text" } else { "number" }
      return kinds.insert(path.filter { Int($0) == nil } + [kind]).inserted
    }
  }

  func replacing(_ path: ArraySlice<String>, by other: JSONValue) -> JSONValue {
    guard let key = path.first else { return other }
    switch self {
    case .list(var list):
      if let index = Int(key) { list[index] = list[index].replacing(path.dropFirst(), by: other) }
      return .list(list)
    case .object(var object):
      object[key] = object[key]?.replacing(path.dropFirst(), by: other)
      return .object(object)
    default: return self
    }
  }

  /// A number in a parameter may be negative, and a signed one is so often.
  func impossible(at key: String) -> [JSONValue] {
    switch self {
    case .integer: [.integer(1 << 62)] + (key == "value" ? [] : [.integer(-1)])
    case .real: [.real(-1), .real(1e300)]
    case .text: [.text("x 1; exec -- true"), .text("../x")]
    default: []
    }
  }
}
