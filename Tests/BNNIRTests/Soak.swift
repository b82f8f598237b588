import Foundation

/// `BNN_HW_FUZZ_ROUNDS` in the environment asks for a long run.
enum Soak {
  static let rounds = ProcessInfo.processInfo.environment["BNN_HW_FUZZ_ROUNDS"].flatMap(Int.init)
  static var isOn: Bool { rounds != nil }
}
