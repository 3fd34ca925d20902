"""Models on disk: the weights that ship with a rule set, and those that somebody trained and saved."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from crmclean import resources
from crmclean.dedup.compare import compared_fields
from crmclean.dedup.model import Model, ModelError
from crmclean.dedup.reasons import reasons_for
from crmclean.errors import TableError
from crmclean.spec.model import Rules

__all__ = ["compared", "load_model", "shipped_model"]

_LARGEST = 512 << 20
"""Bytes of a model file; a model takes about 20 a record that it was trained on."""


def shipped_model(rules: Rules) -> Model | None:
    """Return the weights that ship with a rule set; None where it names none."""
    name = rules.duplicates.weights
    path = resources.folder() / "weights" / f"{name}.json"
    return Model.from_json(path.read_text(encoding="utf-8"), reasons_for(rules)) if name and path.is_file() else None


def load_model(path: str | os.PathLike[str], rules: Rules) -> Model:
    """Read the model that ``find_duplicates`` trained and somebody saved: ``pairs.model.save(path)``.

    Args:
        path: The model file.
        rules: The rule set that it is for.

    Raises:
        TableError: There is no such file.
        ModelError: It is no model file, damaged, or for another kind of record or other comparisons.
    """
    file = Path(path)
    if file.is_dir():
        raise TableError(f"{file}: is a folder; name one file in it")
    if not file.is_file():
        raise TableError(f"{file}: no such file; train a model with find_duplicates, and save it")
    if file.stat().st_size > _LARGEST:
        raise ModelError(f"{file}: larger than {_LARGEST:,} bytes, which is no model of ours")
    try:
        model = Model.from_json(file.read_bytes().decode("utf-8", errors="replace"), reasons_for(rules))
    except ModelError as error:
        raise ModelError(f"{file}: {error}") from error
    if model.rules not in {None, compared(rules)}:
        raise ModelError(
            f"{file.name} was trained by rules that compare otherwise than '{rules.name}': comparisons or their fields "
            "have changed; train it again"
        )
    return model


def compared(rules: Rules) -> str:
    """Return the fingerprint of what a rule set compares, and how: what a model depends on, thresholds apart."""
    asked = {name: each.model_dump(mode="json") for name, each in rules.duplicates.compare.items()}
    fields = {name: rules.fields[name].type for name in sorted(compared_fields(rules)) if name in rules.fields}
    facts = {"object": rules.object, "compare": list(asked.items()), "fields": fields}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]
