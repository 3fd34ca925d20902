"""The model: how often each level is seen for each reason. Scoring is a pure function of a pair and a model.

A Fellegi-Sunter model with more than two classes: the probability of a pattern for a reason is the product over the
comparisons of P(level | reason); a missing level says nothing. The match probability is the sum over the reasons that
mean "one and the same".

Source: Fellegi & Sunter 1969; latent classes as in Winkler 1993 and Larsen & Rubin 2001.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from crmclean.dedup.known import Known
from crmclean.dedup.reasons import Mask, Patterns, Reasons
from crmclean.errors import CrmcleanError
from crmclean.files import write_text

__all__ = ["Model", "ModelError"]

Table = npt.NDArray[np.float64]
_FORMAT = "2"


class ModelError(CrmcleanError):
    """A model file that is damaged, of another format, or for other comparisons."""


Share = Annotated[float, Field(ge=0, le=1)]
_SLACK = 1e-3
"""How far shares that were rounded, one by one, may be from adding up to 1."""


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)


class _Comparison(_Strict):
    levels: list[str]
    probabilities: dict[str, list[Share]]


class _Body(_Strict):
    """What a model file holds, its checksum apart: a checksum tells accidents, not somebody who works out another."""

    kind: str
    reasons: list[str]
    prior: list[Share]
    comparisons: dict[str, _Comparison]
    rules: str | None = None
    known: dict[str, Any] | None = None

    @property
    def sound(self) -> bool:
        """Whether every reason has its share, and every comparison a share of each of its levels for every reason."""
        tables = [(each.levels, each.probabilities) for each in self.comparisons.values()]
        rows = [row for _, probabilities in tables for row in probabilities.values()]
        return (
            len(self.prior) == len(self.reasons)
            and all(list(probabilities) == self.reasons for _, probabilities in tables)
            and all(len(row) == len(levels) for levels, probabilities in tables for row in probabilities.values())
            and all(abs(sum(row) - 1) < _SLACK for row in (self.prior, *rows))
        )


@dataclass(frozen=True, slots=True)
class Model:
    """Class shares and, for each comparison, P(level | reason): a table of *k* reasons x levels, rows summing to 1.

    Column 0 (``missing``) is 1 throughout: what is not there is no evidence.
    """

    reasons: Reasons
    prior: Table
    tables: Mapping[str, Table]
    levels: Mapping[str, tuple[str, ...]]
    rules: str | None = None
    """Fingerprint of what the rules it was trained by compare (``saved.compared``); None where it fits any."""
    known: Known | None = field(default=None, repr=False)
    """How common values were in the table it was trained on; None where the table that is scored tells."""

    def posterior(self, patterns: Patterns) -> Table:
        """Return P(reason | pattern), *q* x *k*, rows summing to 1; impossible reasons get 0."""
        return normalized(self.joint(patterns))

    def joint(self, patterns: Patterns, possible: Mask | None = None) -> Table:
        """Return log2 P(reason, pattern), *q* x *k*; minus infinity where impossible.

        Args:
            patterns: The patterns.
            possible: What can be (``reasons.possible``), where it is known already.
        """
        joint = np.repeat(np.log2(self.prior)[:, None], patterns.size, axis=1)
        for name, levels in patterns.levels.items():
            joint += np.log2(self.tables[name]).take(levels, axis=1)
        possible = self.reasons.possible(patterns) if possible is None else possible
        return np.where(possible, joint.T, -np.inf)

    def weights(self, name: str) -> Table:
        """Return the match weight in bits of each level: log2 of P(level | match) / P(level | no match)."""
        match = self.reasons.match
        m = self.prior[match] @ self.tables[name][match] / self.prior[match].sum()
        u = self.prior[~match] @ self.tables[name][~match] / self.prior[~match].sum()
        weights: Table = np.log2(m / u)
        return weights

    def to_json(self) -> str:
        """Return the model file: JSON with format, checksum, prior, tables and what is known of how common values are.

        The same model gives the same bytes.
        """
        body: dict[str, Any] = {
            "kind": self.reasons.kind,
            "reasons": [reason.name for reason in self.reasons.reasons],
            "prior": [round(float(share), 9) for share in self.prior],
            "comparisons": {
                name: {
                    "levels": list(self.levels[name][1:]),
                    "probabilities": {
                        reason.name: [float(f"{share:.6g}") for share in row[1:]]
                        for reason, row in zip(self.reasons.reasons, table, strict=True)
                    },
                }
                for name, table in self.tables.items()
            },
        }
        if self.rules:
            body = {"crmclean": version("crmclean"), "rules": self.rules, **body}
        if self.known:
            body["known"] = self.known.to_body()
        return json.dumps({"crmclean_model": _FORMAT, "sha256": _checksum(body), **body}, indent=1) + "\n"

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model file, whole or not at all; ``load_model`` reads it.

        Raises:
            OutputError: The disk refused; an earlier file is untouched.
        """
        write_text(self.to_json(), path)

    def as_saved(self) -> Model:
        """Return the model as its file holds it, so that a saved model scores to the bit as the one in memory."""
        return Model.from_json(self.to_json(), self.reasons)

    @classmethod
    def from_json(cls, text: str, reasons: Reasons) -> Model:
        """Read a model file.

        Raises:
            ModelError: It is no model file, damaged, or for another kind of record.
        """
        try:
            held: dict[str, Any] = json.loads(text)
            form, checksum = held.pop("crmclean_model"), held.pop("sha256")
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
            raise ModelError("this is no crmclean model file") from error
        if form != _FORMAT:
            said = str(form)[:20]
            raise ModelError(f"the model file is of another format, {said} in place of {_FORMAT}; train it again")
        try:
            body = _Body.model_validate(held)
            known = Known.from_body(body.known) if body.known is not None else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError("the model file is damaged; train it again") from error
        if checksum != _checksum(held) or not body.sound:
            raise ModelError("the model file is damaged; train it again")
        if body.reasons != [reason.name for reason in reasons.reasons]:
            raise ModelError(f"the model is for {body.kind[:20]}, the rules are about {reasons.kind}")
        tables, levels = {}, {}
        for name, comparison in body.comparisons.items():
            rows = [[1.0, *comparison.probabilities[reason]] for reason in body.reasons]
            tables[name], levels[name] = np.array(rows), ("missing", *comparison.levels)
        return cls(reasons, np.array(body.prior), tables, levels, body.rules, known)


def normalized(joint: Table) -> Table:
    """Turn log2 P(reason, pattern) into P(reason | pattern)."""
    top = joint.max(axis=1, keepdims=True)
    shares = np.exp2(joint - top)
    posterior: Table = shares / shares.sum(axis=1, keepdims=True)
    return posterior


def _checksum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
