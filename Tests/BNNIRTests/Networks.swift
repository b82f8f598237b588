@testable import BNNIR

/// Small networks for tests, made from document text.
enum Networks {
  /// A network on plain bits whose layers are given as JSON objects.
  static func graph(layers: String, inputBits: Int) throws(DiagnosticError) -> Graph {
    let text = """
      {"format": "bnn-hw-network", "version": 1, "name": "test",
       "input": {"shape": [\(inputBits)], "type": "bit"},
       "layers": [\(layers)]}
      """
    let network = try NetworkReader.read(Array(text.utf8), file: "test.json")
    return try TypeChecker.check(network)
  }
}
