"""Markdown as words: what is searched must read as the page does."""

from __future__ import annotations

import time

import pytest

from sitegen.plumbing.markdown.plain import plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## Mengapa salah\n\nKPU tetap.", "Mengapa salah: KPU tetap."),
        ("## Siapa boleh?\n\nWNI.", "Siapa boleh? WNI."),
        ("## Jadwal {#jadwal}\n\nHari ini.", "Jadwal: Hari ini."),
        ("1. Buka\n2. Coblos\n\n- Lipat\n* Masukkan", "Buka Coblos Lipat Masukkan"),
        ("[laman KPU](https://kpu.go.id) dan ![peta](gambar/peta.png)", "laman KPU dan peta"),
        ("<https://kpu.go.id/a>", "kpu.go.id/a"),
        ("**Penting** dan *miring*, `kode`, _garis_", "Penting dan miring, kode, garis"),
        ("nama_fakta_ini 2 * 3 * 4", "nama_fakta_ini 2 * 3 * 4"),
        ("| Nama | Warna |\n|---|:--|\n| DPD | merah |", "Nama, Warna DPD, merah"),
        (
            '::: catatan jenis="info" judul="Jaga NIK"\nRahasia.\n:::\n\nLalu.',
            "Jaga NIK: Rahasia. Lalu.",
        ),
        ("::: surat-suara\n:::", ""),
        ("{{ fakta.jam_buka }}, {{fakta.hari.lengkap}}.", "{{jam_buka}}, {{hari.lengkap}}."),
        ("Ada catatan.[^1]\n\n[^1]: Isinya.", "Ada catatan. Isinya."),
        ("A &amp; B \\* C", "A & B * C"),
        ("> Kata\n> orang", "Kata orang"),
        ("---\n\nSesudah garis", "Sesudah garis"),
    ],
)  # fmt: skip
def test_signs_are_taken_off(text: str, words: str) -> None:
    assert plain(text) == words


SIGNS = ("*", "[", "[a](", "_a", "`a ", "|", "# ", "<", "> ", "- ", "{{ ", "\\", "*a ", "[^", "-")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("between", ["", " ", "\n"])
def test_no_text_takes_long(sign: str, between: str) -> None:
    start = time.process_time()
    plain((sign + between) * 5_000 + "x")
    plain(":::" + (sign + between) * 5_000 + "x")
    assert time.process_time() - start < 1
