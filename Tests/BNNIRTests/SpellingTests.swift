import Testing

@testable import BNNIR

@Suite("Spelling")
struct SpellingTests {
  @Test(
    "lists words as a sentence has them",
    arguments: [
      ([], "nothing"), (["a"], "'a'"), (["a", "b"], "'a' or 'b'"),
      (["a", "b", "c"], "'a', 'b' or 'c'"),
      (
        (0..<25).map { "\($0)" }, "'0', '1', '2', '3', '4', '5', '6', '7', '8', '9' or 15 more"
      ),
    ])
  func list(words: [String], expected: String) {
    #expect(Spelling.list(words) == expected)
  }

  @Test(
    "finds the word that was meant, and none for a stranger",
    arguments: [
      ("weigths", "weights"), ("Weights", "weights"), ("weight", "weights"), ("unit", "units"),
      ("untis", "units"), ("UNTS", "units"), ("utnsi", nil), ("", nil), ("gamma", nil),
      ("weightss", "weights"),
      ("wweeiights", nil), ("batchnorm", "batch_norm"), ("batchNorm2", "batch_norm"),
    ] as [(String, String?)])
  func nearest(word: String, expected: String?) {
    #expect(Spelling.nearest(to: word, among: ["units", "weights", "batch_norm"]) == expected)
  }

  @Test("prefers the nearest candidate, then the first")
  func ties() {
    #expect(Spelling.nearest(to: "fc1", among: ["fc22", "fc2", "fc3"]) == "fc2")
  }
}

@Suite("User text")
struct UserTextTests {
  @Test(
    "quotes what a file says without letting it forge output",
    arguments: [
      ("plain", "'plain'"), ("é 😀", "'é 😀'"), ("a\nb", #"'a\u{A}b'"#),
      ("\u{1B}[2J", #"'\u{1B}[2J'"#), ("\u{202E}abc", #"'\u{202E}abc'"#), ("", "''"),
    ])
  func quoted(text: String, expected: String) {
    #expect(UserText.quoted(text) == expected)
  }

  @Test("cuts long text, also where it is a single character with a million accents")
  func cut() {
    let expected = "'" + String(repeating: "x", count: 48) + "…'"
    #expect(UserText.quoted(String(repeating: "x", count: 1000)) == expected)
    #expect(UserText.quoted(String(repeating: "x", count: 48)) == expected.replacing("…", with: ""))
    let accents = "e" + String(repeating: "\u{301}", count: 1_000_000)
    #expect(UserText.quoted(accents).unicodeScalars.count == 48 + 3)
  }

  @Test("counts in singular and plural")
  func counted() {
    #expect([0, 1, 2].map { UserText.counted($0, "row") } == ["0 rows", "1 row", "2 rows"])
  }
}
