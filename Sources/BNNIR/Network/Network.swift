/// A network document as decoded: every key is well-formed, but shapes, types and references are
/// not checked yet. `TypeChecker` turns it into a `Graph`.
public struct Network: Sendable {
  /// A layer as written, with the names of its inputs resolved to text only.
  struct Declaration: Sendable {
    let name: String
    let kind: LayerKind
    /// Names of the values it reads, with where they are written (the layer itself when implied).
    let inputs: [Reference]
    let layer: any LayerDeclaration
    let anchor: Anchor
  }

  /// A name that stands for the network's input or for a layer.
  struct Reference: Sendable {
    let name: String
    let anchor: Anchor
  }

  let name: String
  let classes: [String]?
  let classesAnchor: Anchor?
  let inputName: String
  let input: InputLayer
  let inputAnchor: Anchor
  let declarations: [Declaration]
  /// The value that leaves the network.
  let output: Reference
}
