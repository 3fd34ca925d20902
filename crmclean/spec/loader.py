"""Load a rule file, or a pack by its name: read, put together, validate, check; every problem at once, with its place.

The one way in: what it returns is whole and consistent, so that nothing behind it has to look again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from crmclean.errors import Problem, RuleFileError
from crmclean.spec import packs
from crmclean.spec.extends import assemble
from crmclean.spec.model import Rules
from crmclean.spec.picklists import bind_picklists
from crmclean.spec.references import check_references
from crmclean.spec.tree import is_file, read
from crmclean.spec.validate import validate

__all__ = ["load_rules"]


def load_rules(source: str | Path) -> Rules:
    """Load a rule file, or a pack by its name.

    Args:
        source: A path (``my-rules.yaml``) or the name of a pack (``salesforce/contact``). A text that ends in ``.yaml``
            or ``.yml``, or that names an existing file, is a path.

    Returns:
        The rules, with ``name`` set to the pack's name or the file's stem, and every picklist field given its values.

    Raises:
        RuleFileError: The file cannot be read or used; ``.problems`` lists everything that is wrong with it, and with
            the files that it extends, each with file, line, column and path.

    Example:
        >>> load_rules("generic/contact").object
        'contact'
    """
    if isinstance(source, Path) or source.endswith((".yaml", ".yml")) or is_file(Path(source)):
        return _load(Path(source), Path(source).stem)
    return _load_pack(source)


@lru_cache(maxsize=64)
def _load_pack(name: str) -> Rules:
    path = packs.pack_path(name)
    if path is None:
        raise RuleFileError([Problem(name, 1, 1, "$", packs.unknown_pack(name))])
    return _load(path, name)


def _load(path: Path, name: str) -> Rules:
    whole, problems = assemble(path)
    if whole is None:
        raise RuleFileError(problems)
    rules, tree, invalid = validate(whole)
    problems += invalid
    for key in ("name", "own"):
        if key in whole:
            problems.append((whole[key].key or whole.place).problem(f"unknown key '{key}'; the loader sets it"))
    if rules is None:
        raise RuleFileError(_in_file_order(problems))
    fields, unbound = bind_picklists(rules, tree)
    problems += check_references(rules, tree, whole) + unbound
    if problems:
        raise RuleFileError(_in_file_order(problems))
    own = frozenset() if name in packs.list_packs() else frozenset(fields) & _words(path)
    return rules.model_copy(update={"name": name, "fields": fields, "own": own})


def _words(path: Path) -> set[str]:
    """Return every word that a file's keys and values hold: what it names, in a condition, too."""
    tree, _ = read(path)
    return set(re.findall(r"\w+", str(tree.plain()))) if tree else set()


def _in_file_order(problems: list[Problem]) -> list[Problem]:
    """Sort by place; of several problems with one place the first says what is wrong, the others what follows."""
    by_place = {(each.file, each.line, each.column): each for each in reversed(problems)}
    return [by_place[place] for place in sorted(by_place)]
