/// A generated circuit after synthesis: Verilog of a family's cells, and models of these.
///
/// The top module has the ports that it had, but nothing is known about the streams inside.
public struct Netlist: Hashable, Sendable {
  public struct File: Hashable, Sendable {
    /// Relative and without a folder.
    public let path: String
    public let contents: [UInt8]

    public init(path: String, contents: [UInt8]) {
      self.path = path
      self.contents = contents
    }
  }

  public let files: [File]

  public init(files: [File]) {
    self.files = files
  }
}
