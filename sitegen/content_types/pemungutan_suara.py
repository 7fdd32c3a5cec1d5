"""`pemungutan-suara`: voting day. Its date, hours and ballots are facts, by name."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType, Known
from sitegen.content_types.panduan import Step
from sitegen.model.document import Document
from sitegen.model.fact import Fact, FactKind
from sitegen.model.moment import Moment, span
from sitegen.model.problem import N_, Kind, Problem
from sitegen.schema.typed import Fields
from sitegen.schema.values import Markdown, Text

NOT_SUCH_A_FACT = Kind(
    "SG135",
    N_("“{name}” is not a fact of the kind “{kind}”"),
    N_("facts of that kind: {known}"),
)

TURNS = (N_("voting day comes"), N_("voting day is over"))


class VoterGroup(Fields):
    """Who votes when, and what they bring."""

    name: Text = Field(alias="kelompok")
    short: Text | None = Field(None, alias="singkatan")
    hours: Markdown = Field(alias="jam")
    bring: tuple[Markdown, ...] = Field(alias="bawa", min_length=1)
    note: Markdown | None = Field(None, alias="keterangan")


class VotingDayFields(CommonFields):
    """Front matter of `pemungutan-suara`."""

    date: Text = Field(alias="tanggal", description="nama fakta")
    opens: Text = Field(alias="jam_buka", description="nama fakta")
    closes: Text = Field(alias="jam_tutup", description="nama fakta")
    ballots: Text = Field(alias="surat_suara", description="nama fakta")
    voters: tuple[VoterGroup, ...] = Field(alias="pemilih", min_length=1)
    steps: tuple[Step, ...] = Field(alias="langkah", min_length=1)
    help: Markdown | None = Field(None, alias="bantuan", description="pemilih disabilitas")
    legal_basis: tuple[Text, ...] = Field((), alias="dasar_hukum")

    @property
    def modified(self) -> str:
        """The day the page last changed; its `tanggal` names a fact."""
        return str(self.updated or "")


KINDS = {
    "tanggal": FactKind.DATE,
    "jam_buka": FactKind.TIME,
    "jam_tutup": FactKind.TIME,
    "surat_suara": FactKind.LIST,
}


def _check(document: Document, known: Known) -> Iterator[Problem]:
    fields = document.fields
    names = (fields.date, fields.opens, fields.closes, fields.ballots)
    for (key, kind), name in zip(KINDS.items(), names, strict=True):
        fact = known.facts.get(name)
        if fact is None or fact.kind is not kind:
            fitting = ", ".join(sorted(f.name for f in known.facts.values() if f.kind is kind))
            yield NOT_SUCH_A_FACT.at(document.place(key), name=name, kind=kind, known=fitting)


def voting_day(name: str, facts: Mapping[str, Fact]) -> Iterator[Moment]:
    """Yield when `mirror/hari-h.html` says something else of the day that a fact names."""
    fact = facts.get(name)
    if fact is not None and isinstance(fact.value, date):
        yield from span(f"{fact.place.path}: {name}", fact.value, fact.value, TURNS)


def _schedule(document: Document, facts: Mapping[str, Fact]) -> Iterator[Moment]:
    return voting_day(document.fields.date, facts)


TYPE = ContentType(
    "pemungutan-suara",
    VotingDayFields,
    paths=("pemungutan-suara.md",),
    check=_check,
    schedule=_schedule,
    must_be_official=True,
)
