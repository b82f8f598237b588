public import Foundation

/// What a generated directory is, for simulation and estimation, without the user's network file.
///
/// Written as `manifest.json`; all paths in it are relative to the directory. Encoding the same
/// manifest gives the same bytes.
public struct Manifest: Codable, Hashable, Sendable {
  public static let fileName = "manifest.json"
  public static let currentFormat = "bnn-hw-manifest"
  public static let currentVersion = 1

  public let format: String
  public let version: Int
  /// Program and version that wrote the directory.
  public let generator: String
  /// The network's name.
  public let name: String
  /// The top module.
  public let top: String
  /// The network document, as it was given, for the golden model.
  public let network: String
  /// Every other file of the directory, sorted by path.
  public let files: [File]
  /// The clock that frames per second are stated for.
  public let clockHertz: Int
  public let input: Port
  public let output: Port
  /// In the order of the data flow.
  public let units: [Unit]
  /// The streams between the units, in the order of the data flow.
  public let streams: [Stream]
  /// Predicted cycles from frame to frame in the steady state.
  public let cyclesPerFrame: Int
  /// Frames behind which each one takes `cyclesPerFrame`; nil if their times take turns, of which
  /// that is the mean.
  public let settledFrames: Int?
  /// The slowest layer's folding: no schedule of these lanes is faster.
  public let boundCyclesPerFrame: Int
  /// Predicted cycles from the first frame's first input transfer to its last output transfer, both
  /// counted, when the source always offers and the sink always takes.
  public let latencyCycles: Int
  /// What the depths of FIFOs were chosen for.
  public let fifos: FIFOPolicy
  /// How weights are written while the core runs; nil if they cannot be.
  public let load: LoadPort?

  /// The AXI4-Lite port of the top module.
  public struct LoadPort: Codable, Hashable, Sendable {
    static let path = "mem/load.mem"

    /// All writes that load the network's weights and thresholds: a line for each, byte address and
    /// data, 8 hex digits each.
    public let file: String
    public let writes: Int
    public let regions: [Region]

    /// A memory of the core.
    public struct Region: Codable, Hashable, Sendable {
      public let unit: String
      public let memory: String
      /// Byte address of word 0; word w is `bytesPerWord` · w further, its bits 31…0 first.
      public let address: Int
      public let words: Int
      public let bits: Int
      public let bytesPerWord: Int
    }
  }

  public struct File: Codable, Hashable, Sendable {
    public let path: String
    public let bytes: Int
    /// FNV-1a, 64 bits, in hex: tells a file that was edited.
    public let checksum: String
  }

  /// An AXI4-Stream port of the top module.
  public struct Port: Codable, Hashable, Sendable {
    /// TDATA bits, whole bytes.
    public let dataBits: Int
    public let lanes: Int
    /// Distance from lane to lane in TDATA; an element fills its low `elementBits`.
    public let laneBits: Int
    public let elementBits: Int
    public let signed: Bool
    public let elementsPerVector: Int
    public let vectorsPerFrame: Int
    public let beatsPerFrame: Int
  }

  /// One instance of a library module in the top.
  public struct Unit: Codable, Hashable, Sendable {
    /// Instance name without the `u_`.
    public let name: String
    public let kind: String
    public let module: String
    /// The layer that the unit belongs to.
    public let layer: String
    /// Module parameters in the order of the module.
    public let parameters: [Parameter]
    public let memories: [Memory]
    /// XNOR lanes: PE · SIMD of a matrix-vector unit, 0 elsewhere.
    public let lanes: Int
    public let cyclesPerFrame: Int
    public let folding: Folding?
    /// LUT6 of the popcounts in `structural/xc7`, with the weights if these are part of them.
    public let popcountTables: Int?
    /// Whether the weights are part of the popcounts' logic in `structural/xc7`.
    public let hasWiredWeights: Bool
    /// Of a matrix whose weights are stored as indices.
    public let kernels: Kernels?
    /// Of an engine.
    public let engine: Engine?
    /// What the unit is made of, for the models of resources.
    public let inventory: Inventory
    /// What the unit takes of a 7-series FPGA, by the model.
    public let predicted: Resources
  }

  /// The few different kernels that a matrix's weights are indices of.
  public struct Kernels: Codable, Hashable, Sendable {
    public let indexBits: Int
    /// LUT6 that give every lane its weight.
    public let tables: Int
  }

  /// The shape of a matrix-vector unit.
  public struct Folding: Codable, Hashable, Sendable {
    /// MH, neurons.
    public let rows: Int
    /// MW, synapses.
    public let columns: Int
    public let pe: Int
    public let simd: Int
  }

  public struct Parameter: Codable, Hashable, Sendable {
    public let name: String
    public let value: Value

    public enum Value: Hashable, Sendable {
      case integer(Int)
      case string(String)
    }
  }

  public struct Memory: Codable, Hashable, Sendable {
    public let file: String
    public let width: Int
    public let depth: Int
  }

  /// A ready/valid stream inside the top: wires `<name>_valid`, `<name>_ready` and `<name>_data`.
  public struct Stream: Codable, Hashable, Sendable {
    public let name: String
    /// Units at its two ends; nil at the top's ports.
    public let producer: String?
    public let consumer: String?
    /// The layer of the folded network whose values it carries, each once and in order; nil for
    /// windows and padded maps.
    public let layer: String?
    public let elementBits: Int
    public let signed: Bool
    public let lanes: Int
    public let elementsPerVector: Int
    public let vectorsPerFrame: Int
  }
}

extension Manifest.Parameter.Value: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else {
      self = .string(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    }
  }
}

extension Manifest.Parameter.Value: CustomStringConvertible {
  /// As a Verilog literal.
  public var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .string(let value): "\"\(value)\""
    }
  }
}

extension Manifest.Stream {
  public var beatsPerVector: Int { (elementsPerVector + lanes - 1) / lanes }
  public var beatsPerFrame: Int { beatsPerVector * vectorsPerFrame }
  public var dataBits: Int { lanes * elementBits }
}

extension Manifest {
  /// The bytes of `manifest.json`.
  public func encoded() -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("bnn-hw bug: the manifest does not encode")
    }
    return data + Data("\n".utf8)
  }
}

extension Manifest {
  /// What the circuit takes of a 7-series FPGA, by the model.
  public var predicted: Resources { units.reduce(Resources()) { $0 + $1.predicted } }
}

extension Manifest.Unit {
  /// Whether block RAM holds a matrix's weights.
  public var storesWeightsInBlocks: Bool {
    parameters.contains { $0.name == "WeightStyle" && $0.value == .string("block") }
  }
}

extension Manifest {
  /// Whether registers lie within popcounts.
  public var hasPopcountStages: Bool {
    units.contains { unit in
      unit.parameters.contains { $0.name == "Stages" && $0.value != .integer(0) }
    }
  }

  /// The same circuit as if nothing were known about the streams inside.
  public var withoutStreams: Manifest {
    Manifest(
      format: format, version: version, generator: generator, name: name, top: top,
      network: network, files: files, clockHertz: clockHertz, input: input, output: output,
      units: units, streams: [], cyclesPerFrame: cyclesPerFrame, settledFrames: settledFrames,
      boundCyclesPerFrame: boundCyclesPerFrame, latencyCycles: latencyCycles, fifos: fifos,
      load: load)
  }
}
