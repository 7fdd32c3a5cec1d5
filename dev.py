#!/usr/bin/env python3
"""Set up .venv and run sitegen in it. Needs Python 3.11 or newer and nothing else.

  python3 dev.py build [options]              build every mirror into output/
  python3 dev.py serve [options]              show a mirror in the browser while writing
  python3 dev.py check [options]              any other sitegen command works the same way
  python3 dev.py test [--long] [pytest args]  formatting, lint, types, imports, then the tests
  python3 dev.py messages                     bring sitegen/locale/ and problems.md up to date
  python3 dev.py lock [--upgrade]             write .ci/*.lock anew (maintainers; needs uv)

Paths are relative to this folder. SITEGEN_CHROMIUM names the browser for the browser tests.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "sitegen-stamp"
KINDS = ("build", "serve", "test")  # of lock files; each includes those before it
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_PACKAGES = ("chromium", "libatomic1")
MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # bytes; the tests' sites take a tenth of it
APT_INSTALL = "apt-get install -y --no-install-recommends"


def main(args: list[str]) -> int:
    """Run one command and return its exit status."""
    os.chdir(ROOT)
    command, *rest = args or ["--help"]
    if command in ("-h", "--help"):
        print(__doc__)
        return 0
    if command in ("lock", "test"):
        return lock(rest) if command == "lock" else test(rest)
    set_up("serve" if command == "serve" else "build")
    if command == "messages":
        return messages()
    output = ["--output", "output"] if command == "build" else []
    return os.execv(VENV / "bin/sitegen", ["sitegen", command, *output, *rest])


def set_up(kind: str) -> None:
    """Bring .venv to what the lock file of this kind says; do nothing when it is there already."""
    if STAMP.is_file() and stamp(kind) in STAMP.read_text().split():
        return
    print("Menyiapkan .venv, sekali saja (setting up .venv, once) ...", flush=True)
    STAMP.unlink(missing_ok=True)
    if not venv_works():
        make_venv()
    pip = [f"{VENV}/bin/pip", "install", "--quiet", "--disable-pip-version-check"]
    must_run(*pip, "--require-hashes", "--only-binary=:all:", "-r", f".ci/{kind}.lock")
    must_run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    holds = KINDS[: KINDS.index(kind) + 1]
    STAMP.write_text("\n".join(map(stamp, holds)))


def stamp(kind: str, root: Path = ROOT) -> str:
    """Digest everything that decides what belongs in .venv."""
    files = (root / ".ci" / f"{kind}.lock", root / "pyproject.toml")
    parts = [kind, str(root), sys.version.split()[0], *(path.read_text("utf-8") for path in files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def venv_works(venv: Path = VENV) -> bool:
    """Say whether this Python made the venv, in this place, and its pip runs."""
    try:
        pip = subprocess.run([venv / "bin/pip", "--version"], capture_output=True, text=True)
    except OSError:
        return False
    python = f"(python {sys.version_info.major}.{sys.version_info.minor})"
    return f" from {venv}/" in pip.stdout and python in pip.stdout


def make_venv() -> None:
    """Make an empty .venv, over a half-made one if need be."""
    if not importlib.util.find_spec("ensurepip") and not apt_install("python3-venv"):
        sys.exit(f"Pasang dulu (install first): sudo {APT_INSTALL} python3-venv")
    must_run(sys.executable, "-m", "venv", "--clear", VENV)


def apt_install(*packages: str) -> bool:
    """Install Debian packages if we may without being asked for a password."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    may = shutil.which("apt-get") and (not sudo or shutil.which("sudo"))
    if not may or subprocess.run([*sudo, "true"], capture_output=True).returncode != 0:
        return False
    print(f"Memasang (installing) {' '.join(packages)} ...", flush=True)
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*apt, "apt-get", "update", "-qq"], stdin=subprocess.DEVNULL)
    install = [*apt, *APT_INSTALL.split(), *packages]
    done = subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    print(done.stderr if done.returncode else "", end="", flush=True)
    return done.returncode == 0


def test(args: list[str]) -> int:
    """Run every check even if one fails; pytest comes last so that its summary ends the output."""
    set_up("test")
    os.environ["PATH"] = f"{VENV}/bin{os.pathsep}{os.environ['PATH']}"
    browser = find_browser() or (apt_install(*BROWSER_PACKAGES) and find_browser())
    if not browser:
        missing = " ".join(BROWSER_PACKAGES)
        print(f"Tanpa peramban. Pasang (install): sudo {APT_INSTALL} {missing}", flush=True)
    os.environ["SITEGEN_CHROMIUM"] = browser or ""
    if os.environ.get("CI") == "true":
        os.environ["SITEGEN_REQUIRE_BROWSER"] = "1"
    checks = ("ruff format --check .", "ruff check .", "mypy sitegen", "lint-imports --no-logo")
    failed = [check for check in checks if subprocess.run(check.split()).returncode]
    print(f"GAGAL (failed): {', '.join(failed)}" if failed else "", flush=True)
    if "--long" not in args and has_room(MEMORY):
        os.environ.setdefault("TMPDIR", str(MEMORY))
    marks = [] if "--long" in args else ["-m", "not long"]
    rest = [arg for arg in args if arg != "--long"]
    return subprocess.run(["pytest", "-n", "auto", *marks, *rest]).returncode or bool(failed)


def has_room(folder: Path) -> bool:
    """Say whether tests may keep their sites there: they ask the disk for half of their time."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM


def find_browser() -> str:
    """Give the Chromium to test with; nothing if it, or a library of Playwright's, is missing."""
    named = os.environ.get("SITEGEN_CHROMIUM")
    try:
        ctypes.CDLL("libatomic.so.1" if sys.platform == "linux" else None)
    except OSError:
        return ""
    return next(filter(None, map(shutil.which, [named] if named else BROWSERS)), "")


def messages() -> int:
    """Extract what is to be translated, keep what is translated, compile; list all problems."""
    babel, folder = f"{VENV}/bin/pybabel", ROOT / "sitegen/locale/id/LC_MESSAGES"
    click = next((VENV / "lib").glob("python3*/site-packages/click"))  # its messages are ours too
    template, catalogue = VENV / "messages.pot", folder / "sitegen.po"
    extract = ["extract", "--no-location", "--sort-output", "-k", "N_", "-o", template]
    update = ["update", "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date"]
    must_run(babel, "-q", *extract, "sitegen", click)
    must_run(babel, "-q", *update, "-w", "100", "-l", "id", "-i", template, "-o", catalogue)
    must_run(babel, "-q", "compile", "-i", catalogue, "-o", catalogue.with_suffix(".mo"))
    why = subprocess.run(
        [f"{VENV}/bin/python", "-m", "sitegen", "why", "--markdown"], stdout=subprocess.PIPE
    )
    if why.returncode == 0:
        (ROOT / "sitegen/problems.md").write_bytes(why.stdout)
    return why.returncode


def lock(args: list[str]) -> int:
    """Resolve the lock files, so that each smaller one is a part of the larger."""
    within = "--constraint=.ci/test.lock"
    scopes = {"test": ["--extra=test"], "serve": ["--extra=serve", within], "build": [within]}
    for kind, scope in scopes.items():
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", *scope]
        command += ["--python-version=3.11.2"]  # what Debian 12 has
        command += ["--no-build", "--no-emit-index-url", f"--output-file=.ci/{kind}.lock", *args]
        command += ["--custom-compile-command=python3 dev.py lock", "pyproject.toml", "-"]
        must_run(*command, stdin="hatchling")  # so that installing ourselves downloads nothing more
    return 0


def must_run(*command: str | Path, stdin: str | None = None) -> None:
    """Run a command; end here if it fails."""
    if subprocess.run(command, input=stdin, text=True).returncode != 0:
        sys.exit(f"Gagal (failed): {' '.join(map(str, command))}")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python comes this far to be told so
        sys.exit("Perlu Python 3.11 atau lebih baru (needs Python 3.11 or newer)")
    sys.exit(main(sys.argv[1:]))
