/// Who is at the other end of each port of each unit: plain numbers, for speed.
///
/// The source and the sink have the two numbers behind those of the units.
struct DataflowWiring {
  /// A port of a unit, as a bit of its signals, and the stream there.
  struct End {
    let unit: Int
    let port: PortSignals
    let stream: Int
  }

  let source: Int
  let sink: Int
  /// By unit and port: who reads its outputs, and who writes its inputs.
  private let readers: Ends
  private let writers: Ends

  init(_ graph: DataflowGraph) {
    let count = graph.instances.count
    source = count
    sink = count + 1
    let inputs = graph.instances.map(\.inputs) + [[], [graph.output]]
    let outputs = graph.instances.map(\.outputs) + [[graph.input], []]
    readers = Ends(of: outputs, among: inputs)
    writers = Ends(of: inputs, among: outputs)
  }

  @inline(__always)
  func reader(of unit: Int, port: Int) -> End { readers[unit, port] }

  @inline(__always)
  func writer(of unit: Int, port: Int) -> End { writers[unit, port] }

  /// All ports of all units, one after the other.
  private struct Ends {
    private let starts: [Int]
    private let ends: [End]

    /// - Parameter streams: those at each unit's ports on this side; `others` on the other one.
    init(of streams: [[Int]], among others: [[Int]]) {
      var ends: [Int: End] = [:]
      for (unit, streams) in others.enumerated() {
        for (port, stream) in streams.enumerated() {
          ends[stream] = End(unit: unit, port: 1 << PortSignals(port), stream: stream)
        }
      }
      starts = streams.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
      self.ends = streams.joined().map { stream in
        guard let end = ends[stream] else {
          preconditionFailure("bnn-hw bug: stream \(stream) has one end")
        }
        return end
      }
    }

    @inline(__always)
    subscript(unit: Int, port: Int) -> End { ends[starts[unit] + port] }
  }
}
