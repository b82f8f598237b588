import Testing

@testable import BNNIR

@Suite("Object reader")
struct ObjectReaderTests {
  @Test("gives members by key and leaves nothing to say about a sound object")
  func sound() throws {
    let problems = try problems(in: #"{"pe": 4, "name": "fc0"}"#) { reader, sink in
      #expect(reader.required("name", "a name", into: &sink)?.identifier(into: &sink) == "fc0")
      #expect(reader.optional("pe")?.integer(in: 1...8, into: &sink) == 4)
      #expect(reader.optional("simd") == nil)
    }
    #expect(problems.isEmpty)
  }

  @Test("reports a missing key where the object begins, and unknown keys where they stand")
  func keys() throws {
    let problems = try problems(in: #"{"size": 4, "colour": 1}"#) { reader, sink in
      _ = reader.required("name", "a name", into: &sink)
    }
    #expect(problems.map(\.id) == ["key.missing", "key.unknown", "key.unknown"])
    #expect(problems.map { $0.location?.column } == [1, 2, 13])
    #expect(problems.map { $0.path?.description } == ["$", "$.size", "$.colour"])
  }

  @Test("takes a misspelt key for the missing one and says so once")
  func misspelling() throws {
    let problems = try problems(in: #"{"nmae": 4, "naem": 5}"#) { reader, sink in
      #expect(reader.optional("nmae_of_other") == nil)
      #expect(reader.required("names", "names", into: &sink) == nil)
    }
    #expect(problems.map(\.id) == ["key.missing", "key.unknown", "key.unknown"])
    let one = try self.problems(in: #"{"name": 4}"#) { reader, sink in
      #expect(reader.required("names", "names", into: &sink) == nil)
    }
    #expect(one.map(\.id) == ["key.unknown"])
    #expect(one.first?.hint == "did you mean 'names'?")
  }

  @Test(
    "takes whole numbers of the range, written as such",
    arguments: [
      ("1", 1), ("8", 8), ("-0", nil), ("0", nil), ("9", nil), ("1.0", nil), ("1e0", nil),
      ("18446744073709551617", nil), ("\"1\"", nil), ("true", nil), ("null", nil), ("[1]", nil),
    ] as [(String, Int?)])
  func integers(source: String, expected: Int?) throws {
    let problems = try problems(in: #"{"pe": \#(source)}"#) { reader, sink in
      #expect(reader.optional("pe")?.integer(in: 1...8, into: &sink) == expected)
    }
    #expect(problems.count == (expected == nil ? 1 : 0))
  }

  @Test(
    "takes every real number that a 64-bit float holds",
    arguments: [
      ("1", 1), ("-0.5", -0.5), ("1e-999", 0), ("4.9e-324", .leastNonzeroMagnitude),
      ("1.7976931348623157e308", 1.7976931348623157e308), ("1.8e308", nil), ("-1e999", nil),
      ("\"1\"", nil), ("false", nil),
    ] as [(String, Double?)])
  func reals(source: String, expected: Double?) throws {
    let problems = try problems(in: #"{"mean": \#(source)}"#) { reader, sink in
      #expect(reader.optional("mean")?.real(into: &sink) == expected)
    }
    #expect(problems.count == (expected == nil ? 1 : 0))
  }

  @Test(
    "takes names that can stand in Verilog",
    arguments: [
      ("a", true), ("Fc_0", true), (String(repeating: "z", count: 64), true), ("", false),
      (String(repeating: "z", count: 65), false), ("0a", false), ("_a", false), ("a b", false),
      ("a-b", false), ("é", false), ("aé", false), ("@", false), ("a[", false), ("a`", false),
    ])
  func names(text: String, isName: Bool) throws {
    let problems = try problems(in: #"{"name": "\#(text)"}"#) { reader, sink in
      #expect(reader.optional("name")?.identifier(into: &sink) == (isName ? text : nil))
    }
    #expect(problems.map(\.id) == (isName ? [] : ["value.name"]))
  }

  @Test("refuses another kind of value than an object")
  func notAnObject() throws {
    let document = try JSONParser.parse(Array("[1]".utf8), file: "test.json")
    var sink = DiagnosticSink()
    #expect(ObjectReader(document.root, at: .root, in: document, into: &sink) == nil)
    #expect(sink.diagnostics.map(\.message) == ["found an array, but expected an object"])
  }

  /// What is reported when `read` and then `finish` go over an object.
  private func problems(
    in source: String, _ read: (inout ObjectReader, inout DiagnosticSink) -> Void
  ) throws -> [Diagnostic] {
    let document = try JSONParser.parse(Array(source.utf8), file: "test.json")
    var sink = DiagnosticSink()
    var reader = try #require(
      ObjectReader(document.root, at: .root, in: document, into: &sink))
    read(&reader, &sink)
    reader.finish(into: &sink)
    return sink.diagnostics
  }
}

@Suite("Diagnostics")
struct DiagnosticTests {
  @Test("a sink keeps the first problems, counts the others and orders them as the file does")
  func sink() throws {
    var sink = DiagnosticSink()
    for line in (1...60).reversed() {
      sink.report(
        Diagnostic("x", at: SourceLocation(file: "a", line: line, column: 1), "problem"))
    }
    let error = try #require(throws: DiagnosticError.self) { try sink.throwIfErrors() }
    #expect(error.diagnostics.map { $0.location?.line } == Array(11...60))
    #expect(error.omission == "… and 10 more problems")
    #expect(error.description.hasPrefix("a:11:1: error[x]: problem\na:12:1:"))
    #expect(error.description.hasSuffix("\n… and 10 more problems"))
  }

  @Test("paths show plain keys bare and all others quoted")
  func paths() {
    let path = JSONPath.root["layers"][3]["fc0"]["odd key"]["x\ny"][0]
    #expect(path.description == #"$.layers[3].fc0['odd key']['x\u{A}y'][0]"#)
  }
}
