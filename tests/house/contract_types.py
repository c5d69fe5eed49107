"""The kinds of import contract that import-linter does not bring. pyproject.toml uses them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules

# What makes a folder of bot/ a capability, and what of it others may import.
FURNITURE = frozenset({"usecases", "words", "requests", "rules"})
OPEN_TO_OTHERS = frozenset({"requests", "rules"})
# What lies above a piece in its own folder, and may not be imported by it.
ABOVE = {
    "words": {"usecases"},
    "requests": {"usecases", "words"},
    "rules": {"usecases", "words", "requests"},
}


@dataclass(frozen=True, slots=True)
class Link:
    """One import that a contract forbids."""

    importer: str
    imported: str
    lines: tuple[int, ...]


class _LinkContract(Contract):
    """Whatever judges one import at a time."""

    def _checked(self, graph: ImportGraph, wrong: list[tuple[str, str]]) -> ContractCheck:
        links = [
            Link(
                importer,
                imported,
                tuple(
                    detail["line_number"]
                    for detail in graph.get_import_details(importer=importer, imported=imported)
                ),
            )
            for importer, imported in sorted(wrong)
        ]
        return ContractCheck(kept=not links, metadata={"links": links})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for link in check.metadata["links"]:
            lines = ", ".join(map(str, link.lines))
            output.print_error(f"- {link.importer} -> {link.imported} (l.{lines})", bold=False)
        output.new_line()


class OnlyContract(_LinkContract):
    """The `modules` import the standard library, each other, what is `allowed`, and nothing else.

    `but_not` names parts of the standard library, or of what is allowed, that stay forbidden.
    `except_modules` takes modules out of `modules` again.
    """

    type_name = "only"

    modules = fields.SetField(subfield=fields.ModuleExpressionField())
    allowed = fields.SetField(subfield=fields.StringField())
    but_not = fields.SetField(subfield=fields.StringField(), required=False)
    except_modules = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        names = {m.name for m in module_expressions_to_modules(graph, self.modules)}
        names = {n for m in names for n in (m, *graph.find_descendants(m))}
        names = {n for n in names if not _within(n, self.except_modules or ())}
        fine = {*sys.stdlib_module_names, *self.allowed, *names}
        wrong = [
            (importer, imported)
            for importer in names
            for imported in graph.find_modules_directly_imported_by(importer)
            if not _within(imported, fine) or _within(imported, self.but_not or ())
        ]
        return self._checked(graph, wrong)


class OwnedContract(_LinkContract):
    """Only the `owners` import the `modules`, directly; neither has to exist yet."""

    type_name = "owned"

    modules = fields.SetField(subfield=fields.StringField())
    owners = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        wrong = [
            (importer, module)
            for module in self.modules & graph.modules
            for importer in graph.find_modules_that_directly_import(module)
            if not _within(importer, self.owners)
        ]
        return self._checked(graph, wrong)


class CapabilitiesContract(_LinkContract):
    """Who may import whom among the folders of `package` that are capabilities, and within one.

    Across: only `rules` and `requests`. Within: usecases → words → requests → rules. What else
    there is in a folder (a file per verb, say) has its place where its own imports put it.
    """

    type_name = "capabilities"

    package = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        capabilities = {
            folder
            for folder in graph.find_children(self.package)
            if {child.rpartition(".")[2] for child in graph.find_children(folder)} & FURNITURE
        }
        wrong = [
            (importer, imported)
            for capability in capabilities
            for importer in (capability, *graph.find_descendants(capability))
            for imported in graph.find_modules_directly_imported_by(importer)
            if not self._may(importer, capability, imported, capabilities)
        ]
        return self._checked(graph, wrong)

    def _may(self, importer: str, home: str, imported: str, capabilities: set[str]) -> bool:
        other = next((folder for folder in capabilities if _within(imported, (folder,))), None)
        piece = ".".join(imported.split(".")[2:3])
        if other is None:
            return True
        if other != home:
            return piece in OPEN_TO_OTHERS
        own = ".".join(importer.split(".")[2:3])
        return piece not in ABOVE.get(own, ())


class NoCirclesContract(_LinkContract):
    """No module of the `packages` imports itself by way of others."""

    type_name = "no_circles"

    packages = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        names = {m for m in graph.modules if _within(m, self.packages)}
        arrows = {n: graph.find_modules_directly_imported_by(n) & names for n in names}
        try:
            TopologicalSorter(arrows).prepare()
        except CycleError as error:
            circle = error.args[1]  # each is imported by the one after it
            return self._checked(graph, [(b, a) for a, b in pairwise(circle)])
        return self._checked(graph, [])


def _within(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
