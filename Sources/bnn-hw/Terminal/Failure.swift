import ArgumentParser
import BNNIR
import Foundation
import SimHarness
import ToolRunner

/// How commands end; documented in the command's help.
extension ExitCode {
  static let mismatch = ExitCode(1)
  static let badInput = ExitCode(2)
  static let toolFailed = ExitCode(3)
  static let interrupted = ExitCode(130)
}

/// Runs a command's work and turns its errors into messages and exit codes.
func reportingFailures(_ work: () async throws -> Void) async throws {
  do {
    try await work()
  } catch let error as DiagnosticError {
    for diagnostic in error.diagnostics { Terminal.say(diagnostic) }
    if let omission = error.omission { Terminal.say(omission) }
    throw ExitCode.badInput
  } catch ToolError.cancelled {
    Terminal.say("interrupted")
    throw ExitCode.interrupted
  } catch let error as ToolError {
    Terminal.say("error: \(error)")
    throw ExitCode.toolFailed
  } catch let error as CocoaError {
    guard let failure = ToolError(error) else { throw error }
    Terminal.say("error: \(failure)")
    throw ExitCode.toolFailed
  } catch let error as SimulationFailure {
    Terminal.say("error: \(error)")
    throw error.isOfTheCircuit ? ExitCode.mismatch : ExitCode.toolFailed
  }
}
