internal import Foundation
internal import HDLGen
internal import ToolRunner

/// One run of yosys: a module with its parameters, mapped to a family.
struct Synthesis: Sendable {
  let module: String
  let parameters: [Manifest.Parameter]
  /// Verilog files to read, relative to the generated directory.
  let sources: [String]
  /// Memory files that the module loads.
  let memories: [String]
  let family: Family
  /// XNOR lanes, which tell how long a run takes.
  let lanes: Int

  /// A unit by itself, as the top instantiates it.
  init(of unit: Manifest.Unit, files: DesignFiles, family: Family) {
    self.module = unit.module
    self.parameters = unit.parameters
    self.sources = files.sources(of: unit.module)
    self.memories = unit.memories.map(\.file)
    self.family = family
    self.lanes = unit.lanes
  }

  /// The whole top as one netlist.
  init(ofTop manifest: Manifest, files: DesignFiles, family: Family) {
    self.module = manifest.top
    self.parameters = []
    self.sources = files.library + [files.top]
    self.memories = manifest.units.flatMap(\.memories).map(\.file)
    self.family = family
    self.lanes = manifest.units.reduce(0) { $0 + $1.lanes }
  }

  /// Commands for yosys, to be run in the generated directory; they print the statistics and, where
  /// delays are known, the netlist. If a file is named the netlist goes there, with `pads` for the
  /// top's ports.
  func script(netlist: URL? = nil, pads: Bool = false) -> String {
    var steps = reading + family.preparation(ofTop: module)
    let command = pads ? family.synthesisWithPads : family.synthesis
    steps += ["\(command) -top \(module)"] + family.refinement
    steps += ["tee -q -o /dev/stdout stat -json"]
    if let netlist {
      steps.append("write_json \"\(netlist.path(percentEncoded: false))\"")
    } else if DelayModel(of: family) != nil {
      steps.append("write_blif -noalias -impltf /dev/stdout")
    }
    return steps.joined(separator: "; ")
  }

  /// Commands for yosys that map the module alone, without pads, print its ports and write the
  /// netlist in yosys's own format.
  func moduleScript(to file: URL) -> String {
    var steps = reading + Family.named(top: module) + family.preparation(ofTop: module)
    steps += ["\(family.synthesis) -top \(module)"] + family.refinement
    steps += [
      "select -module \(module)", "tee -q -o /dev/stdout portlist",
      "write_rtlil -selected \"\(file.path(percentEncoded: false))\"",
    ]
    return steps.joined(separator: "; ")
  }

  /// Commands for yosys that write the netlist as Verilog, in cells that can be simulated.
  func verilogScript(to file: URL) -> String {
    let steps =
      ["read_verilog -sv \(sources.joined(separator: " "))"]
      + Family.memoriesByChoice(ofTop: module)
      + [
        "\(family.simulatableSynthesis) -top \(module)", "splitnets",
        "write_verilog -noattr \"\(file.path(percentEncoded: false))\"",
      ]
    return steps.joined(separator: "; ")
  }

  /// Commands that read the module and set its parameters.
  private var reading: [String] {
    let settings = parameters.map { " -set \($0.name) \(Self.constant($0.value))" }.joined()
    let read = "read_verilog -sv \(sources.joined(separator: " "))"
    return settings.isEmpty ? [read] : [read, "chparam\(settings) \(module)"]
  }

  /// Everything that the cells depend on. Where a parameter names a memory file, only what the file
  /// holds counts: equal units under different names share a run.
  func key(files: DesignFiles, yosys version: String) -> ContentHash {
    var hash = ContentHash()
    hash.add("yosys", version)
    for command in family.preparation(ofTop: module) { hash.add("preparation", command) }
    hash.add("command", family.synthesis)
    for command in family.refinement { hash.add("refinement", command) }
    if let model = DelayModel(of: family) { hash.add("delays", "\(model)") }
    hash.add("module", module)
    for parameter in parameters {
      hash.add("parameter", parameter.name)
      if case .string(let text) = parameter.value, let memory = memories.firstIndex(of: text) {
        hash.add("memory", "\(memory)")
      } else {
        hash.add("value", parameter.value.description)
      }
    }
    for source in sources { hash.add("source", files[source]) }
    for memory in memories { hash.add("contents", files[memory]) }
    return hash
  }

  /// A value as `chparam` reads it: it knows no minus sign.
  private static func constant(_ value: Manifest.Parameter.Value) -> String {
    switch value {
    case .integer(let number) where number < 0:
      "32'h" + String(UInt32(truncatingIfNeeded: number), radix: 16)
    case .integer, .string: value.description
    }
  }
}
