"""An objective as a sum of functions of one variable each, and of a few known functions of all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sympy import Expr, Integer, S

from sparsity_theory.exact.constants import sign
from sparsity_theory.objectives.nodes import ERROR, Node, number, variable
from sparsity_theory.objectives.profiles import FREE, Profile, constant, profile, weighted
from sparsity_theory.objectives.ratios import ScaleFreeRatio, ratio_of

_ROW = re.compile(r"([ps])(\d+)")


@dataclass(frozen=True)
class WeightedTerm:
    """A constant weight times a node that is neither a sum nor a multiple of one."""

    weight: Node
    node: Node

    @property
    def whole(self) -> Node:
        """The product as one node."""
        return self.node if self.weight == ONE else Node("multiply", (self.weight, self.node))


ONE = number(1)


@dataclass
class ObjectiveSum:
    """The terms by what they depend on.

    Attributes:
        constants: nodes without variables, to be added.
        error: terms in e alone.
        rows: terms in one p_k alone, by k.
        sorted_rows: terms in one s_k alone, by k.
        ratios: weights with a ratio.
        symmetric: weights with a node "symmetric" of one function of every row.
        coupled: all others.
    """

    constants: list[Node] = field(default_factory=list)
    error: list[WeightedTerm] = field(default_factory=list)
    rows: dict[int, list[WeightedTerm]] = field(default_factory=dict)
    sorted_rows: dict[int, list[WeightedTerm]] = field(default_factory=dict)
    ratios: list[tuple[Node, ScaleFreeRatio]] = field(default_factory=list)
    symmetric: list[tuple[Node, Node]] = field(default_factory=list)
    coupled: list[WeightedTerm] = field(default_factory=list)


def terms(node: Node, weight: Node = ONE) -> list[WeightedTerm]:
    """The terms of a node; constants have a node without variables.

    >>> from sparsity_theory.objectives.language import read
    >>> [(t.weight.text, t.node.text) for t in terms(read("2*(e - p1) + 1", 3, 2, 1))]
    [('2', 'e'), ('(2*(-1))', 'p1'), ('1', '1')]
    """
    if node.kind == "add":
        return [term for part in node.parts for term in terms(part, weight)]
    if node.kind == "multiply":
        moving = [part for part in node.parts if part.variables]
        fixed = [part for part in node.parts if not part.variables]
        if len(moving) == 1 and not any(_infinite(part) for part in fixed):
            return terms(moving[0], _times(weight, *fixed))
    if node.kind == "divide" and not node.parts[1].variables and not _infinite(node):
        divisor = constant(node.parts[1])
        if divisor is not None and sign(divisor) in (-1, 1):
            return terms(node.parts[0], _times(weight, Node("divide", (ONE, node.parts[1]))))
    return [WeightedTerm(weight, node)]


def _times(*weights: Node) -> Node:
    kept = [w for w in weights if w != ONE]
    if not kept:
        return ONE
    return kept[0] if len(kept) == 1 else Node("multiply", tuple(kept))


def _infinite(node: Node) -> bool:
    return node.kind == "infinity" or any(_infinite(part) for part in node.parts)


def collected(node: Node, kappa: int) -> ObjectiveSum:
    """The sum that the node is, for so many rows."""
    found = ObjectiveSum()
    for term in terms(node):
        names = term.node.variables
        if not names:
            found.constants.append(term.whole)
        elif names == {ERROR}:
            found.error.append(term)
        elif len(names) == 1:
            _file(found, term, next(iter(names)))
        elif not _known(found, term, kappa):
            found.coupled.append(term)
    _unify(found, kappa)
    return found


def _file(found: ObjectiveSum, term: WeightedTerm, name: str) -> None:
    row = _ROW.fullmatch(name)
    if row is None:  # count
        found.coupled.append(term)
        return
    rows = found.rows if row[1] == "p" else found.sorted_rows
    rows.setdefault(int(row[2]), []).append(term)


def _known(found: ObjectiveSum, term: WeightedTerm, kappa: int) -> bool:
    """File a term in all rows that has a rule of its own."""
    ratio = ratio_of(term.node, kappa)
    if ratio is not None:
        found.ratios.append((term.weight, ratio))
        return True
    if term.node.kind not in ("max", "min", "symmetric"):
        return False
    function = common(term.node.parts, kappa)
    if function is None:
        return False
    if term.node.kind == "symmetric":
        found.symmetric.append((term.weight, term.node))
        return True
    if function != variable("p1") and profile(function, "p1").rises is not True:
        return False
    row = 1 if term.node.kind == "max" else kappa  # of a function that does not fall
    moved = function.substituted({"p1": variable(f"s{row}")})
    found.sorted_rows.setdefault(row, []).append(WeightedTerm(term.weight, moved))
    return True


def common(nodes: tuple[Node, ...], kappa: int) -> Node | None:
    """The function of p1 that is applied to each row once, if there is one."""
    names = [next(iter(n.variables)) for n in nodes if len(n.variables) == 1]
    matches = [_ROW.fullmatch(name) for name in names]
    if len(names) != kappa or len(nodes) != kappa or len(set(names)) != kappa:
        return None
    if not all(matches) or len({m[1] for m in matches if m}) != 1:
        return None
    functions = {
        n.substituted({name: variable("p1")}) for n, name in zip(nodes, names, strict=True)
    }
    return functions.pop() if len(functions) == 1 else None


def _unify(found: ObjectiveSum, kappa: int) -> None:
    """Write what treats all rows alike in whichever order the rest is written in."""
    alike, sorted_alike = (_alike(rows, kappa) for rows in (found.rows, found.sorted_rows))
    if found.sorted_rows and sorted_alike:
        _move(found.sorted_rows, found.rows, "p")
    elif found.rows and found.sorted_rows and alike:
        _move(found.rows, found.sorted_rows, "s")


def _alike(rows: dict[int, list[WeightedTerm]], kappa: int) -> bool:
    if len(rows) != kappa:
        return False
    return len({tuple((t.weight, _of_u(t.node)) for t in row) for row in rows.values()}) == 1


def _of_u(node: Node) -> Node:
    return node.substituted({name: variable("u") for name in node.variables})


def _move(
    source: dict[int, list[WeightedTerm]], target: dict[int, list[WeightedTerm]], letter: str
) -> None:
    for k, row in source.items():
        for term in row:
            name = next(iter(term.node.variables))
            moved = term.node.substituted({name: variable(f"{letter}{k}")})
            target.setdefault(k, []).append(WeightedTerm(term.weight, moved))
    source.clear()


def row_profile(row: list[WeightedTerm] | None) -> Profile:
    """The profile of the sum of the terms of one variable."""
    if not row:
        return FREE
    if len(row) == 1:
        weight = constant(row[0].weight)
        if weight is not None and weight is not S.Infinity:
            return weighted(profile(row[0].node, next(iter(row[0].node.variables))), weight)
    name = next(iter(row[0].node.variables))
    return profile(Node("add", tuple(term.whole for term in row)), name)


def summed(nodes: list[Node]) -> Expr | None:
    """The sum of constants; oo where one is infinite and none is -oo; None where none was found."""
    found = [constant(node) for node in nodes]
    if any(value is None for value in found):
        return None
    if S.Infinity in found:
        return S.Infinity
    return sum((value for value in found if value is not None), Integer(0))
