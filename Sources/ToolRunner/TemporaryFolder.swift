public import Foundation

/// Where tools and their makers put files that nobody keeps.
public enum TemporaryFolder {
  /// The system's, which `TMPDIR` names, if tools can work in it: yosys and make take no paths with
  /// spaces. Else `/tmp`.
  public static let url: URL = {
    let standard = FileManager.default.temporaryDirectory
    return isUsable(standard) ? standard : URL(filePath: "/tmp", directoryHint: .isDirectory)
  }()

  /// A new name in it.
  public static func unused(_ purpose: String) -> URL {
    url.appending(path: "bnn-hw-\(purpose)-\(UUID().uuidString)", directoryHint: .isDirectory)
  }

  static func isUsable(_ folder: URL) -> Bool {
    let path = folder.path(percentEncoded: false)
    var isDirectory: ObjCBool = false
    return path.wholeMatch(of: /\/[A-Za-z0-9_.+@\/-]*/) != nil
      && FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue && FileManager.default.isWritableFile(atPath: path)
  }
}
