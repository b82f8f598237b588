/// When the beats of frames are there to be taken.
struct FrameSource {
  /// Cycles over which a frame's beats are spread; 0 if all beats are there at once.
  let interval: Int
  private let beatsPerFrame: Int
  private var beats = 0

  init(beatsPerFrame: Int, interval: Int) {
    self.beatsPerFrame = beatsPerFrame
    self.interval = interval
  }

  func isValid(in cycle: Int) -> Bool { interval == 0 || cycle >= due }

  /// The cycle from which on the next beat is there.
  private var due: Int {
    let (frame, beat) = beats.quotientAndRemainder(dividingBy: beatsPerFrame)
    return frame * interval + (beat * interval).dividedRoundingUp(by: beatsPerFrame)
  }

  mutating func take(_ count: Int) { beats += count }

  /// Cycles, at least 1, that can go by before it offers another way; fewer is safe.
  func steadyCycles(in cycle: Int, isTaken: Bool) -> Int {
    if interval == 0 { return .max }
    if cycle < due { return due - cycle }
    return isTaken ? 1 : .max
  }

  /// What decides about the future, however many frames there were: how long until the next beat. A
  /// source that is behind offers at once, as long as it is behind.
  func state(in cycle: Int) -> Int {
    interval == 0 ? 0 : max(0, beats * interval - cycle * beatsPerFrame)
  }
}
