import Foundation

/// Programs that stand in for tools: shell scripts in a folder that is to be all of PATH, beside
/// the system's own folders where these are wanted.
struct FakeTools {
  let directory: URL

  init(in directory: URL) throws {
    self.directory = directory.appending(path: "fake tools")
    try FileManager.default.createDirectory(
      at: self.directory, withIntermediateDirectories: true)
  }

  /// A tool that answers `version` when asked for it, by `-V` or `--version`, and else runs
  /// `script`.
  func add(_ name: String, version: String, script: String) throws {
    let text = """
      #!/bin/sh
      case "$1" in -V|--version) echo '\(version)'; exit 0;; esac
      \(script)

      """
    let file = directory.appending(path: name)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  /// PATH with the tools before the system's, or alone.
  func path(alone: Bool = false) -> String {
    alone ? directory.path : "\(directory.path):/usr/bin:/bin"
  }
}
