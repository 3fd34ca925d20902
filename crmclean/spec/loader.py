"""Load a rule file, or a pack by its name: read, put together, validate, check; every problem at once, with its place.

The one way in: what it returns is whole and consistent, so that nothing behind it has to look again.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from crmclean.errors import Problem, RuleFileError
from crmclean.spec import packs
from crmclean.spec.extends import assemble
from crmclean.spec.model import Rules
from crmclean.spec.picklists import bind_picklists
from crmclean.spec.references import check_references
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
    if isinstance(source, Path) or source.endswith((".yaml", ".yml")) or Path(source).is_file():
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
    if "name" in whole:
        problems.append((whole["name"].key or whole.place).problem("unknown key 'name'; the file's name is the name"))
    if rules is None:
        raise RuleFileError(_in_file_order(problems))
    fields, unbound = bind_picklists(rules, tree)
    problems += check_references(rules, tree, whole) + unbound
    if problems:
        raise RuleFileError(_in_file_order(problems))
    return rules.model_copy(update={"name": name, "fields": fields})


def _in_file_order(problems: list[Problem]) -> list[Problem]:
    """Sort by place; of several problems with one place the first says what is wrong, the others what follows."""
    by_place = {(each.file, each.line, each.column): each for each in reversed(problems)}
    return [by_place[place] for place in sorted(by_place)]
