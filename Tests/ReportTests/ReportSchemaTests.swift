import Estimator
import Foundation
import HDLGen
import TestSupport
import Testing
import ToolRunner

@testable import Report

/// Whether the system's Python has jsonschema.
private let hasJSONSchema: Bool = {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["python3", "-c", "import jsonschema"]
  process.standardError = FileHandle.nullDevice
  try? process.run()
  process.waitUntilExit()
  return process.terminationStatus == 0
}()

@Suite(
  "Report schema", .enabled(if: hasJSONSchema, "Python has no jsonschema; 'make test' installs it"))
struct ReportSchemaTests {
  @Test(
    "docs/report.schema.json allows what is written, and no document that lacks a key or has one more"
  )
  func schema() async throws {
    try await ReportFixture.withDirectory { directory in
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let bare = try ReportDocument(
        directory, try directory.dataflow(),
        resources: try ReportFixture.estimate(directory.manifest, on: "ice40-hx8k"))
      for name in ["lut4", "lut6"] {
        let document = try ReportDocument(
          directory, try directory.dataflow(),
          resources: try ReportFixture.estimate(directory.manifest, on: name))
        #expect(try await Self.problems(of: try encoder.encode(document), in: directory.url) == 0)
      }
      let whole = try encoder.encode(try ReportFixture.report(directory))
      #expect(try await Self.problems(of: whole, in: directory.url) == 0)
      #expect(try await Self.problems(of: try encoder.encode(bare), in: directory.url) == 0)
      for estimate in [ReportFixture.placed, ReportFixture.timed] {
        let document = try ReportDocument(
          directory, try directory.dataflow(), resources: try estimate(directory.manifest))
        #expect(try await Self.problems(of: try encoder.encode(document), in: directory.url) == 0)
      }
      let object = try #require(JSONSerialization.jsonObject(with: whole) as? [String: Any])
      for key in object.keys where !["classification", "simulation"].contains(key) {
        let broken = object.filter { $0.key != key }
        let data = try JSONSerialization.data(withJSONObject: broken)
        #expect(try await Self.problems(of: data, in: directory.url) == 1, "without \(key)")
      }
      let strange = object.merging(["strange": 1 as Any]) { old, _ in old }
      let data = try JSONSerialization.data(withJSONObject: strange)
      #expect(try await Self.problems(of: data, in: directory.url) == 1)
    }
  }

  @Test("docs/report.schema.json allows a design with a shared engine")
  func sharedEngine() async throws {
    let folding = FoldingRequest(
      every: Folding(pe: 1, simd: 4), engine: EngineRequest(pe: 2, simd: 4))
    try await ReportFixture.withDirectory(folding: folding) { directory in
      let report = try JSONEncoder().encode(try ReportFixture.report(directory))
      #expect(try await Self.problems(of: report, in: directory.url) == 0)
    }
  }

  /// How many errors a validator finds in a document.
  private static func problems(of document: Data, in directory: URL) async throws -> Int {
    let file = directory.appending(path: "report.json")
    try document.write(to: file)
    let schema = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/report.schema.json").standardized
    let script = """
      import json, sys, jsonschema
      schema, document = (json.load(open(path)) for path in sys.argv[1:])
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      print(len(list(validator.iter_errors(document))))
      """
    let result = try await ToolRunner().run(
      Tool(name: "python3", from: .debian("python3")), ["-c", script, schema.path, file.path],
      in: directory, timeout: .seconds(60))
    let text = result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    return try #require(Int(text))
  }
}
