"""The house holds its own rules: packages, layers, sizes, environment, SQL, words, settings."""

import ast
import json
import re
import statistics
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from runtime.missettings import PREFIX
from runtime.settings import Settings

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NO_PACKAGES = {"bench", "docs", "notebooks", "requirements", "tests", "var"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 50


def packages() -> set[str]:
    """Top-level packages on disk."""
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - NO_PACKAGES


def sources() -> list[Path]:
    """All our modules but the migrations, which are history."""
    found = [path for name in packages() for path in (ROOT / name).rglob("*.py")]
    return [path for path in found if "versions" not in path.parts and "node_modules" not in path.parts]


def test_packages_on_disk_are_those_of_the_import_rules_and_of_the_wheel() -> None:
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert packages() == set(wheel) == set(PYPROJECT["tool"]["importlinter"]["root_packages"])
    assert packages() == set(PYPROJECT["tool"]["mypy"]["packages"])


def test_a_room_imports_only_what_is_below_it() -> None:
    linter = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linter.returncode == 0, linter.stdout[-3000:]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The distribution, built as a user's pip would."""
    out = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_holds_every_package_with_its_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {str(Path(name).parent) for name in names if re.fullmatch(r"\w+/__init__\.py", name)} == packages()
    wanted = ["profiles/standard.toml", "profiles/yasnobor.toml", "store/migrations/versions/0001_first.py"]
    wanted += ["models/artifacts/default/manifest.json"]
    assert [name for name in wanted if name not in names] == []
    assert [name for name in names if name.startswith("profiles/demo/") and name.endswith(".jsonl")] != []


def test_an_installed_wheel_opens_its_pages_assets_and_its_command(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import api, pathlib, profiles, runtime.cli\n"
        "assert api.__file__.startswith(sys.argv[1]) and profiles.__file__.startswith(sys.argv[1])\n"
        "vendor = pathlib.Path(api.__file__).parent / 'web' / 'assets' / 'vendor'\n"
        "assert next(vendor.rglob('htmx*.js')).read_bytes(), vendor\n"
        "assert profiles.names()\n"
    )
    run = subprocess.run([sys.executable, "-I", "-c", script, str(tmp_path)], capture_output=True, text=True, cwd="/")
    assert run.returncode == 0, run.stderr


def test_only_the_settings_read_the_environment() -> None:
    reading = re.compile(r"os\.(environ|getenv)|environ\[")
    found = [path for path in sources() if reading.search(path.read_text(encoding="utf-8"))]
    assert [str(path.relative_to(ROOT)) for path in found] == ["runtime/register.py", "runtime/settings.py"]


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    told = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    assert told == {PREFIX + name.upper() for name in Settings.model_fields}
    assert all(field.description for field in Settings.model_fields.values())


def test_sql_stands_in_the_store_only() -> None:
    words = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|DELETE FROM|CREATE TABLE|UPDATE \w+ SET)\b")
    found = [path for path in sources() if words.search(path.read_text(encoding="utf-8"))]
    assert {path.relative_to(ROOT).parts[0] for path in found} <= {"store"}


def test_files_and_functions_stay_small() -> None:
    long_files, long_functions = [], []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_FILE:
            long_files.append(str(path.relative_to(ROOT)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long_functions.append(f"{path.relative_to(ROOT)}:{node.name} {length}")
    assert (long_files, long_functions) == ([], [])


def test_files_and_functions_are_of_the_size_of_good_models() -> None:
    files, functions = [], []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        files += [text.count("\n")]
        nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        functions += [(node.end_lineno or 0) - node.lineno + 1 for node in nodes]
    for sizes, middle, tail in ((files, 80, 300), (functions, 8, 30)):
        assert statistics.median(sizes) <= middle
        assert statistics.quantiles(sizes, n=10)[-1] <= tail


def test_no_file_names_a_registry_or_a_private_key() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    bad = re.compile(r"registry\.npmjs|files\.pythonhosted|pypi\.org/simple|BEGIN [A-Z ]*PRIVATE KEY")
    found = []
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".npz", ".png", ".woff2"} or not path.is_file() or path == Path(__file__):
            continue
        if bad.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(name)
    assert found == []


def test_no_label_text_of_the_shared_data_stands_in_the_project() -> None:
    shared = ROOT.parent / "shared" / "data"
    if not shared.is_dir():
        pytest.skip("../shared is not here: nothing to compare with")
    texts = {
        json.loads(line)["text"]
        for name in ("dev", "train", "thread_dev", "thread_train", "unlabelled")
        for line in (shared / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    }
    pieces = {text[:80] for text in texts if len(text) >= 80}
    for path in (ROOT / "profiles" / "demo").glob("*.jsonl"):
        content = path.read_text(encoding="utf-8")
        assert not [piece for piece in pieces if piece in content]


def test_no_use_case_is_hidden_by_a_module_of_its_name() -> None:
    from core import usecases

    for path in sorted((ROOT / "core" / "usecases").glob("*.py")):
        import_module(f"core.usecases.{path.stem}")
    assert [name for name in usecases.__all__ if isinstance(getattr(usecases, name), ModuleType)] == []
