import Testing

@testable import BNNIR

/// Documents that would take hours, gigabytes or the stack if something were careless. The time
/// limits are those of an optimized build times ten, for debug builds on slow machines.
@Suite("Hostile documents", .serialized, .timeLimit(.minutes(5)))
struct HostileDocumentTests {
  private static let head = #"{"format": "bnn-hw-network", "version": 1, "name": "n", "#
  private static let input = head + #""input": {"shape": [8], "type": "bit"}, "layers": ["#

  @Test("a hundred million brackets")
  func brackets() throws {
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 100_000_000)
    let (ids, seconds) = try refusal(of: bytes)
    #expect(ids == ["json.depth"] && seconds < 120)
  }

  @Test("deep nesting below a key that nobody reads")
  func nestingInUnknownKey() throws {
    let nested = String(repeating: #"{"a":["#, count: 1_000_000)
    let (ids, seconds) = try refusal(of: Self.head + #""x": "# + nested)
    #expect(ids == ["json.depth"] && seconds < 120)
  }

  @Test("a string of twenty megabytes")
  func longString() throws {
    let text = String(repeating: "é", count: 10_000_000)
    let (ids, seconds) = try refusal(
      of: #"{"format": "bnn-hw-network", "version": 1, "name": "\#(text)"}"#)
    #expect(ids == ["key.missing", "key.missing", "value.name"] && seconds < 60)
  }

  @Test("a million unknown keys")
  func unknownKeys() throws {
    let keys = (0..<1_000_000).map { #""k\#($0)": 0"# }.joined(separator: ",")
    let error = try #require(throws: DiagnosticError.self) {
      _ = try read(Self.input + #"{"name": "a", "kind": "argmax", \#(keys)}]}"#)
    }
    #expect(error.diagnostics.count == DiagnosticSink.maximumKept)
    #expect(error.omission == "… and 999950 more problems")
  }

  @Test("two hundred thousand layers")
  func layers() throws {
    let layers = (0..<200_000).map { #"{"name": "l\#($0)", "kind": "sign"}"# }
    let (ids, seconds) = try refusal(of: Self.input + layers.joined(separator: ",") + "]}")
    #expect(ids == ["document.layers"] && seconds < 120)
  }

  /// Text is compared by its normal form, which sorts the accents of a letter.
  @Test("a million accents on one letter, as key, name and choice")
  func accents() throws {
    let word = "a" + String(repeating: "\u{301}\u{316}", count: 500_000)
    let (ids, seconds) = try refusal(
      of: Self.input + #"{"name": "\#(word)", "kind": "\#(word)", "inputs": ["\#(word)"]}],"#
        + #""\#(word)": 1, "output": "\#(word)"}"#)
    #expect(
      ids == ["value.name", "value.choice", "value.name", "key.unknown", "value.name"]
        && seconds < 60)
  }

  @Test("numbers of ten million digits")
  func digits() throws {
    let digits = String(repeating: "1", count: 10_000_000)
    let (ids, seconds) = try refusal(
      of: Self.input + #"{"name": "a", "kind": "batch_norm", "mean": \#(digits), "#
        + #""variance": 0.\#(digits), "epsilon": 1}, "#
        + #"{"name": "b", "kind": "binary_dense", "units": \#(digits), "weights": []}]}"#)
    #expect(ids == ["value.range", "value.range"] && seconds < 120)
  }

  @Test("a small document that asks for two terabytes of weights")
  func weights() throws {
    let rows = Array(repeating: "\"\"", count: 1_000_000).joined(separator: ",")
    let (ids, seconds) = try refusal(
      of: Self.head + #""input": {"shape": [16777216], "type": "bit"}, "layers": ["#
        + #"{"name": "a", "kind": "binary_dense", "units": 1000000, "weights": [\#(rows)]}]}"#)
    #expect(ids == ["shape.mismatch"] && seconds < 120)
  }

  @Test(
    "layers with one number for a million channels, four thousand times", .enabled(if: Soak.isOn))
  func channels() throws {
    let rows = Array(repeating: "\"00\"", count: 1_000_000).joined(separator: ",")
    let layers = (0..<4000).map {
      #"{"name": "s\#($0)", "kind": "scale_bias", "fraction_bits": 0}"#
    }
    let (ids, _) = try refusal(
      of: Self.input + #"{"name": "a", "kind": "binary_dense", "units": 1000000, "#
        + #""weights": [\#(rows)]}, \#(layers.joined(separator: ","))]}"#)
    #expect(ids == ["shape.total"])
  }

  @Test("the most layers, each of which reads the one that follows it")
  func reversedLayers() throws {
    let names = (0..<Limits.maximumLayers).map { "s\($0)" }
    var layers = zip(names.dropFirst(), names).map { name, source in
      #"{"name": "\#(name)", "kind": "scale_bias", "fraction_bits": 0, "inputs": ["\#(source)"]}"#
    }
    let dense = #"{"name": "s0", "kind": "binary_dense", "units": 2, "weights": ["00", "ff"], "#
    let last = #"], "output": "\#(names[names.count - 1])"}"#
    layers.insert(dense + #""inputs": ["input"]}"#, at: 0)
    let clock = ContinuousClock()
    let start = clock.now
    let graph = try TypeChecker.check(
      read(Self.input + layers.reversed().joined(separator: ",") + last))
    #expect(graph.nodes.map(\.name) == ["input"] + names)
    layers[0] = dense + #""inputs": ["\#(names[names.count - 1])"]}"#
    let error = try #require(throws: DiagnosticError.self) {
      try TypeChecker.check(read(Self.input + layers.reversed().joined(separator: ",") + last))
    }
    #expect(error.diagnostics.map(\.id) == ["graph.cycle"])
    #expect((error.diagnostics.first?.message.count ?? 0) < 100)
    #expect(clock.now - start < .seconds(60))
  }

  @Test("four thousand references to names that nearly exist")
  func unknownNames() throws {
    let stem = String(repeating: "n", count: 50)
    let layers = (0..<Limits.maximumLayers).map {
      #"{"name": "\#(stem)\#($0)", "kind": "sign", "inputs": ["\#(stem)_\#($0)"]}"#
    }
    let (ids, seconds) = try refusal(of: Self.input + layers.joined(separator: ",") + "]}")
    #expect(ids == Array(repeating: "graph.unknown-name", count: DiagnosticSink.maximumKept))
    #expect(seconds < 120)
  }

  private func read(_ text: String) throws(DiagnosticError) -> Network {
    try NetworkReader.read(Array(text.utf8), file: "hostile.json")
  }

  private func refusal(of text: String) throws -> (ids: [String], seconds: Double) {
    try refusal(of: Array(text.utf8))
  }

  /// The ids of the problems of a document, and how long it took to find them.
  private func refusal(of bytes: [UInt8]) throws -> (ids: [String], seconds: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let error = try #require(throws: DiagnosticError.self) {
      _ = try TypeChecker.check(NetworkReader.read(bytes, file: "hostile.json"))
    }
    return (error.diagnostics.map(\.id), (clock.now - start) / .seconds(1))
  }
}
