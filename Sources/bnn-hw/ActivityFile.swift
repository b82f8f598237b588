import BNNIR
import Foundation
import HDLGen

/// What `simulate --activity` wrote.
enum ActivityFile {
  static func read(_ path: String, for manifest: Manifest) throws(DiagnosticError)
    -> ActivityProfile
  {
    let bytes = try InputFile.bytes(of: path)
    let profile = try? JSONDecoder().decode(ActivityProfile.self, from: Data(bytes))
    guard let profile, profile.isSound else { throw DiagnosticError(.notActivity(path)) }
    if !profile.isOf(manifest) { throw DiagnosticError(.otherCore(path, profile, manifest)) }
    return profile
  }
}

extension Diagnostic {
  fileprivate static func notActivity(_ path: String) -> Diagnostic {
    Diagnostic(
      "activity.form", file: path, "is not what simulate --activity writes",
      hint: "run 'bnn-hw simulate DIR --activity FILE'")
  }

  fileprivate static func otherCore(
    _ path: String, _ profile: ActivityProfile, _ manifest: Manifest
  ) -> Diagnostic {
    Diagnostic(
      "activity.core", file: path,
      "is of a core '\(profile.name)' of \(profile.units.count) units, but the directory has "
        + "'\(manifest.name)' of \(manifest.units.count), or they have other names",
      hint: "simulate this directory again with --activity")
  }
}
