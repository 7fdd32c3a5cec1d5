"""Pictures: what is taken out of their files, and what is made of them."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from sitegen.plumbing.pictures.metadata import NotAPictureError, format_of, stripped
from sitegen.plumbing.pictures.preparing import TooManyPixelsError, prepare
from tests.project import picture

FORMATS = ["PNG", "JPEG", "WEBP"]
SECRET = b"-0.0263 109.3425 Budi"


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def pixels(data: bytes) -> bytes:
    return opened(data).convert("RGB").tobytes()


def located(form: str, **options: object) -> bytes:
    """Return a picture that tells where it was taken, in every way its format has."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "S", 2: (0.0, 1.0, 34.7), 3: "E", 4: (109.0, 20.0, 33.0)})
    more: dict[str, object] = {"exif": exif.tobytes()}
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", SECRET.decode(), zip=False)
        texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        more["pnginfo"] = texts
    elif form == "JPEG":
        more |= {"comment": SECRET, "xmp": SECRET}
    else:
        more["xmp"] = SECRET
    return picture(form, 40, 30, **more, **options)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_not_picture_is_taken_out(form: str) -> None:
    data = located(form)
    assert SECRET in data
    clean = stripped(data)
    assert SECRET not in clean
    assert not opened(clean).getexif()
    assert pixels(clean) == pixels(data)
    assert stripped(clean) == clean


def test_a_progressive_photograph_keeps_its_pixels() -> None:
    data = located("JPEG", progressive=True)
    assert pixels(stripped(data)) == pixels(data)
    assert SECRET not in stripped(data)


@pytest.mark.parametrize("form", FORMATS)
def test_colours_keep_their_profile(form: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = picture(form, icc_profile=profile)
    assert opened(stripped(data)).info["icc_profile"] == profile


@pytest.mark.parametrize("form", FORMATS)
def test_what_follows_a_picture_is_left_out(form: str) -> None:
    data = picture(form)
    assert stripped(data + b"<script>" + located("JPEG")) == stripped(data)


@pytest.mark.parametrize("form", FORMATS)
def test_half_a_picture_is_none(form: str) -> None:
    data = picture(form, 40, 30)
    with pytest.raises(NotAPictureError):
        prepare(data[: len(data) // 2])


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_picture_is_prepared_or_refused(data: st.DataObject) -> None:
    whole = bytearray(located(data.draw(st.sampled_from(FORMATS))))
    for place in data.draw(st.lists(st.integers(12, len(whole) - 1), min_size=1, max_size=4)):
        whole[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(12, len(whole)))
    try:
        made = prepare(bytes(whole[:end]))
    except (NotAPictureError, TooManyPixelsError):
        return
    assert format_of(made.data)
    assert not opened(made.data).info.get("exif")


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\xff\0\0\0WEBP", b""]),
    st.binary(),
)
def test_what_only_begins_like_a_picture_is_refused(sign: bytes, rest: bytes) -> None:
    with pytest.raises(NotAPictureError):
        prepare(sign + rest)


@pytest.mark.parametrize(("width", "height"), [(6000, 5000), (60_000, 60_000), (2**31 - 1, 9)])
def test_a_picture_that_claims_too_many_pixels_is_not_opened(width: int, height: int) -> None:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    with pytest.raises(TooManyPixelsError) as found:
        prepare(data)
    assert found.value.args == (width, height)


@pytest.mark.parametrize("form", FORMATS)
def test_a_photograph_that_lies_on_its_side_is_turned(form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("RGB", (40, 20), "white")
    image.paste((0, 0, 0), (0, 0, 40, 10))  # black above; turned, black at the right
    out = io.BytesIO()
    image.save(out, form, exif=exif.tobytes())
    made = prepare(out.getvalue())
    assert (made.width, made.height) == (20, 40) == opened(made.data).size
    shown = opened(made.data).convert("L")
    assert shown.getpixel((2, 20)) > 200
    assert shown.getpixel((17, 20)) < 50


def test_a_narrow_picture_has_no_smaller_versions() -> None:
    assert prepare(picture("JPEG", 640, 400)).smaller == ()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize(("width", "versions"), [(900, [640, 900]), (1600, [640, 1280])])
def test_a_wide_picture_has_two_smaller_versions(
    form: str, width: int, versions: list[int]
) -> None:
    data = picture(form, width, 300)
    made = prepare(data)
    assert [wide for wide, _ in made.smaller] == versions
    sizes = [len(version) for _, version in made.smaller]
    assert sizes == sorted(sizes)
    assert sizes[-1] < len(data)
    for wide, version in made.smaller:
        assert (opened(version).format, opened(version).width) == ("WEBP", wide)
        assert opened(version).height == round(300 * wide / width)


def test_versions_that_save_nothing_are_not_made() -> None:
    assert prepare(picture("WEBP", 1000, 300, quality=1)).smaller == ()


def test_versions_tell_no_place_either() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    made = prepare(picture("JPEG", 900, 300, exif=exif.tobytes(), xmp=SECRET))
    assert made.smaller
    for _, version in made.smaller:
        assert SECRET not in version
        assert not opened(version).getexif()


def test_a_moving_picture_stays_as_it_is() -> None:
    frames = [Image.new("RGB", (800, 20), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    made = prepare(out.getvalue())
    assert made.smaller == ()
    assert opened(made.data).n_frames == 2


def test_a_transparent_drawing_stays_transparent() -> None:
    image = Image.new("RGBA", (800, 400), (0, 0, 0, 0))
    image.paste((200, 30, 40, 255), (100, 100, 700, 300))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=0)
    for _, version in prepare(out.getvalue()).smaller:
        assert opened(version).convert("RGBA").getpixel((5, 5))[3] == 0
