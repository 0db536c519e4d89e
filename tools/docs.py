"""Write all that is generated in docs/, README.md and kb/graph/vocabulary.py.

    python -m tools.docs

Input: ontology/, docs/queries/*.rq, queries/*.rq, the commands in README.md and some of docs/*.md, seeds/.
Output: the pages; each of the tools named below writes its own.
Never: run at run time.
"""

from tools import printed, query_examples, reference, saved_queries, tour, vocabulary


def main() -> None:
    """Run every tool, those first that the others rest on."""
    for tool in (vocabulary, reference, query_examples, saved_queries, tour, printed):
        tool.main()


if __name__ == "__main__":
    main()
