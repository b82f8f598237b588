/// A line of the harness's standard output; verilator_main.cpp lists them.
enum HarnessEvent: Equatable {
  struct Handshake: Equatable {
    let name: String
    let valid: Bool
    let ready: Bool
  }

  case frames(Int)
  case stream(Handshake)
  case deadlock(cycle: Int, beats: Int)
  case unstable(cycle: Int)
  case unknown(cycle: Int, name: String)
  /// From the generated harness.
  case weightsError(cycle: Int)
  case done(cycles: Int, firstInput: Int)
  /// From the generated harness, behind the end.
  case fill(fifo: Int, beats: Int)
  case toggles(input: Int, cycles: Int, toggles: Int)

  /// Nil for a line of another kind, such as a simulator's own notice.
  init?(_ line: Substring) {
    let words = line.split(separator: " ").map(String.init)
    let numbers = words.map { Int($0) }
    switch (words.first, words.count) {
    case ("frames", 2):
      guard let frames = numbers[1] else { return nil }
      self = .frames(frames)
    case ("stream", 4):
      self = .stream(Handshake(name: words[1], valid: words[2] == "1", ready: words[3] == "1"))
    case ("deadlock", 3):
      guard let cycle = numbers[1], let beats = numbers[2] else { return nil }
      self = .deadlock(cycle: cycle, beats: beats)
    case ("unstable", 2):
      guard let cycle = numbers[1] else { return nil }
      self = .unstable(cycle: cycle)
    case ("unknown", 3):
      guard let cycle = numbers[1] else { return nil }
      self = .unknown(cycle: cycle, name: words[2])
    case ("weights_error", 2):
      guard let cycle = numbers[1] else { return nil }
      self = .weightsError(cycle: cycle)
    case ("done", 3):
      guard let cycles = numbers[1], let first = numbers[2] else { return nil }
      self = .done(cycles: cycles, firstInput: first)
    case ("fill", 3):
      guard let fifo = numbers[1], let beats = numbers[2] else { return nil }
      self = .fill(fifo: fifo, beats: beats)
    case ("toggles", 4):
      guard let input = numbers[1], let cycles = numbers[2], let toggles = numbers[3] else {
        return nil
      }
      self = .toggles(input: input, cycles: cycles, toggles: toggles)
    default: return nil
    }
  }
}
