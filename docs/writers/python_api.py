"""The page about the Python interface: what ``import crmclean`` gives, and the results that its functions return."""

from __future__ import annotations

from collections.abc import Iterator

import griffe

import crmclean
from writers.markdown import GENERATED, code, fenced, prose, table
from writers.source import resolved

__all__ = ["page", "results"]

_INTERNAL = ("crmclean.engine", "crmclean.dedup.blocking", "crmclean.dedup.compare", "crmclean.dedup.model",
             "crmclean.dedup.train", "crmclean.dedup.reasons", "crmclean.passes.Records", "crmclean.spec")  # fmt: skip
"""What results carry from step to step; users have no need of it."""

_INTRODUCTION = """\
```python
import crmclean
from crmclean import check, clean, cluster, completeness, find_duplicates, load_rules, merge, read_decisions
```

Importing crmclean loads no table library; names are resolved when they are used. Tables may be pandas, polars or
Arrow; the result is the same kind of table, and inputs are never changed. Exceptions: [Errors](errors.md). A rule set
is described under [Rule file](rule-file.md)."""


def page() -> str:
    """Return the page."""
    public = [name for name in crmclean.__all__ if not name.startswith("__") and not name.endswith("Error")]
    functions = [name for name in public if resolved(name).is_function]
    parts = [
        GENERATED,
        "# Python",
        _INTRODUCTION,
        "## Functions",
        *(_function(resolved(name), 3) for name in functions),
        "## Rules",
        _rules(),
        "## Results",
        *map(_class, results(functions)),
    ]
    return "\n\n".join(parts) + "\n"


def results(functions: list[str]) -> list[griffe.Class]:
    """Return the classes that the functions return, and those that these lead to, in order of appearance."""
    found: dict[str, griffe.Class] = {}
    todo = [annotation for name in functions for annotation in _names(resolved(name).returns)]
    while todo:
        path = todo.pop(0)
        each = resolved(path.removeprefix("crmclean.")) if path.startswith("crmclean.") else None
        if not isinstance(each, griffe.Class) or each.canonical_path in found or _is_internal(path):
            continue
        found[each.canonical_path] = each
        for member in _public(each):
            todo += _names(member.returns if member.is_function else member.annotation)
    return list(found.values())


def _names(annotation: object) -> Iterator[str]:
    """Yield the full path of every class that an annotation names."""
    if isinstance(annotation, griffe.ExprName):
        yield annotation.canonical_path
    elif isinstance(annotation, griffe.Expr):
        for each in annotation.iterate(flat=True):
            if isinstance(each, griffe.ExprName):
                yield each.canonical_path


def _public(cls: griffe.Class) -> list[griffe.Function | griffe.Attribute]:
    return [each for name, each in cls.members.items() if not name.startswith("_") and not each.is_alias]


def _function(function: griffe.Function, level: int) -> str:
    parts = [f"{'#' * level} {function.name}", fenced(_signature(function), "text"), *_docstring(function)]
    return "\n\n".join(part for part in parts if part)


def _signature(function: griffe.Function) -> str:
    given = [each for each in function.parameters if each.name not in ("self", "cls")]
    texts, starred = [], False
    for each in given:
        if each.kind is griffe.ParameterKind.keyword_only and not starred:
            texts.append("*")
            starred = True
        default = "" if each.default is None else f" = {each.default}"
        texts.append(f"{each.name}: {each.annotation}{default}")
    written = f"{function.name}({', '.join(texts)}) -> {function.returns}"
    if len(written) <= 100:
        return written
    return f"{function.name}(\n" + "".join(f"    {text},\n" for text in texts) + f") -> {function.returns}"


def _docstring(thing: griffe.Function | griffe.Class) -> Iterator[str]:
    for section in thing.docstring.parsed if thing.docstring else ():
        match section.kind:
            case griffe.DocstringSectionKind.text:
                yield prose(section.value)
            case griffe.DocstringSectionKind.parameters:
                yield table(
                    ("Argument", "Meaning"), [(code(each.name), prose(each.description)) for each in section.value]
                )
            case griffe.DocstringSectionKind.raises:
                yield "\n".join(
                    f"- Raises {_raised(each.annotation)}: {_flat(each.description)}" for each in section.value
                )
            case griffe.DocstringSectionKind.returns:
                yield "Returns: " + " ".join(_flat(each.description) for each in section.value)
            case griffe.DocstringSectionKind.examples:
                yield fenced("\n".join(text for _, text in section.value), "python")
            case griffe.DocstringSectionKind.admonition if section.title == "Example":
                yield fenced(section.value.description, "python")
            case griffe.DocstringSectionKind.admonition:
                yield f"{section.title}: {_flat(section.value.description)}"


def _raised(name: object) -> str:
    return f"[`{name}`](errors.md)" if str(name) in crmclean.__all__ else code(name)


def _flat(text: str) -> str:
    return " ".join(prose(text).split())


def _rules() -> str:
    rules = resolved("spec.model.Rules")
    members = [_member(rules.members[name]) for name in ("fingerprint", "model_copy")]
    return "\n\n".join([*_docstring(rules), table(("Member", "Meaning"), members)])


def _class(cls: griffe.Class) -> str:
    rows = [
        _member(each)
        for each in _public(cls)
        if _is_shown(each) and not (each.is_function and "property" not in each.labels)
    ]
    methods = [each for each in _public(cls) if _is_shown(each) and each.is_function and "property" not in each.labels]
    parts = [
        f"### {cls.name}",
        *_docstring(cls),
        table(("Attribute", "Meaning"), rows),
        *(_function(each, 4) for each in methods),
    ]
    return "\n\n".join(part for part in parts if part)


def _is_shown(member: griffe.Function | griffe.Attribute) -> bool:
    """Whether a member is for users: what it holds is no internal class."""
    annotation = member.returns if member.is_function else member.annotation
    return not any(_is_internal(path) for path in _names(annotation))


def _is_internal(path: str) -> bool:
    if not path.startswith("crmclean."):
        return False
    return resolved(path.removeprefix("crmclean.")).canonical_path.startswith(_INTERNAL)


def _member(member: griffe.Function | griffe.Attribute) -> tuple[str, str]:
    annotation = member.returns if member.is_function else member.annotation
    told = _flat(member.docstring.value) if member.docstring else ""
    name = f"{member.name}()" if member.is_function and "property" not in member.labels else member.name
    return f"{code(name)}", " ".join(filter(None, [code(annotation or ""), told]))
