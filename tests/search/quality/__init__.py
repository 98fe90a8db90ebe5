"""How good the search is: judged queries over the demo's content, and known items over any file of articles.

`judgements.py` reads what was judged, `corpus.py` gathers the documents, `measures.py` knows the numbers, `judging.py` asks an
engine and `known_items.py` makes queries out of documents. docs/search-quality.md tells the rest.
"""
