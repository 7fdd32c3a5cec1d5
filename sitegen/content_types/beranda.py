"""`beranda`: the home page and the six questions it answers at once."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType
from sitegen.content_types.pemungutan_suara import voting_day
from sitegen.model.document import Document
from sitegen.model.fact import Fact
from sitegen.model.moment import Moment
from sitegen.schema.typed import A_PATH, Fields
from sitegen.schema.values import Markdown, Text

VOTING_DAY = "hari_pemungutan"
"""The fact that home pages and the directive `waktu-memilih` show, where there is one."""


class Question(Fields):
    """A voter's question, its short answer, and the page that says more."""

    question: Text = Field(alias="tanya")
    answer: Markdown = Field(alias="jawab")
    link: str = Field(alias="tautan", pattern=A_PATH, description="misalnya pemungutan-suara.md")


class HomeFields(CommonFields):
    """Front matter of `beranda`."""

    questions: tuple[Question, ...] = Field((), alias="pertanyaan")

    def paths(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the page of each question."""
        for index, question in enumerate(self.questions):
            yield ("pertanyaan", index, "tautan"), question.link


def _schedule(document: Document, facts: Mapping[str, Fact]) -> Iterator[Moment]:  # noqa: ARG001
    return voting_day(VOTING_DAY, facts)


TYPE = ContentType("beranda", HomeFields, paths=("index.md",), schedule=_schedule, fixed=True)
