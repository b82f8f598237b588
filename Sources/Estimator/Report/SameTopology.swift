public import HDLGen

extension DesignRow {
  /// Published designs whose frames take exactly as many operations as those of the manifest's network.
  public static func published(ofTopology manifest: Manifest) -> [DesignRow] {
    PublishedDesigns.matching(manifest)
  }
}
