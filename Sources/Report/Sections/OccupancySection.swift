internal import Estimator
internal import HDLGen

extension ReportSection {
  /// Where beats wait in the steady state, and how full the buffers get.
  static func occupancy(_ document: ReportDocument) -> ReportSection {
    var table = TextTable([
      .words("stream"), .words("from"), .words("to"), .numbers("moving"), .numbers("waiting"),
      .numbers("empty"),
    ])
    for stream in document.streams {
      table.add([
        stream.name, stream.producer ?? "input", stream.consumer ?? "output",
        NumberText.percent(stream.movingPercent), NumberText.percent(stream.waitingPercent),
        NumberText.percent(stream.emptyPercent),
      ])
    }
    let streams = ReportFigure(
      title: "What each stream does",
      legend: [
        .init(style: "moving", name: "a beat moves"),
        .init(style: "waiting", name: "a beat waits for its consumer"),
        .init(style: "empty", name: "empty"),
      ],
      picture: RowChart(
        description: "Share of cycles in which each stream moves a beat, holds one, or is empty",
        axisTitle: "percent of the cycles in the steady state", scale: .linear(upTo: 100),
        rows: document.streams.map(row)
      ).svg)
    let rings =
      document.buffers.isEmpty
      ? ""
      : " Ring buffers hold the rows that windows need; before the slowest unit they fill up."
    return ReportSection(
      anchor: "occupancy", title: "Streams and buffers",
      lead: """
        Frames follow each other at full speed. A stream that waits lies before a slower unit, an empty one \
        behind it.\(rings)
        """,
      figures: [streams] + buffers(document),
      tables: [ReportTable(title: "Streams", table: table)] + bufferTable(document))
  }

  private static func row(_ stream: StreamOccupancy) -> RowChart.Row {
    RowChart.Row(
      label: stream.name,
      segments: RowChart.Segment.stacked([
        (stream.movingPercent, "moving", "moving"), (stream.waitingPercent, "waiting", "waiting"),
        (stream.emptyPercent, "empty", "empty"),
      ]),
      note: "\(NumberText.percent(stream.movingPercent)) moving")
  }

  private static func buffers(_ document: ReportDocument) -> [ReportFigure] {
    if document.buffers.isEmpty { return [] }
    return [
      ReportFigure(
        title: "How full each ring buffer gets",
        legend: [
          .init(style: "bound", name: "one window"),
          .init(style: "window", name: "until the first frame is out"),
          .init(style: "rest", name: "more later"),
        ],
        picture: RowChart(
          description: "The most words that each ring buffer holds, in percent of its depth",
          axisTitle: "most words held, in percent of the depth", scale: .linear(upTo: 100),
          rows: document.buffers.map(row)
        ).svg)
    ]
  }

  private static func row(_ buffer: DataflowTrace.Buffer) -> RowChart.Row {
    let percent = { (words: Int) in 100 * Double(words) / Double(buffer.depthInWords) }
    return RowChart.Row(
      label: buffer.unit,
      segments: RowChart.Segment.stacked([
        (percent(buffer.firstPeakInWords), "window", "until the first frame is out, percent"),
        (
          percent(buffer.peakInWords - buffer.firstPeakInWords), "rest",
          "more later, percent"
        ),
      ]),
      note:
        "\(NumberText.grouped(buffer.peakInWords)) of \(NumberText.grouped(buffer.depthInWords))",
      mark: percent(buffer.windowInWords))
  }

  private static func bufferTable(_ document: ReportDocument) -> [ReportTable] {
    if document.buffers.isEmpty { return [] }
    var table = TextTable([
      .words("buffer"), .numbers("depth in words"), .numbers("one window"),
      .numbers("until the first frame is out"), .numbers("ever"),
    ])
    for buffer in document.buffers {
      let words = [
        buffer.depthInWords, buffer.windowInWords, buffer.firstPeakInWords, buffer.peakInWords,
      ]
      table.add([buffer.unit] + words.map { NumberText.grouped($0) })
    }
    return [ReportTable(title: "Ring buffers", table: table)]
  }
}
