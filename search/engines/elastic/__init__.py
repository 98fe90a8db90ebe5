"""What the engine on Elasticsearch is made of: connection, layout of an index, questions in its language."""
