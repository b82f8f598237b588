import Testing
import ToolRunner

@Suite struct ContentHashTests {
  /// Computed by an independent program from the definition.
  @Test func `follows FNV-1a with lengths before the parts`() {
    var hash = ContentHash()
    #expect(hash.hex == "6c62272e07bb014262b821756295c58d")
    hash.add("rtl", "module m;")
    #expect(hash.hex == "f88f8723166b0cc1cbfba9e54fc670bf")
  }

  @Test func `parts do not run into each other`() {
    var left = ContentHash()
    left.add("ab", "c")
    var right = ContentHash()
    right.add("a", "bc")
    #expect(left != right)
  }
}
