"""`beranda`: the home page and the six questions it answers at once."""

from collections.abc import Iterator

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType, Known
from sitegen.model.document import Document
from sitegen.model.problem import N_, Kind, Problem
from sitegen.schema.typed import Fields
from sitegen.schema.values import Markdown, Text

NO_SUCH_PAGE = Kind("SG225", N_("there is no page “{path}”"), N_("write a path as in {example}"))


class Question(Fields):
    """A voter's question, its short answer, and the page that says more."""

    question: Text = Field(alias="tanya")
    answer: Markdown = Field(alias="jawab")
    link: Text = Field(alias="tautan", description="halaman, misalnya pemungutan-suara.md")


class HomeFields(CommonFields):
    """Front matter of `beranda`."""

    questions: tuple[Question, ...] = Field((), alias="pertanyaan")


def _check(document: Document, known: Known) -> Iterator[Problem]:
    for index, question in enumerate(document.fields.questions):
        if question.link not in known.paths:
            place = document.place("pertanyaan", index, "tautan")
            yield NO_SUCH_PAGE.at(place, path=question.link, example="panduan/cek.md")


TYPE = ContentType("beranda", HomeFields, paths=("index.md",), check=_check)
