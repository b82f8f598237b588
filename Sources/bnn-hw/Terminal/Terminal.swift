import BNNIR
import Foundation
import Synchronization

/// What goes to the user: results to standard output, everything else to standard error.
enum Terminal {
  /// Colour and moving progress lines only where a person watches.
  static let isInteractive = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil

  /// Colour in results only where a person reads them.
  static let showsColours = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil

  static func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  static func result(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  static func json(_ value: some Encodable) { result(text(of: value)) }

  /// A value as JSON, its keys sorted.
  static func text(of value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("bnn-hw bug: a result does not encode as JSON")
    }
    return String(decoding: data, as: UTF8.self)
  }

  static func say(_ diagnostic: Diagnostic) {
    say(
      isInteractive
        ? diagnostic.description.replacing(
          "error[", with: "\u{1B}[31merror\u{1B}[0m[", maxReplacements: 1)
        : diagnostic.description)
  }
}

/// One line that is rewritten in place while long work goes on; silent when nobody watches.
final class ProgressLine: Sendable {
  private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

  func show(_ text: String) {
    guard Terminal.isInteractive else { return }
    let isDue = lastShown.withLock { last in
      let now = ContinuousClock.now
      if let last, now - last < .milliseconds(100) { return false }
      last = now
      return true
    }
    if isDue { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
  }

  func clear() {
    guard Terminal.isInteractive else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }
}
