"""The graph on a Neo4j server: one database holds one study."""
