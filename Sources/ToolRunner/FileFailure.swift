public import Foundation

extension ToolError {
  /// A file that could not be written, with the system's reason: a full disk, a missing permission.
  public static func unwritable(_ path: String, _ error: any Error) -> ToolError {
    .unwritable(path: path, reason: reason(of: error))
  }

  /// A file that could not be read or written, by an error that knows which; nil for errors that
  /// are not of files.
  public init?(_ error: CocoaError) {
    guard error.isFileError else { return nil }
    let path = error.filePath ?? error.url?.path(percentEncoded: false) ?? "a file"
    self =
      Self.codesOfReading.contains(error.code.rawValue)
      ? .unreadable(path: path, reason: Self.reason(of: error)) : .unwritable(path, error)
  }

  /// Foundation keeps these for reading; the others are of writing, moving and removing.
  private static let codesOfReading =
    CocoaError.fileReadUnknown.rawValue..<CocoaError.fileWriteUnknown.rawValue

  /// The words of the system's error number, if there is one below Foundation's error.
  public static func reason(of error: any Error) -> String {
    if let error = error as? POSIXError { return words(for: error.code.rawValue) }
    let error = error as NSError
    if let below = error.userInfo[NSUnderlyingErrorKey] as? any Error { return reason(of: below) }
    if error.domain == NSPOSIXErrorDomain { return words(for: Int32(error.code)) }
    return error.code == CocoaError.fileWriteOutOfSpace.rawValue
      ? words(for: ENOSPC) : error.localizedDescription
  }

  private static func words(for code: Int32) -> String { String(cString: strerror(code)) }
}
