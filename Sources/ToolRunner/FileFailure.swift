public import Foundation

extension ToolError {
  /// A file that could not be written, with the system's reason: a full disk, a missing permission.
  public static func unwritable(_ path: String, _ error: any Error) -> ToolError {
    .unwritable(path: path, reason: reason(of: error))
  }

  /// The same for an error that knows its file.
  public static func unwritable(_ error: CocoaError) -> ToolError {
    .unwritable(error.filePath ?? error.url?.path(percentEncoded: false) ?? "a file", error)
  }

  /// The words of the system's error number, if there is one below Foundation's error.
  private static func reason(of error: any Error) -> String {
    if let error = error as? POSIXError { return words(for: error.code.rawValue) }
    let error = error as NSError
    if let below = error.userInfo[NSUnderlyingErrorKey] as? any Error { return reason(of: below) }
    if error.domain == NSPOSIXErrorDomain { return words(for: Int32(error.code)) }
    return error.code == CocoaError.fileWriteOutOfSpace.rawValue
      ? words(for: ENOSPC) : error.localizedDescription
  }

  private static func words(for code: Int32) -> String { String(cString: strerror(code)) }
}
