/// Why bytes are not the data that they claim to be.
struct MalformedData: Error, Equatable {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }

  static let truncated = MalformedData("the file ends too early")
}
