import Foundation
import TestSupport
import Testing
import ToolRunner

@Suite struct CacheDirectoryTests {
  private static let hash: ContentHash = {
    var hash = ContentHash()
    hash.add("test", "entry")
    return hash
  }()

  @Test(arguments: [
    (["BNN_HW_CACHE": "/a b", "XDG_CACHE_HOME": "/x", "HOME": "/h"], "/a b/yosys/"),
    (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/bnn-hw/yosys/"),
    (["XDG_CACHE_HOME": "relative", "HOME": "/h"], "/h/.cache/bnn-hw/yosys/"),
    (["BNN_HW_CACHE": "", "HOME": "/h"], "/h/.cache/bnn-hw/yosys/"),
  ])
  func `is where the environment says`(environment: [String: String], prefix: String) {
    let location = CacheDirectory(environment: environment).location(of: "yosys", Self.hash)
    #expect(location.path(percentEncoded: false) == prefix + Self.hash.hex)
  }

  @Test func `has an absolute path`() {
    let root = CacheDirectory(environment: ["BNN_HW_CACHE": "a cache"]).root
    let here = FileManager.default.currentDirectoryPath
    #expect(root.path(percentEncoded: false) == "\(here)/a cache/")
  }

  @Test func `gives back what was stored and leaves nothing else behind`() async throws {
    try await withTemporaryDirectory { directory in
      let cache = CacheDirectory(root: directory.appending(path: "a cache"))
      #expect(cache.value(of: "numbers", Self.hash, as: [Int].self) == nil)
      try cache.store([1, 2], as: "numbers", Self.hash)
      try cache.store([3], as: "numbers", Self.hash)
      #expect(cache.value(of: "numbers", Self.hash) == [3])
      let scratch = cache.root.appending(path: "scratch")
      #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
    }
  }

  @Test func `takes a broken entry for a missing one`() async throws {
    try await withTemporaryDirectory { directory in
      let cache = CacheDirectory(root: directory)
      try cache.store(Data("[1, 2".utf8), as: "numbers", Self.hash)
      #expect(cache.value(of: "numbers", Self.hash, as: [Int].self) == nil)
    }
  }

  @Test func `says what it cannot write`() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory.appending(path: "file")
      try Data().write(to: file)
      let cache = CacheDirectory(root: file)
      #expect(throws: ToolError.self) { try cache.store([1], as: "numbers", Self.hash) }
    }
  }
}
