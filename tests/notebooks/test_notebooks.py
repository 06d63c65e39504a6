"""The notebooks run from top to bottom on a small invented set, and show pictures. One kernel serves them all."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))
CHART = "application/vnd.vegalite"
FORGET = "%reset -sf"
SECONDS = 240
"""For one cell."""

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    manager = KernelManager(kernel_name="python3")
    yield manager
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)


def run(name: str, kernel: KernelManager) -> Any:
    notebook = nbformat.read(FOLDER / name, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FORGET))
    client = NotebookClient(notebook, km=kernel, timeout=SECONDS, resources={"metadata": {"path": str(FOLDER)}})
    try:
        return client.execute(cleanup_kc=False)
    finally:
        # The kernel goes on with the next notebook; this one's line to it must not be left to the collector.
        client.kc.stop_channels()
        del client
        gc.collect()


def test_the_notebooks_are_numbered_from_looking_to_proposing() -> None:
    assert [name[:3] for name in NAMES] == ["01_", "02_", "03_", "04_", "05_", "06_"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_top_to_bottom_and_shows_a_picture(name: str, kernel: KernelManager) -> None:
    done = run(name, kernel)
    outputs = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [each for each in outputs if each.output_type == "error"] == []
    shown = [kind for each in outputs for kind in each.get("data", {})]
    assert any(kind.startswith(CHART) for kind in shown)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_outputs_and_holds_prose_but_no_logic(name: str) -> None:
    notebook = nbformat.read(FOLDER / name, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert prose[0].startswith(f"# {name[:2]}.")
    words = ("def ", "class ", "while ", "lambda ", "import sklearn", "import pandas")
    assert [cell.source for cell in code for word in words if word in cell.source] == []
