import Testing

@testable import SimHarness

@Suite struct HarnessEventTests {
  @Test(arguments: [
    ("frames 12", HarnessEvent.frames(12)),
    ("stream 3 1 0", .stream(.init(name: "3", valid: true, ready: false))),
    ("stream m_axis 0 1", .stream(.init(name: "m_axis", valid: false, ready: true))),
    ("deadlock 900 4", .deadlock(cycle: 900, beats: 4)),
    ("unstable 7", .unstable(cycle: 7)),
    ("weights_error 7", .weightsError(cycle: 7)),
    ("unknown 0 s_axis", .unknown(cycle: 0, name: "s_axis")),
    ("done 81 0", .done(cycles: 81, firstInput: 0)),
    ("fill 2 17", .fill(fifo: 2, beats: 17)),
    ("toggles 3 90 41", .toggles(input: 3, cycles: 90, toggles: 41)),
  ])
  func `is read from a line`(line: String, event: HarnessEvent) {
    #expect(HarnessEvent(line[...]) == event)
  }

  @Test(arguments: ["", "done", "done x 1", "- Verilog $finish", "FST info: dumpfile opened"])
  func `is nothing for other lines`(line: String) {
    #expect(HarnessEvent(line[...]) == nil)
  }
}
