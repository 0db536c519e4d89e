"""Why a question in plain English has no answer.

Output: the error, whose facts pages and programs show. Never: loads what understands questions.
"""

from kb.errors import InputError


class NotUnderstoodError(InputError):
    """No form of question fits, or a word of it is unknown; says which, with forms that come near."""

    code = "not-understood"

    def __init__(self, question: str, why: str, nearest: tuple[str, ...], unknown: tuple[str, ...] = ()) -> None:
        self.question = question
        self.unknown = unknown
        self.nearest = nearest
        forms = " ".join(f"“{one}”" for one in nearest)
        super().__init__(why, hint=f"Ask like {forms} `kb ask` alone lists every form; `kb query` takes SPARQL.")
