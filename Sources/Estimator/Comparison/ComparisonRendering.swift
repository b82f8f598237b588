extension DesignComparison {
  /// Aligned plain text; like `markdown` without a newline at the end.
  public var text: String {
    let (table, footnotes) = table
    return table.plain + "\n" + (footnotes + [legend]).joined(separator: "\n")
  }

  public var markdown: String {
    let (table, footnotes) = table
    return table.markdown + "\n" + (footnotes + [legend]).joined(separator: "  \n")
  }

  /// The table, and the lines that its numbers of notes refer to.
  private var table: (table: TextTable, footnotes: [String]) {
    var table = TextTable([
      .words("system"), .words("data"), .words("device"), .numbers("FPS"), .numbers("acc %"),
      .words("bits W/A"), .numbers("MHz"), .numbers("W"), .numbers("DSP"), .numbers("BRAM"),
      .numbers("LUT"), .numbers("MMAC/frame"), .numbers("GOPS"), .numbers("GOPS/kLUT"),
      .numbers("LUT/MAC"), .numbers("frames/J"), .words("notes"),
    ])
    var notes: [String] = []
    for row in rows {
      for note in row.notes where !notes.contains(note) { notes.append(note) }
      let numbers = row.notes.compactMap { notes.firstIndex(of: $0) }.map { "\($0 + 1)" }
      table.add(row.figures + [numbers.joined(separator: ", ")])
    }
    return (table, notes.enumerated().map { "\($0.offset + 1): \($0.element)." })
  }

  private var legend: String {
    """
    MMAC are millions of multiplications with binary weights, GOPS twice as many additions and \
    multiplications per second, LUT/MAC the LUTs for each multiplication that is made per cycle. The \
    clock, the data and the networks differ: only rows of the same data and MMAC do the same work.
    """
  }
}

extension ComparedDesign {
  fileprivate var figures: [String] {
    [
      system, data ?? "–", device, Figure.rate(framesPerSecond), Figure.real(accuracyPercent), bits,
      Figure.real(megahertz), Figure.small(watts), Figure.count(dsp), Figure.real(blockRAM),
      Figure.count(lut), Figure.real(macsPerFrame.map { $0 / 1e6 }),
      Figure.rate(gops), Figure.real(gopsPerKLUT), Figure.real(lutPerMAC),
      Figure.rate(framesPerJoule),
    ]
  }
}
