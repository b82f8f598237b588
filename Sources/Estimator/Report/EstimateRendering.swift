internal import HDLGen

extension EstimateReport {
  /// Aligned plain text; like `markdown` without a newline at the end.
  public var text: String { text(colours: false) }

  /// The same, with what does not fit in red for terminals.
  public func text(colours: Bool) -> String {
    """
    \(name) on \(device) (\(family.rawValue)), \(tool)
    \(flags)

    \(unitTable.plain(colours: colours))
    \(audit.isEmpty ? "" : auditTable.plain + "\n")\
    \(timing.map { "\($0.table.plain)\($0.legend)\n\n" } ?? "")\
    \(roleLine)\(blockLine)
    \(placementText)\(power.map { "\n\($0.text)\n" } ?? "")
    \(comparisonTable.plain)
    \(notes)
    """
  }

  public var markdown: String {
    """
    ## \(name) on \(device)

    \(tool): `\(flags)`

    \(unitTable.markdown)
    \(audit.isEmpty ? "" : auditTable.markdown + "\n")\
    \(timing.map { "\($0.table.markdown)\n\($0.legend)\n\n" } ?? "")\
    \(roleLine)\(blockLine)
    \(placementText)\(power.map { "\n\($0.text)\n" } ?? "")
    \(comparisonTable.markdown)
    \(notes)
    """
  }

  /// How the units and the core were placed; each part below an empty line.
  private var placementText: String {
    [unitPlacements?.text(on: device), placement?.text].compactMap { $0.map { "\n\($0)\n" } }
      .joined()
  }

  private var notes: String {
    """
    \(fitNote)\(basis == .model ? "\(modelNote)\n" : "")\
    BRAM counts blocks of 36 Kbit. The device's and the comparison's LUTs include those used as memory.
    \(clockNote)
    """
  }

  /// Nothing where the device has room.
  private var fitNote: String {
    let names = ["LUTs", "flip-flops", "block RAM", "DSP"]
    let shares = [utilisation.lut, utilisation.ff, utilisation.bram36, utilisation.dsp]
    let over = zip(names, shares).filter { $0.1 > 100 }
    if !over.isEmpty {
      let list = over.map { "\($0.0) \(Figure.percent($0.1)) %" }.joined(separator: ", ")
      return "The core does not fit \(device): \(list).\n"
    }
    guard family == .ice40, placement == nil else { return "" }
    return """
      A logic cell has a LUT and the flip-flop behind it; others take cells of their own, which --place
      counts.

      """
  }

  private var clockNote: String {
    if placement != nil {
      return "Our MHz is what the router's timing analysis allows, a published row's what was run."
    }
    let note = "MHz is the clock that FPS is stated for, not the result of a timing analysis."
    return clockWarning.map { "\(note)\n\($0)" } ?? note
  }

  /// What to do about a stated clock that is above the core's estimated one; nil if it is not.
  public var clockWarning: String? {
    guard placement == nil, let timing, timing.core.megahertz < comparison[0].megahertz else {
      return nil
    }
    return
      "It is above the estimate: more --popcount-stages make a faster core, --clock states a lower one."
  }

  /// The errors are those of docs/estimation.md.
  public var modelNote: String {
    """
    No tool ran: the figures are a model's of yosys 0.23. For most designs its LUTs are within \
    \(family.modelError) %, flip-flops within 4 %; block RAM is exact but for rare cases.
    """
  }

  private var unitTable: TextTable {
    var table = TextTable(
      [
        .words("unit"), .words("kind"), .words("layer"), .numbers("LUT"), .numbers("LUTRAM"),
        .numbers("FF"), .numbers("carry"), .numbers("BRAM"), .numbers("DSP"), .numbers("lanes"),
        .numbers("LUT/lane"),
      ] + (basis == .model ? [] : [.numbers("LUT pred"), .numbers("FF pred")])
        + (unitPlacements == nil ? [] : [.numbers("placed"), .numbers("MHz")]))
    let noClock = unitPlacements == nil ? [] : ["", ""]
    let noPrediction = basis == .model ? [] : ["", ""]
    let blanks = noPrediction + noClock
    for unit in units {
      let lanes = Figure.count(unit.lanes == 0 ? nil : unit.lanes)
      table.add(
        [unit.name, unit.kind, unit.layer] + unit.resources.figures
          + [lanes, Figure.real(unit.lutPerLane)] + (unit.predicted?.shortFigures ?? noPrediction)
          + (unitPlacements.map {
            [Figure.count($0.logicSites(of: unit.name)), $0.clock(of: unit.name).text]
          } ?? []))
    }
    let predictions = predicted?.shortFigures ?? noPrediction
    table.add(["total", "", ""] + total.figures + ["", ""] + predictions + noClock)
    if let whole { table.add(["whole top", "", ""] + whole.figures + ["", ""] + blanks) }
    if available.lut > 0 {
      table.add([device, "", ""] + available.figures + ["", ""] + blanks)
      table.add(
        ["used %", "", ""] + utilisation.figures + ["", ""] + blanks, alarms: utilisation.alarms)
    }
    return table
  }

  /// What the blocks are that the table counts in units of 36 Kbit; nothing where there are none.
  private var blockLine: String {
    let cells = blocks.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return cells.isEmpty ? "" : "\nBlock RAM: \(cells.joined(separator: ", "))"
  }

  private var roleLine: String {
    let parts = roles.keys.sorted().map { "\($0) units \(Figure.count(roles[$0]))" }
    let legend =
      audit.isEmpty
      ? ""
      : """

      The bound is what no circuit of this folding can do without. Popcounts are exact, memories and
      accumulators modelled; the rest is control, replay buffers and what the models miss.
      """
    return "LUTs by role: \(parts.joined(separator: ", "))\(legend)"
  }

  private var auditTable: TextTable {
    var table = TextTable([
      .words("LUTs of"), .numbers("lanes"), .numbers("popcount"), .numbers("weights"),
      .numbers("accumulators"), .numbers("thresholds"), .numbers("rest"), .numbers("LUT/lane"),
      .numbers("bound/lane"),
    ])
    for row in audit {
      let counts = [
        row.lanes, row.popcount, row.weights, row.accumulators, row.thresholds, row.rest,
      ]
      table.add(
        [row.unit] + counts.map(Figure.count)
          + [Figure.real(row.perLane), Figure.real(row.bound / Double(row.lanes))])
    }
    return table
  }

  private var comparisonTable: TextTable {
    var table = TextTable([
      .words("system"), .words("device"), .numbers("FPS"), .numbers("acc %"), .words("bits W/A"),
      .numbers("MHz"), .numbers("DSP"), .numbers("BRAM"), .numbers("LUT"), .numbers("FF"),
      .words("counts"),
    ])
    for row in comparison { table.add(row.figures) }
    return table
  }
}

extension Placement {
  fileprivate var text: String {
    let used = sites.sorted { $0.key < $1.key }.map {
      "\($0.key) \(Figure.count($0.value.used)) of \(Figure.count($0.value.available))"
    }
    return """
      placed and routed by \(tool) for \(package): \(Figure.real(megahertz)) MHz
      \(used.joined(separator: ", "))\(slowestPath.map { "\n\($0.text)" } ?? "")\
      \(wrapper.map { "\n\($0.text)" } ?? "")
      """
  }
}

extension Placement.Wrapper {
  fileprivate var text: String {
    let cause = hasSlowestPath ? "; the slowest path is its own" : ""
    return "The core has more ports than the package has pins: it was placed in a scan wrapper of "
      + "\(flipFlops) flip-flops, which the sites contain\(cause)."
  }
}

extension UnitPlacements {
  fileprivate func text(on device: String) -> String {
    let tooLarge = units.filter { !$0.fits }.map(\.name)
    let untimed = units.filter { $0.fits && $0.clock == nil }.map(\.name)
    let notes = [
      untimed.isEmpty
        ? nil : "Too fast for the router to give a clock: \(untimed.joined(separator: ", ")).",
      tooLarge.isEmpty
        ? nil : "Alone too large for \(device): \(tooLarge.joined(separator: ", ")).",
      isCoreTooLarge ? "The core does not fit into \(device) and was not placed." : nil,
    ]
    return
      ([
        "MHz of each unit: placed and routed by itself by \(tool) for \(package), between flip-flops.",
        "Placed are its sites of kind \(logicSite), those of the wrapper taken off.",
        "The slowest one bounds the core's clock, but for the luck of a placement.",
      ] + notes.compactMap(\.self)).joined(separator: "\n")
  }
}

extension UnitPlacements.Clock? {
  /// `≥` where the wrapper is slower than the unit.
  public var text: String {
    map { ($0.isLowerBound ? "≥ " : "") + Figure.real($0.megahertz) } ?? "–"
  }
}

extension Placement.Path {
  fileprivate var text: String {
    let place = units.isEmpty ? "the ports" : units.joined(separator: ", ")
    return "slowest path in \(place): \(Figure.real(logicNanoseconds)) ns in \(cells) cells, "
      + "\(Figure.real(routingNanoseconds)) ns between them"
  }
}

extension Resources {
  fileprivate var figures: [String] {
    [
      Figure.count(lut), Figure.count(lutram), Figure.count(ff), Figure.count(carry),
      Figure.real(bram36), Figure.count(dsp),
    ]
  }
}

extension Resources {
  /// What the model is for.
  fileprivate var shortFigures: [String] { [Figure.count(lut), Figure.count(ff)] }
}

extension Family {
  /// How far the model's total LUTs are from the tool's in percent, as docs/estimation.md measures
  /// it.
  fileprivate var modelError: Int {
    switch self {
    case .xc7, .xcup: 10
    case .ecp5, .ice40, .gowin, .lut4, .lut6: 15
    }
  }
}

extension Device.Capacity {
  fileprivate var figures: [String] {
    [Figure.count(lut), "", Figure.count(ff), "", Figure.real(bram36), Figure.count(dsp)]
  }
}

extension EstimateReport.Utilisation {
  /// Columns of the units' table in which more is used than there is.
  fileprivate var alarms: Set<Int> {
    Set([(3, lut), (5, ff), (7, bram36), (8, dsp)].filter { $0.1 > 100 }.map(\.0))
  }

  fileprivate var figures: [String] {
    [Figure.percent(lut), "", Figure.percent(ff), "", Figure.percent(bram36), Figure.percent(dsp)]
  }
}

extension DesignRow {
  fileprivate var figures: [String] {
    [
      system, device, Figure.rate(framesPerSecond), Figure.real(accuracyPercent), bits,
      Figure.real(megahertz), Figure.count(dsp), Figure.real(bram36), Figure.count(lut),
      Figure.count(ff), counts,
    ]
  }
}
