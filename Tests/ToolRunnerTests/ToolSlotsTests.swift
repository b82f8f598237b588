import Testing

@testable import ToolRunner

@Suite("Tool slots")
struct ToolSlotsTests {
  private struct Broken: Error {}

  private actor Count {
    private(set) var now = 0
    private(set) var most = 0

    func enter() {
      now += 1
      most = max(most, now)
    }

    func leave() { now -= 1 }
  }

  @Test("never runs more at once than there are slots")
  func limit() async throws {
    let slots = ToolSlots(count: 3)
    let count = Count()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await slots.withSlot {
            await count.enter()
            try await Task.sleep(for: .milliseconds(2))
            await count.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(await count.most == 3)
    #expect(await count.now == 0)
  }

  @Test("a slot is free again after an error")
  func failure() async throws {
    let slots = ToolSlots(count: 1)
    await #expect(throws: Broken.self) { try await slots.withSlot { throw Broken() } }
    #expect(try await slots.withSlot { 7 } == 7)
  }

  @Test("a cancelled task does not wait for its turn")
  func cancellation() async throws {
    let slots = ToolSlots(count: 1)
    let (gate, open) = AsyncStream.makeStream(of: Void.self)
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let holder = Task {
      try await slots.withSlot {
        start.finish()
        for await _ in gate {}
      }
    }
    for await _ in started {}
    let waiter = Task { try await slots.withSlot { Issue.record("ran though it was cancelled") } }
    waiter.cancel()
    await #expect(throws: CancellationError.self) { try await waiter.value }
    open.finish()
    try await holder.value
    #expect(try await slots.withSlot { 7 } == 7)
  }
}
