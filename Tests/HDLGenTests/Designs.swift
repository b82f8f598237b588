import BNNIR

@testable import HDLGen

/// A network of two small layers, 12 pixels → a (5 neurons) → b (3 scores), and what becomes of it.
enum Designs {
  static let document = Array(
    """
    {"format": "bnn-hw-network", "version": 1, "name": "tiny",
     "input": {"shape": [12], "type": "uint8", "encoding": {"kind": "threshold", "at": 128}},
     "layers": [
       {"name": "a", "kind": "binary_dense", "units": 5,
        "weights": ["ff0f", "0000", "5505", "3c03", "c30c"]},
       {"name": "s", "kind": "sign"},
       {"name": "b", "kind": "binary_dense", "units": 3, "weights": ["1f", "0a", "11"]}
     ]}
    """.utf8)

  static func graph() throws(DiagnosticError) -> Graph {
    try TypeChecker.check(try NetworkReader.read(document, file: "tiny.json"))
  }

  static func lowered(
    _ folding: Folding, _ exceptions: [FoldingRequest.Exception] = []
  ) throws(DiagnosticError) -> Lowering.Result {
    try Lowering.lower(
      NetworkPasses.run(on: try graph()),
      folding: FoldingRequest(every: folding, exceptions: exceptions))
  }
}
