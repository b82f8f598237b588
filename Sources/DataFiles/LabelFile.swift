public import BNNIR

/// Class numbers from a file: idx (also compressed with gzip), npy, npz or one byte per label.
public enum LabelFile {
  /// Reads `FILE`, or one array of an archive as `FILE.npz:array`; without a name the array is
  /// `labels`, `y`, `y_test`, or the only one-dimensional one of integers.
  public static func read(path: String) throws(DiagnosticError) -> [Int] {
    let file = try DataFile(path)
    switch file.content {
    case .raw(let bytes): return bytes.map(Int.init)
    case .array(let array): return try labels(of: array, file: path)
    case .archive(let archive):
      let member = try file.member(
        of: archive, preferred: ["labels", "y", "y_test"], role: "labels",
        isSuitable: { $0.shape.count == 1 && $0.format.kind != .floating })
      let array = try DataFile.reporting(path) { () throws(MalformedData) in try member.read() }
      return try labels(of: array, file: "\(path), array '\(member.name)'")
    }
  }

  private static func labels(
    of array: NumericArray, file: String
  ) throws(DiagnosticError) -> [Int] {
    guard array.header.shape.count == 1 else {
      throw DiagnosticError(.notAList(array.header.shape, file))
    }
    let labels = try DataFile.reporting(file) { () throws(MalformedData) in try array.integers() }
    if let index = labels.firstIndex(where: { $0 < 0 }) {
      throw DiagnosticError(.negative(labels[index], at: index, file))
    }
    return labels
  }
}

extension Diagnostic {
  fileprivate static func notAList(_ sizes: [Int], _ file: String) -> Diagnostic {
    Diagnostic("data.shape", file: file, "the array is \(sizes), but labels are one list")
  }

  fileprivate static func negative(_ label: Int, at index: Int, _ file: String) -> Diagnostic {
    Diagnostic("data.range", file: file, "label \(index) is \(label), but classes count from 0")
  }
}
