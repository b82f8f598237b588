public import Foundation

/// Runs a body with a new directory, with a space in its path, that is removed afterwards.
public func withTemporaryDirectory<Value>(
  _ body: (URL) async throws -> Value
) async throws -> Value {
  let directory = FileManager.default.temporaryDirectory.appending(
    path: "bnn-hw tests \(UUID().uuidString)", directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try await body(directory)
}
