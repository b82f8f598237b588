/// The cells and nets of a flat netlist of Xilinx cells, read from what yosys's `write_blif`
/// prints.
struct MappedNetlist {
  struct Pin {
    let name: Substring
    let net: Int
  }

  struct Cell {
    let kind: TimedCell
    let inputs: [Pin]
    let outputs: [Pin]
  }

  let cells: [Cell]
  let inputs: [Int]
  let outputs: [Int]
  let netCount: Int

  /// Nil if the text is no such netlist, or has a cell that no delay is known of.
  init?(blif text: Substring) {
    var nets: [Substring: Int] = [:]
    func net(_ name: Substring) -> Int {
      if let known = nets[name] { return known }
      nets[name] = nets.count
      return nets.count - 1
    }
    var cells: [Cell] = []
    var inputs: [Int] = []
    var outputs: [Int] = []
    for line in text.split(separator: "\n") where line.hasPrefix(".") {
      let words = line.split(separator: " ")
      switch words[0] {
      case ".inputs": inputs = words.dropFirst().map(net)
      case ".outputs": outputs = words.dropFirst().map(net)
      case ".names" where words.count == 3:
        // Another name of the same net.
        cells.append(
          Cell(
            kind: .inverter, inputs: [Pin(name: "I", net: net(words[1]))],
            outputs: [Pin(name: "O", net: net(words[2]))]))
      case ".subckt", ".gate":
        guard words.count > 1, let kind = TimedCell(type: words[1]) else { return nil }
        let pins = words.dropFirst(2).compactMap { word -> Pin? in
          guard let mark = word.firstIndex(of: "=") else { return nil }
          return Pin(name: word[..<mark], net: net(word[word.index(after: mark)...]))
        }
        cells.append(
          Cell(
            kind: kind,
            inputs: pins.filter { !kind.isOutput($0.name) && !kind.isClock($0.name) },
            outputs: pins.filter { kind.isOutput($0.name) }))
      default: break
      }
    }
    guard !outputs.isEmpty else { return nil }
    self.cells = cells
    self.inputs = inputs
    self.outputs = outputs
    netCount = nets.count
  }
}
