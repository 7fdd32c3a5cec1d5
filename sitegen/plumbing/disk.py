"""Files: one walker that reads, one writer that replaces a file as a whole."""

from __future__ import annotations

import dataclasses
import errno
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from importlib import resources
from pathlib import Path

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)
_CLOSED = (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG)


class NotAFileError(Exception):
    """A symlink, FIFO, socket or device stands where a file is read; it is not opened."""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What the walker met: a file, a folder, or something else."""

    path: str
    """Path below the folder that is walked, with `/`; a folder's has none at its end."""
    mode: int
    links: int
    """How many names the file has on its disk."""
    identity: tuple[int, int]
    """Disk and number on it: equal for two names of one file."""
    empty: bool = False
    """Whether it is a folder in which nothing is found."""
    closed: bool = False
    """Whether it is a folder that may not be listed, or one that lies too deep for it."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder; a link to one is none."""
        return stat.S_ISDIR(self.mode)

    @property
    def is_file(self) -> bool:
        """Whether it is an ordinary file; a link to one is none."""
        return stat.S_ISREG(self.mode)

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return stat.S_ISLNK(self.mode)


def entries(
    folder: Path,
    *,
    hidden: bool = False,
    also: Collection[str] = (),
    deepest: int | None = None,
) -> Iterator[Found]:
    """Yield everything below `folder`, each folder before what is in it, sorted by names.

    Nothing is opened and no link followed. Names that start with a dot are passed over unless
    `hidden`, or they are among `also`. With `deepest`, folders at that depth, and those that
    may not be listed, are yielded as closed; without, such a folder is an error.

    Raises:
        OSError: when the disk refuses.
    """
    waiting = [iter(_listed(folder, "", also, hidden=hidden))]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif not found.is_folder:
            yield found
        elif deepest is not None and len(waiting) >= deepest:
            yield dataclasses.replace(found, closed=True)
        else:
            try:
                below = _listed(folder, f"{found.path}/", also, hidden=hidden)
            except OSError as error:
                if deepest is None or error.errno not in _CLOSED:
                    raise
                yield dataclasses.replace(found, closed=True)
                continue
            yield dataclasses.replace(found, empty=True) if not below else found
            waiting.append(iter(below))


def _listed(folder: Path, inside: str, also: Collection[str], *, hidden: bool) -> list[Found]:
    with os.scandir(f"{folder}/{inside}") as listing:
        shown = sorted(
            (e for e in listing if hidden or not e.name.startswith(".") or e.name in also),
            key=lambda entry: entry.name,
        )
    found = []
    for entry in shown:
        there = entry.stat(follow_symlinks=False)
        identity = there.st_dev, there.st_ino
        found.append(Found(inside + entry.name, there.st_mode, there.st_nlink, identity))
    return found


def walk(folder: Path, *, hidden: bool = False, empty: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the files below `folder`, sorted, as (path with `/`, whether it is ordinary).

    For folders of our own; what others wrote is read by way of `plumbing.survey`. A folder in
    which nothing is found is yielded with `/` at its end if `empty` ones are asked for.
    """
    for found in entries(folder, hidden=hidden):
        if not found.is_folder:
            yield found.path, found.is_file
        elif empty and found.empty:
            yield f"{found.path}/", False


def read(path: Path) -> bytes:
    """Return the bytes of an ordinary file; raises NotAFileError for anything else.

    Nothing else is opened; should something else take the file's place meanwhile, no link is
    followed and no pipe waited for.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise NotAFileError(path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotAFileError(path) from error
        raise
    with open(handle, "rb") as file:  # noqa: PTH123 - what was opened is what is read
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotAFileError(path)
        return file.read()


def size(path: Path) -> int:
    """Return how many bytes a file has, without reading it."""
    return path.lstat().st_size


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
