import ArgumentParser
import Dispatch
import Foundation

/// Turns Ctrl-C and a termination request into a cancelled task, so that tools are stopped and
/// temporary files removed; a second one ends the program at once.
///
/// A computation does not listen, but holds nothing that would have to be stopped or removed: after
/// a while the program ends in its midst.
enum Interruption {
  /// More than tools take to end when they are told.
  private static let patience = DispatchTimeInterval.seconds(3)

  static func cancelling(_ work: @escaping @Sendable () async -> Void) async {
    // Beyond a limit of the size of files, writing fails like on a full disk instead of ending all.
    signal(SIGXFSZ, SIG_IGN)
    let task = Task(operation: work)
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        task.cancel()
        signal(number, SIG_DFL)
        DispatchQueue.global().asyncAfter(deadline: .now() + patience) {
          Terminal.say("interrupted")
          exit(ExitCode.interrupted.rawValue)
        }
      }
      source.resume()
      return source
    }
    await task.value
    for source in sources { source.cancel() }
  }
}
