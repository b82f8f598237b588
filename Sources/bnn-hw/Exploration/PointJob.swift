import BNNIR
import Foundation
import HDLGen

/// One design of an exploration as a job for anyone who can run a command in a directory: this
/// machine or a cluster's scheduler.
///
/// The directory holds all that the job reads (`net.json`, `folding.json`, `job.json`) and all that
/// it writes (`core`, `result.json`). A job that has its result is done.
struct PointJob: Codable, Equatable {
  /// What the exploration predicted.
  struct Figures: Codable, Equatable {
    let cyclesPerFrame: Int
    let latencyCycles: Int
    let area: HardwareArea
  }

  let format: String
  let version: Int
  /// To be run in the job's directory.
  let command: [String]
  let clockHertz: Int
  /// The device that resources are measured for.
  let device: String
  /// Random frames to simulate.
  let frames: Int
  let predicted: Figures

  static let file = "job.json"
  static let networkFile = "net.json"
  static let foldingFile = "folding.json"
  static let coreDirectory = "core"
  private static let currentFormat = "bnn-hw-job"
  private static let currentVersion = 1

  init(_ point: DesignPoint, clockHertz: Int, device: String) {
    format = Self.currentFormat
    version = Self.currentVersion
    command = ["bnn-hw", "job", "."]
    self.clockHertz = clockHertz
    self.device = device
    // Enough to fill the pipeline and show the interval behind it.
    frames = point.latencyCycles / point.cyclesPerFrame + 5
    predicted = Figures(
      cyclesPerFrame: point.cyclesPerFrame, latencyCycles: point.latencyCycles, area: point.area)
  }

  init(in directory: URL) throws(DiagnosticError) {
    let path = directory.appending(path: Self.file).path(percentEncoded: false)
    let bytes = try InputFile.bytes(of: path)
    guard let job = try? JSONDecoder().decode(PointJob.self, from: Data(bytes)),
      job.format == Self.currentFormat, job.version == Self.currentVersion, job.frames > 1,
      job.clockHertz > 0
    else {
      throw DiagnosticError(
        Diagnostic(
          "explore.job", file: path, "is not a job of this version of bnn-hw",
          hint: "run 'bnn-hw explore' again"))
    }
    self = job
  }

  /// Writes the job and all that it reads.
  func write(
    _ point: DesignPoint, of document: [UInt8], to directory: URL
  ) throws(DiagnosticError) {
    try OutputFile.makeDirectory(directory)
    try OutputFile.write(document, to: directory.appending(path: Self.networkFile))
    try OutputFile.write(
      Array(point.foldings.fileText.utf8), to: directory.appending(path: Self.foldingFile))
    try OutputFile.write(OutputFile.json(self), to: directory.appending(path: Self.file))
  }
}

extension DesignPoint {
  /// A name that the same foldings of the same network always get.
  func name(of document: [UInt8]) -> String {
    let hash = Checksum.hex(of: document + Array(foldings.fileText.utf8))
    return "c\(cyclesPerFrame)_\(hash.prefix(8))"
  }
}
