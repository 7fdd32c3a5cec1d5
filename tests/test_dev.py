"""What dev.py decides: when to set up anew, which venv is sound, which browser to use."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".ci").mkdir()
    for name in ("pyproject.toml", ".ci/build.lock", ".ci/test.lock"):
        (tmp_path / name).write_text(f"{name}\n")
    return tmp_path


@pytest.fixture
def programs(tmp_path: Path, dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PATH, no browser named, and every library there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("SITEGEN_CHROMIUM", raising=False)
    monkeypatch.setattr(dev.ctypes, "CDLL", lambda name: name)
    return folder


def put_program(path: Path, text: str = "#!/bin/sh\n") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def test_stamp_is_stable_and_tells_build_from_test(dev: ModuleType, project: Path) -> None:
    assert dev.stamp("build", project) == dev.stamp("build", project)
    assert dev.stamp("build", project) != dev.stamp("test", project)


@pytest.mark.parametrize("changed", ["pyproject.toml", ".ci/build.lock"])
def test_stamp_changes_with(changed: str, dev: ModuleType, project: Path) -> None:
    before = dev.stamp("build", project)
    (project / changed).write_text("something else\n")
    assert dev.stamp("build", project) != before


def test_stamp_changes_with_the_python(
    dev: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dev.stamp("build", project)
    monkeypatch.setattr(dev.sys, "version", "3.99.0")
    assert dev.stamp("build", project) != before


def test_each_lock_is_a_part_of_the_next() -> None:
    def pins(kind: str) -> set[str]:
        lines = (ROOT / ".ci" / f"{kind}.lock").read_text().splitlines()
        return {line for line in lines if line[:1].isalnum()}

    assert pins("build") < pins("serve") < pins("test")


@pytest.mark.parametrize("kind", ["build", "serve", "test"])
def test_lock_names_no_index_and_hashes_everything(kind: str) -> None:
    lock = (ROOT / ".ci" / f"{kind}.lock").read_text()
    assert "://" not in lock
    pins = [line for line in lock.splitlines() if line[:1].isalnum()]
    assert pins
    assert all("==" in pin and pin.endswith("\\") for pin in pins)


def test_this_venv_works(dev: ModuleType) -> None:
    assert dev.venv_works(Path(sys.prefix))


def test_missing_venv_does_not_work(dev: ModuleType, tmp_path: Path) -> None:
    assert not dev.venv_works(tmp_path / ".venv")


def test_half_made_venv_does_not_work(dev: ModuleType, tmp_path: Path) -> None:
    # What Debian leaves behind when python3-venv is missing: a Python, but no pip.
    venv = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    assert (venv / "bin/python").exists()
    assert not dev.venv_works(venv)


@pytest.mark.parametrize(
    "said",
    [
        "pip 23.0.1 from /elsewhere/.venv/lib/python3/site-packages/pip (python {python})",
        "pip 23.0.1 from {venv}/lib/python2.7/site-packages/pip (python 2.7)",
    ],
    ids=["moved", "other Python"],
)
def test_venv_of_another_place_or_python_does_not_work(
    said: str, dev: ModuleType, tmp_path: Path
) -> None:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    put_program(
        tmp_path / "bin/pip", f"#!/bin/sh\necho '{said.format(python=python, venv=tmp_path)}'\n"
    )
    assert not dev.venv_works(tmp_path)


def test_first_browser_on_path_is_chosen(dev: ModuleType, programs: Path) -> None:
    assert dev.find_browser() == ""
    chrome = put_program(programs / "google-chrome")
    assert dev.find_browser() == chrome
    chromium = put_program(programs / "chromium")
    assert dev.find_browser() == chromium


def test_named_browser_wins(
    dev: ModuleType, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(programs / "chromium")
    mine = put_program(tmp_path / "mine/browser")
    monkeypatch.setenv("SITEGEN_CHROMIUM", mine)
    assert dev.find_browser() == mine


def test_named_browser_that_is_not_there_is_not_replaced(
    dev: ModuleType, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(programs / "chromium")
    monkeypatch.setenv("SITEGEN_CHROMIUM", str(tmp_path / "nowhere"))
    assert dev.find_browser() == ""


def test_browser_without_the_drivers_library_is_no_browser(
    dev: ModuleType, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise OSError(name)

    put_program(programs / "chromium")
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev.ctypes, "CDLL", missing)
    assert dev.find_browser() == ""


def test_nothing_is_installed_without_apt(
    dev: ModuleType, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    assert shutil.which("apt-get") is None
    assert dev.apt_install("chromium") is False


def test_missing_venv_module_gives_the_line_to_type(
    dev: ModuleType, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev.importlib.util, "find_spec", {}.get)
    with pytest.raises(SystemExit, match=r"^.*sudo apt-get install .*python3-venv$"):
        dev.make_venv()


def test_help_needs_no_set_up(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    assert "python3 dev.py build" in capsys.readouterr().out
