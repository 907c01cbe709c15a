"""From what people type to a text of the language: spellings, parameters, named penalties.

Papers and programs write the same function in many ways: u^2, |u|, np.log1p(u), min(u, τ). What
is done here is done on the text, before anything is computed, so that whoever reads the text
after it (the analysis, its adversary, the checker, Coq) reads the same one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sparsity_theory.errors import ExpressionError
from sparsity_theory.penalties.functions import NAMES

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_NODES = 600

_CHARACTERS = re.compile(r"[A-Za-z0-9_ .,+\-*/()<>=!\n\t]*")
_SIGNS = {
    "^": "**", "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{MIDDLE DOT}": "*",
    "\N{DOT OPERATOR}": "*", "\N{MULTIPLICATION SIGN}": "*", "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=", "\N{NOT EQUAL TO}": "!=", "\N{INFINITY}": " oo ",
    "\N{SUPERSCRIPT TWO}": "**2", "\N{SUPERSCRIPT THREE}": "**3",
    "\N{GREEK SMALL LETTER PI}": " pi ", "&": " and ",
}  # fmt: skip
_POWER_OF_POWER = re.compile("[\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}]\\s*"
                             "([\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}^]|\\*\\*)")  # fmt: skip
_PREFIX = re.compile(
    r"(?<![\w.])(np|numpy|math|torch|jnp|sp|sympy|scipy\.special|special)\.(?=[A-Za-z])"
)
_POWER = re.compile(r"(?<![\w.])(np|numpy|jnp)\.power\b")
_COMPARISON = re.compile(r"[<>]|[!=]=")
_BEFORE_AN_OPERAND = re.compile(r"(^|[-+*/(\[,<>=!]|\b(if|else|and|or|not))\s*$")


def spelled(text: str, grammar: str) -> str:
    """The text in the spelling of Python, on one line.

    >>> spelled("|u|^2 + np.log1p(u)", "")
    'abs(u)**2 + log1p(u)'
    >>> spelled("u*(u < 1) + (u >= 1)", "")
    'u*((1 if u < 1 else 0)) + ((1 if u >= 1 else 0))'

    Raises:
        ExpressionError: it is no text, empty, too long, or has a character of no meaning.
    """
    source = without_signs(text, grammar)
    ok = _CHARACTERS.match(source)
    if ok is not None and ok.end() < len(source):
        bad = source[ok.end()]
        raise ExpressionError(
            f"character {bad!r} at position {ok.end() + 1} not allowed: {grammar}"
        )
    return _without_masks(re.sub(r"\s", " ", source))


def _without_masks(source: str) -> str:
    """The text with 1 or 0 for conditions that stand where numbers do, as NumPy has it."""
    if not _COMPARISON.search(source):
        return source
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return source  # whoever reads it says what is wrong
    masks = list(_masks(tree))
    texts = [source[node.col_offset : node.end_col_offset] for node in masks]
    return edited(
        source, [(n, f"(1 if {text} else 0)") for n, text in zip(masks, texts, strict=True)]
    )


def _masks(node: ast.AST) -> Iterator[ast.expr]:
    """The outermost conditions of an expression that are no tests of cases."""
    negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    if negated or isinstance(node, ast.Compare | ast.BoolOp):
        assert isinstance(node, ast.expr)
        yield node
        return
    tests: set[int] = set()
    if isinstance(node, ast.IfExp):
        tests = {id(node.test)}
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in {"where", "select"}:
            tests = {id(test) for test in node.args[:1]}
        elif node.func.id == "Piecewise":
            pairs = [pair.elts for pair in node.args if isinstance(pair, ast.Tuple)]
            tests = {id(pair[-1]) for pair in pairs if pair}
            yield from (mask for pair in pairs for part in pair[:-1] for mask in _masks(part))
            return
    for child in ast.iter_child_nodes(node):
        if id(child) not in tests:
            yield from _masks(child)


def without_signs(text: str, grammar: str) -> str:
    """The text with Python's operators for signs and bars, and without the names of modules.

    >>> without_signs("np.sqrt(|p1 - 1|) · s[1:]^2", "")
    'sqrt(abs(p1 - 1)) * s[1:]**2'

    Raises:
        ExpressionError: it is no text, empty or too long, a bar has no partner, or it is open what
            an exponent is.
    """
    if not isinstance(text, str):
        raise ExpressionError(f"expected a text, got {type(text).__name__}; {grammar}")
    check_length(text)
    if _POWER_OF_POWER.search(text):
        raise ExpressionError(f"an exponent of more than one sign: write **; {grammar}")
    for sign, meaning in _SIGNS.items():
        text = text.replace(sign, meaning)
    text = _POWER.sub(r"\1.pow", text)  # alone, power is a penalty of the catalogue
    source = _without_bars(_PREFIX.sub("", text).strip())
    if not source:
        raise ExpressionError(f"the expression is empty; {grammar}")
    return source


def check_length(text: str) -> None:
    """Raise ExpressionError if a text is too long."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"the expression has {len(text)} characters, at most {MAX_LENGTH} are allowed: "
            "shorten it"
        )


def _without_bars(source: str) -> str:
    """|a| as abs(a): a bar opens where an operand may begin, and closes elsewhere."""
    if "|" not in source:
        return source
    found, opened = "", 0
    for character in source:
        if character != "|":
            found += character
        elif _BEFORE_AN_OPERAND.search(found):
            found, opened = f"{found}abs(", opened + 1
        elif opened:
            found, opened = f"{found})", opened - 1
        else:
            raise ExpressionError(
                f"the bar after {shortened(found)!r} opens no absolute value: write 2*|u|, and"
                " 'or' between conditions"
            )
    if opened:
        raise ExpressionError("a bar | is not closed: write |u| or abs(u)")
    return found


def tree_of(source: str, grammar: str) -> ast.expr:
    """Python's syntax tree of a text in its spelling, of bounded size.

    Raises:
        ExpressionError: it is none, or too large, or has signs that Python reads as others.
    """
    if not source.isascii():
        bad = next(sign for sign in source if not sign.isascii())
        raise ExpressionError(f"character {bad!r} is not allowed: {grammar}")
    if _depth_of_parentheses(source) > MAX_DEPTH:
        raise ExpressionError(f"parentheses nest deeper than {MAX_DEPTH}: simplify the expression")
    try:
        tree = ast.parse(source, mode="eval")
    except SyntaxError as error:
        raise ExpressionError(
            f"cannot read {shortened(source)!r} at position {error.offset}: {error.msg} "
            f"(write 2*u, not 2u); {grammar}"
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError("the expression nests too deeply: simplify it") from None
    count = sum(1 for _ in ast.walk(tree))
    if count > MAX_NODES:
        raise ExpressionError(
            f"the expression has {count} parts, at most {MAX_NODES} are allowed: simplify it"
        )
    return tree.body


def _depth_of_parentheses(source: str) -> int:
    depth = deepest = 0
    for character in source:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


@dataclass(frozen=True)
class Replaced:
    """A text in which names were replaced, and which of them occurred."""

    text: str
    used: frozenset[str]


def with_names(source: str, meanings: Mapping[str, str], grammar: str) -> Replaced:
    """The text with each name that has a meaning replaced by it, in parentheses.

    >>> with_names("lam*log(1+u/eps)", {"lam": "0.1", "eps": "1/100"}, "").text
    '(0.1)*log(1+u/(1/100))'
    """
    tree = tree_of(source, grammar)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = [
        node for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in meanings and id(node) not in called
    ]  # fmt: skip
    edits = [(node, f"({meanings[node.id]})") for node in names]
    return Replaced(edited(source, edits), frozenset(node.id for node in names))


def edited(source: str, edits: Sequence[tuple[ast.expr, str]]) -> str:
    """A text with some of its nodes, none inside another, written otherwise."""
    for node, text in sorted(edits, key=lambda edit: -edit[0].col_offset):
        source = source[: node.col_offset] + text + source[node.end_col_offset :]
    check_length(source)
    return source


def with_penalties(
    source: str, named: Callable[[str, Mapping[str, str]], str | None], grammar: str
) -> str:
    """The text with calls such as ``mcp(lam=1, tau=2)`` replaced by what they stand for.

    A first argument without a name is what the penalty is taken of: ``mcp(sqrt(u), lam=1)``.

    Args:
        source: a text in Python's spelling.
        named: the text in u of a penalty with the given parameters, None if none has that name.
        grammar: what the language is, for error messages.

    Raises:
        ExpressionError: a parameter has no name, or there are too many penalties.
    """
    for _ in range(MAX_DEPTH):
        call = next(_calls(tree_of(source, grammar), named), None)
        if call is None:
            return source
        node, name = call
        body = named(name, _keywords(node, source)) or ""
        if node.args:
            argument = ast.get_source_segment(source, node.args[0]) or ""
            if not {n.id for n in ast.walk(node.args[0]) if isinstance(n, ast.Name)} - {"pi", "e"}:
                raise ExpressionError(
                    f"{name}({shortened(argument)}) is a number; the parameters of a penalty are"
                    f" given by name, as in {name}(u, name=value)"
                )
            body = with_names(body, {"u": argument}, grammar).text
        source = edited(source, [(node, f"({body})")])
    raise ExpressionError(f"more than {MAX_DEPTH} penalties by name: simplify the expression")


def _calls(
    tree: ast.expr, named: Callable[[str, Mapping[str, str]], str | None]
) -> Iterator[tuple[ast.Call, str]]:
    """The calls that name a penalty, with the name."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "u" and node.args:
            continue  # u(1 + u) is meant to be a product
        plain = [k.arg for k in node.keywords if k.arg is not None]
        fits = len(node.args) <= 1 and len(plain) == len(node.keywords)
        word = node.func.id not in NAMES  # log(u) is the function, log(gamma=1) the penalty
        if word and len(node.args) > 1 and named(node.func.id, {}) is not None:
            raise ExpressionError(
                f"{node.func.id} takes one argument, and its parameters by name, as in"
                f" {node.func.id}(u, name=value)"
            )
        if fits and (plain or word or not node.args) and named(node.func.id, {}) is not None:
            yield node, node.func.id


def _keywords(call: ast.Call, source: str) -> dict[str, str]:
    return {k.arg: ast.get_source_segment(source, k.value) or "" for k in call.keywords if k.arg}


def shortened(text: str) -> str:
    """At most 60 characters of a text, for messages."""
    return text if len(text) <= 60 else text[:57] + "..."
