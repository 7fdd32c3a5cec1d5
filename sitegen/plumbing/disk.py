"""Files: one walker that reads, one writer that replaces a file as a whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from importlib import resources
from pathlib import Path

from sitegen.model.problem import N_, Kind

NOT_A_FILE = Kind(
    "SG307",
    N_("this is a link or a special file, not an ordinary one"),
    N_("replace it by a copy of the file"),
)

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


class NotAFileError(Exception):
    """The walker met a symlink, FIFO, socket or device, which it never follows or opens."""


def walk(folder: Path, *, hidden: bool = False, empty: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the files below `folder`, sorted, as (path with `/`, whether it is ordinary).

    Names that start with a dot are passed over unless `hidden`. Links and special files are
    yielded as not ordinary and never opened. A folder in which nothing is found is yielded
    with `/` at its end if `empty` ones are asked for.
    """
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith(".") and not hidden:
            continue
        if entry.is_dir(follow_symlinks=False):
            path = ""
            for path, ordinary in walk(Path(entry.path), hidden=hidden, empty=empty):
                yield f"{entry.name}/{path}", ordinary
            if empty and not path:
                yield f"{entry.name}/", False
        else:
            yield entry.name, stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)


def read(path: Path) -> bytes:
    """Return the bytes of an ordinary file; raises NotAFileError for anything else."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise NotAFileError(path)
    return path.read_bytes()


def package_text(name: str) -> str:
    """Return the text of a file in `sitegen/data/`."""
    return resources.files("sitegen").joinpath("data", name).read_text("utf-8")


def package_folder(name: str) -> Path:
    """Return the folder of this name in `sitegen/data/`."""
    return Path(__file__).resolve().parent.parent / "data" / name


def theme_folders(project: Path) -> list[Path]:
    """Return the folders that hold themes: the project's, then those that ship."""
    package = Path(__file__).resolve().parent.parent
    shipped = (package / "_themes", package.parent / "themes")
    return [folder for folder in (project / "themes", *shipped) if folder.is_dir()]


def refuse_link(path: Path) -> None:
    """Raise OSError when `path` is a symbolic link, through which we would write elsewhere."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def create(path: str, data: bytes) -> None:
    """Write a new file; one that is there already is an error, never written over."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        _write_all(handle, data)
    except OSError as error:
        error.filename = path  # write(2) knows no names
        raise
    finally:
        os.close(handle)


def replace(path: str, data: bytes) -> None:
    """Write a file as a whole or not at all: a reader sees the old or the new bytes."""
    folder, _, name = path.rpartition("/")
    temporary = f"{folder}/.new-{name}"
    with suppress(FileNotFoundError):
        Path(temporary).unlink()
    try:
        create(temporary, data)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def link(source: str, target: str) -> None:
    """Give a file, or a symbolic link, a second name; copy it where there are no such names."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if Path(source).is_symlink():
            Path(target).symlink_to(Path(source).readlink())
        else:
            create(target, read(Path(source)))


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are missing."""
    path.mkdir(parents=True, exist_ok=True)


def rename(source: Path, target: Path) -> None:
    """Give a folder another name in one step."""
    source.rename(target)


def remove(path: str) -> None:
    """Remove a file, if it is there."""
    with suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(path)  # noqa: PTH108 - thousands of them


def remove_empty(path: Path) -> None:
    """Remove a folder if nothing is in it."""
    with suppress(OSError):
        path.rmdir()


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
