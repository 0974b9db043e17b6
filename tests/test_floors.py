"""The floors of the architecture: imports only go down, and no floor imports its neighbour.

The packages of one floor know nothing of each other: entities and events share the parsed document, resolve and
warehouse the lake.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: from the top down
FLOORS = (
    {"coopmetrics", "__main__"},
    {"cli"},
    {"flows", "report", "formats"},
    {"resolve", "warehouse", "stream"},
    {"ingest", "normalize", "corrected"},
    {"articles", "fetch"},
    {"lake"},
    {"sources", "entities", "events"},
    {"document", "person_names"},
    {"language"},
    {"version"},
    {"tables", "settings", "reference", "startup", "STARTED"},
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
SOURCES = sorted([*ROOT.glob("src/coopmetrics/**/*.py"), *ROOT.glob("flows/**/*.py")])


def part(module):
    """Name the part of the architecture a module belongs to: the package or module under `coopmetrics`, or `flows`."""
    first, *rest = module.split(".")
    return rest[0] if first == "coopmetrics" and rest else first


def imports(tree):
    """List the modules imported below a node, `from package import module` as `package.module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which floor they go to"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_part(path):
    names = path.relative_to(ROOT).with_suffix("").parts
    return part(".".join(name for name in names if name not in ("src", "__init__")))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path):
    here = own_part(path)
    for module in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if module.split(".")[0] in ("coopmetrics", "flows") and (there := part(module)) != here:
            assert FLOOR[here] < FLOOR[there], f"{here} may not import {module}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_flows_know_prefect_and_only_the_command_line_knows_flows(path):
    here, tree = own_part(path), ast.parse(path.read_text(encoding="utf-8"))
    known = {module.split(".")[0] for module in imports(tree)}
    assert "prefect" not in known or here == "flows"
    assert "flows" not in known or here in ("flows", "cli")


def test_the_command_line_imports_flows_only_when_it_runs_them():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "src/coopmetrics/cli").glob("*.py")]
    at_once = [node for tree in trees for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [module for node in at_once for module in imports(node) if part(module) == "flows"]
    assert [module for tree in trees for module in imports(tree) if part(module) == "flows"]


def test_every_part_has_its_floor():
    found = {path.stem for path in (ROOT / "src/coopmetrics").glob("*.py")} | {
        path.parent.name for path in (ROOT / "src/coopmetrics").glob("*/__init__.py")
    }
    assert found - {"__init__"} <= set(FLOOR)
