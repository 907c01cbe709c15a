"""The language of decoders: expressions in latents and parameters, read without evaluating them."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from fractions import Fraction

from numerics.certificates.nonlinear.graph import Graph
from numerics.errors import CertificateError

MAX_LENGTH, MAX_DEPTH, MAX_OPS, MAX_EXPONENT = 1000, 30, 300, 8
_NUMBER = re.compile(r"(\d{1,40}\.?\d{0,40}|\.\d{1,40})([eE][+-]?\d{1,2})?")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}")
_CHARACTERS = re.compile(r"[A-Za-z0-9_ .+\-*/()]*")
FUNCTIONS = ("relu", "tanh")


class DecoderError(CertificateError):
    """A decoder that is not in the language; the text says why."""


def latent_names(latents: int) -> tuple[str, ...]:
    """The names of the latents: z, or z1, z2, ...

    >>> latent_names(1), latent_names(2)
    (('z',), ('z1', 'z2'))
    """
    return ("z",) if latents == 1 else tuple(f"z{k + 1}" for k in range(latents))


def check_names(parameters: Sequence[str], latents: int) -> None:
    """That the parameters have names of their own.

    Raises:
        DecoderError: if one is no name, is taken, or is a latent or a function.
    """
    taken = {*latent_names(latents), *FUNCTIONS}
    for name in parameters:
        if not _NAME.fullmatch(name) or name in taken:
            raise DecoderError(
                f"{name[:40]!r} cannot name a parameter: take letters and digits, each name once,"
                f" and none of {', '.join(sorted(taken))}"
            )
        taken.add(name)


def read(text: str, graph: Graph, latents: int, parameters: Sequence[str]) -> int:
    """The operation that an expression is.

    >>> graph = Graph()
    >>> graph.ops[read("z - z", graph, 1, [])].kind
    'add'

    Raises:
        DecoderError: if the text is not in the language, or too large.
    """
    if len(text) > MAX_LENGTH or not _CHARACTERS.fullmatch(text):
        raise DecoderError(f"a decoder is too long or has other characters: {text[:60]!r}")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        raise DecoderError(f"a decoder is not an expression: {text[:60]!r}") from None
    names = {name: ("inner", k) for k, name in enumerate(latent_names(latents))}
    names |= {name: ("theta", j) for j, name in enumerate(parameters)}
    return _DecoderReader(text.strip(), graph, names).term(tree, 0)


class _DecoderReader:
    def __init__(self, source: str, graph: Graph, names: dict[str, tuple[str, int]]) -> None:
        self.source, self.graph, self.names = source, graph, names

    def term(self, node: ast.expr, depth: int) -> int:
        graph = self.graph
        if depth > MAX_DEPTH or len(graph.ops) > MAX_OPS:
            raise DecoderError(
                f"a decoder nests deeper than {MAX_DEPTH}, or all have more than {MAX_OPS} parts"
            )
        match node:
            case ast.Constant():
                return graph.constant(self._number(node))
            case ast.Name(name):
                if name not in self.names:
                    raise DecoderError(
                        f"a decoder has the unknown name {name!r}: known are"
                        f" {', '.join([*self.names, *FUNCTIONS])}"
                    )
                return graph.variable(*self.names[name])
            case ast.UnaryOp(ast.USub(), operand):
                return graph.scale(-1, self.term(operand, depth + 1))
            case ast.BinOp(left, ast.Pow(), ast.Constant() as right):
                exponent = self._number(right)
                if exponent.denominator != 1 or not 0 <= exponent <= MAX_EXPONENT:
                    raise DecoderError(f"an exponent is not a whole number up to {MAX_EXPONENT}")
                return graph.power(self.term(left, depth + 1), int(exponent))
            case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as op, right):
                a, b = self.term(left, depth + 1), self.term(right, depth + 1)
                return self._binary(op, a, b)
            case ast.Call(ast.Name(name), [argument], []) if name in FUNCTIONS:
                return graph.op(name, self.term(argument, depth + 1))
        raise DecoderError(
            "a decoder may have numbers, latents, parameters, +, -, *, division by a number, whole"
            f" powers, {' and '.join(FUNCTIONS)}; {self.source[:60]!r} has something else"
        )

    def _binary(self, op: ast.operator, a: int, b: int) -> int:
        match op:
            case ast.Add():
                return self.graph.add(a, b)
            case ast.Sub():
                return self.graph.subtract(a, b)
            case ast.Mult():
                return self.graph.multiply(a, b)
        divisor = self.graph.number(b)
        if not divisor:
            raise DecoderError("a decoder divides by what is not a number, or is 0")
        return self.graph.scale(1 / divisor, a)

    def _number(self, node: ast.Constant) -> Fraction:
        text = ast.get_source_segment(self.source, node) or ""
        if not _NUMBER.fullmatch(text):
            raise DecoderError(f"a decoder has a number that cannot be read: {text[:40]!r}")
        return Fraction(text)
