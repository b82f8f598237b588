/// Help with misspelt words.
public enum Spelling {
  /// `'a', 'b' or 'c'`; the tail of a long list is only counted.
  public static func list(_ words: [String]) -> String {
    let isLong = words.count > 24
    let quoted =
      words.prefix(isLong ? 10 : 24).map(UserText.quoted)
      + (isLong ? ["\(words.count - 10) more"] : [])
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The candidate that differs by the fewest single-letter edits, the first of equals; nil if that
  /// is more than a third of it or more than `maximumEdits`. Upper and lower case count as equal.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    guard word.utf8.count <= Identifier.maximumLength else { return nil }
    let letters = lowercased(word)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let target = lowercased(candidate)
      let better = best.map { $0.distance - 1 } ?? maximumEdits
      let allowed = min(max(1, target.count / 3), better)
      if let distance = distance(letters, target, atMost: allowed) {
        best = (candidate, distance)
      }
    }
    return best?.candidate
  }

  private static let maximumEdits = 3

  private static func lowercased(_ word: String) -> [UInt8] {
    word.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  /// The number of edits, each a letter inserted, deleted, replaced or swapped with the next one,
  /// if it is at most `limit`. Takes time limit · length: an edit moves the match by one place, so
  /// only letters at most `limit` apart are compared.
  private static func distance(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    let far = limit + 1
    var rows = Array(repeating: Array(repeating: far, count: right.count + 1), count: 3)
    rows[0] = Array(0...right.count)
    for i in left.indices {
      let (above, current) = (i % 3, (i + 1) % 3)
      rows[current][max(0, i - limit)] = i < limit ? i + 1 : far
      for j in max(0, i - limit)..<min(right.count, i + limit + 1) {
        let replaced = rows[above][j] + (left[i] == right[j] ? 0 : 1)
        let swaps = i > 0 && j > 0 && left[i] == right[j - 1] && left[i - 1] == right[j]
        let swapped = swaps ? rows[(i + 2) % 3][j - 1] + 1 : far
        rows[current][j + 1] = min(
          replaced, swapped, rows[current][j] + 1, rows[above][j + 1] + 1)
      }
    }
    let distance = rows[left.count % 3][right.count]
    return distance <= limit ? distance : nil
  }
}
