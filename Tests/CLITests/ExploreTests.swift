import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("explore")
struct ExploreTests {
  private static let network = """
    {
      "format": "bnn-hw-network", "version": 1, "name": "tiny",
      "input": {"shape": [16], "type": "bit"},
      "layers": [
        {"name": "fc0", "kind": "binary_dense", "units": 4,
         "weights": ["0123", "4567", "89ab", "cdef"]},
        {"name": "act0", "kind": "sign"},
        {"name": "fc1", "kind": "binary_dense", "units": 2, "weights": ["05", "0a"]},
        {"name": "class", "kind": "argmax"}
      ]
    }

    """

  @Test("writes a front, a picture, and jobs that simulation and synthesis confirm")
  func confirmed() async throws {
    try await withNetwork { directory in
      let run = try await explore(["--steps", "3", "--confirm", "1", "--json"], in: directory)
      #expect(run.status == 0, "\(run.errors)")
      let front = try Self.object(Data(run.output.utf8))
      let points = try #require(front["points"] as? [[String: Any]])
      let slowest = try #require(points.first)
      let confirmed = try #require(slowest["confirmed"] as? [String: Any])
      #expect(confirmed["mismatches"] as? Int == 0)
      #expect(confirmed["cyclesPerFrame"] as? Int == slowest["cyclesPerFrame"] as? Int)
      #expect(confirmed["latencyCycles"] as? Int == slowest["latencyCycles"] as? Int)
      let written = try Data(contentsOf: directory.appending(path: "build/tiny_explore/front.json"))
      #expect(try Self.object(written) as NSDictionary == front as NSDictionary)
      let picture = try String(
        contentsOf: directory.appending(path: "build/tiny_explore/front.svg"), encoding: .utf8)
      #expect(XMLParser(data: Data(picture.utf8)).parse())
      #expect(picture.matches(of: /<circle/).count == 2 * points.count)
      let name = try #require(slowest["name"] as? String)
      let result = directory.appending(path: "build/tiny_explore/points/\(name)/result.json")
      let before = try FileManager.default.attributesOfItem(atPath: result.path)[.modificationDate]
      let again = try await explore(["--steps", "3", "--confirm", "1", "--json"], in: directory)
      #expect(again.output == run.output)
      let after = try FileManager.default.attributesOfItem(atPath: result.path)[.modificationDate]
      #expect(before as? Date == after as? Date)
    }
  }

  @Test("refuses a directory of other files, and a job that is none")
  func refusals() async throws {
    try await withNetwork { directory in
      let run = try await explore(["-o", "."], in: directory)
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(
        run.errors == """
          error[explore.directory]: .: holds files, but not those of an exploration
            hint: name another directory with -o

          """)
      try Data("{}".utf8).write(to: directory.appending(path: "job.json"))
      let job = try await CommandLineRun.of(["job", "."], in: directory)
      #expect(job.status == 2 && job.errors.contains("error[explore.job]: "))
      #expect(job.errors.contains("job.json: is not a job of this version of bnn-hw\n"))
    }
  }

  @Test("says so if no design has the speed")
  func nothing() async throws {
    try await withNetwork { directory in
      let run = try await explore(["--max-fps", "1000"], in: directory)
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(
        run.errors == """
          error[explore.nothing]: explore: no design has a speed in the range
            hint: widen --min-fps and --max-fps, or take a larger device

          """)
    }
  }

  private static func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func explore(_ arguments: [String], in directory: URL) async throws -> CommandLineRun {
    try await CommandLineRun.of(["explore", "net.json"] + arguments, in: directory)
  }

  private func withNetwork(_ body: (URL) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      try Data(Self.network.utf8).write(to: directory.appending(path: "net.json"))
      try await body(directory)
    }
  }
}
