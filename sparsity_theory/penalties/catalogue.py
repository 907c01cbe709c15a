"""The penalties of the literature, by name, with what is declared about each.

All act on u = the *squared* norm of a latent row (or on the reconstruction error). Where the
literature applies a formula to |z|, as for SCAD, MCP and Huber, that formula is used here with
argument u: the theory sees h as a function of u only. Declared facts are never trusted:
`verify` compares each with what `analysis` derives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sympy import Expr, Rational, S, log

from sparsity_theory.errors import PenaltyError
from sparsity_theory.exact.constants import compare
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.near import did_you_mean
from sparsity_theory.penalties.definition import Penalty
from sparsity_theory.penalties.expressions import parse, read
from sparsity_theory.penalties.facts import FACT_NAMES, Facts
from sparsity_theory.penalties.literature import NAMED
from sparsity_theory.penalties.parameters import Parameter

Values = Mapping[str, Rational]


@dataclass(frozen=True)
class Entry:
    """One penalty of the catalogue; `declared` maps parameter values to its facts."""

    name: str
    text: str
    latex: str
    reference: str
    declared: Callable[[Values], Facts]
    parameters: tuple[Parameter, ...] = ()

    def make(self, values: Values | None = None) -> Penalty:
        """The penalty at the given parameters; the others take their defaults.

        Raises:
            PenaltyError: an unknown parameter or one out of range.
        """
        given = dict(values or {})
        chosen = {p.name: given.pop(p.name, p.default) for p in self.parameters}
        if given:
            known = ", ".join(chosen) or "none"
            raise PenaltyError(
                f"{self.name} has no parameter {', '.join(given)}; its parameters are: {known}"
            )
        for parameter in self.parameters:
            parameter.check(chosen[parameter.name], self.name)
        if self.name == "indicator":
            return Penalty(self.name, S.Infinity, S.Zero, {}, self.declared({}))
        parsed = read(self.text, chosen)
        assert parsed.at_zero is not None
        return Penalty(
            self.name,
            parsed.expression,
            parsed.at_zero,
            chosen,
            self.declared(chosen),
            requirements=parsed.requirements,
            source=self.text,
        )


def _continuous(slope: Expr, slope_bound: Expr, supremum: Expr, **other: object) -> Facts:
    """Facts of a concave, strictly increasing penalty with h(0) = 0, continuous at 0."""
    facts: dict[str, object] = {
        "value_at_zero": S.Zero,
        "right_limit_at_zero": S.Zero,
        "right_slope_at_zero": slope,
        "slope_bound": slope_bound,
        "supremum": supremum,
        "supremum_attained": False,
        "infimum": S.Zero,
        "infimum_attained": False,
        "nondecreasing": True,
        "concave": True,
        "bounded_gradient": slope_bound != S.Infinity,
        "continuous_at_zero": True,
        "constant": False,
    }
    return Facts(**{**facts, **other})  # type: ignore[arg-type]


def _log(values: Values) -> Facts:
    gamma = values["gamma"]
    return _continuous(
        1 / gamma,
        1 / gamma,
        S.Infinity,
        value_at_zero=log(gamma),
        right_limit_at_zero=log(gamma),
        infimum=log(gamma),
    )


def _scad(values: Values) -> Facts:
    lam, a = values["lam"], values["a"]
    return _continuous(lam, lam, lam**2 * (a + 1) / 2, supremum_attained=True)


def _mcp(values: Values) -> Facts:
    lam, tau = values["lam"], values["tau"]
    return _continuous(lam, lam, tau * lam**2 / 2, supremum_attained=True)


_L0 = Facts(
    value_at_zero=S.Zero,
    right_limit_at_zero=S.One,
    right_slope_at_zero=S.Infinity,
    slope_bound=S.Zero,
    supremum=S.One,
    supremum_attained=True,
    infimum=S.One,
    infimum_attained=True,
    nondecreasing=True,
    concave=True,
    bounded_gradient=False,
    continuous_at_zero=False,
    constant=False,
)

_INDICATOR = Facts(
    value_at_zero=S.Zero,
    right_limit_at_zero=S.Infinity,
    right_slope_at_zero=S.Infinity,
    supremum=S.Infinity,
    supremum_attained=True,
    infimum=S.Infinity,
    infimum_attained=True,
    nondecreasing=True,
    bounded_gradient=False,
    continuous_at_zero=False,
    constant=False,
)

_TAU = Parameter("tau", S.One, S.Zero)
_LAM = Parameter("lam", S.One, S.Zero)

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "u", "u", "u", "Hoerl and Kennard 1970 (ridge, since u is a square)",
        lambda v: _continuous(S.One, S.One, S.Infinity),
    ),
    Entry(
        "sqrt", "sqrt(u)", r"\sqrt{u}", "Yuan and Lin 2006 (the group lasso, since u is a square)",
        lambda v: _continuous(S.Infinity, S.Infinity, S.Infinity),
    ),
    Entry(
        "power", "u**p", "u^{p}", "Frank and Friedman 1993 (bridge); Chartrand 2007",
        lambda v: _continuous(S.Infinity, S.Infinity, S.Infinity),
        (Parameter("p", Rational(1, 4), S.Zero, S.One),),
    ),
    Entry(
        "log", "log(u + gamma)", r"\log(u + \gamma)", "Fazel, Hindi and Boyd 2003",
        _log, (Parameter("gamma", Rational(1, 10000), S.Zero),),
    ),
    Entry(
        "log1p", "log(1 + u/tau)", r"\log(1 + u/\tau)", "Candès, Wakin and Boyd 2008 (log-sum)",
        lambda v: _continuous(1 / v["tau"], 1 / v["tau"], S.Infinity), (_TAU,),
    ),
    Entry(
        "rational", "u/(u + tau)", r"\frac{u}{u + \tau}", "Geman and Reynolds 1992",
        lambda v: _continuous(1 / v["tau"], 1 / v["tau"], S.One), (_TAU,),
    ),
    Entry(
        "exponential", "1 - exp(-u/tau)", r"1 - e^{-u/\tau}", "Bradley and Mangasarian 1998",
        lambda v: _continuous(1 / v["tau"], 1 / v["tau"], S.One), (_TAU,),
    ),
    Entry(
        "scad",
        "lam*u if u <= lam else "
        "((2*a*lam*u - u**2 - lam**2)/(2*(a - 1)) if u <= a*lam else lam**2*(a + 1)/2)",
        r"\begin{cases} \lambda u & u \le \lambda \\"
        r" \frac{2a\lambda u - u^2 - \lambda^2}{2(a-1)} & \lambda < u \le a\lambda \\"
        r" \frac{\lambda^2 (a+1)}{2} & u > a\lambda \end{cases}",
        "Fan and Li 2001, in skglm (Bertrand et al. 2022) on |z|; here on u",
        _scad, (_LAM, Parameter("a", Rational(37, 10), S(2))),
    ),
    Entry(
        "mcp", "lam*u - u**2/(2*tau) if u <= tau*lam else tau*lam**2/2",
        r"\begin{cases} \lambda u - \frac{u^2}{2\tau} & u \le \tau\lambda \\"
        r" \frac{\tau\lambda^2}{2} & u > \tau\lambda \end{cases}",
        "C.-H. Zhang 2010, in skglm (Bertrand et al. 2022) on |z|; here on u",
        _mcp, (_LAM, Parameter("tau", S(2), S.Zero)),
    ),
    Entry(
        "huber", "u**2/2 if u <= delta else delta*(u - delta/2)",
        r"\begin{cases} \frac{u^2}{2} & u \le \delta \\"
        r" \delta(u - \frac{\delta}{2}) & u > \delta \end{cases}",
        "Huber 1964, on |z|; here on u",
        lambda v: _continuous(S.Zero, v["delta"], S.Infinity, concave=False),
        (Parameter("delta", S.One, S.Zero),),
    ),
    Entry(
        "capped", "min(u, tau)", r"\min(u, \tau)", "T. Zhang 2010 (capped l1)",
        lambda v: _continuous(S.One, S.One, v["tau"], supremum_attained=True), (_TAU,),
    ),
    Entry("l0", "0 if u == 0 else 1", r"\mathbf{1}[u > 0]", "the count of active rows",
          lambda v: _L0),
    Entry("indicator", "oo", r"I_\infty(u)", "0 at u = 0, oo elsewhere; serves as g only",
          lambda v: _INDICATOR),
)  # fmt: skip
"""Every penalty of the catalogue, in the order in which it is listed."""

_BY_NAME = {entry.name: entry for entry in ENTRIES}
NAMES = tuple(_BY_NAME)


def entry(name: str) -> Entry:
    """The catalogue's entry of that name.

    Raises:
        PenaltyError: there is none; the message lists the names.
    """
    if name not in _BY_NAME:
        raise unknown(name)
    return _BY_NAME[name]


def lookup(text: str) -> Penalty | None:
    """The penalty that a text like "scad" or "mcp(lam=1, tau=2)" names, None if none.

    Raises:
        PenaltyError: it is a catalogue name with parameters that are unknown or out of range.
    """
    if not isinstance(text, str) or len(text) > 500:
        return None
    match = re.fullmatch(r"\s*([a-z0-9_]+)\s*(?:\(([^()]*)\))?\s*", text)
    if match is None:
        return None
    name, arguments = match.groups()
    named = arguments is None or re.match(r"\s*\w+\s*=[^=]", arguments) is not None
    if name in _BY_NAME:
        return _make(name, arguments or "") if named else None
    if arguments is None or not named or name in NAMED:
        return None
    raise unknown(name)


def unknown(name: str) -> PenaltyError:
    """The error about a name that no penalty has, with the names near it.

    >>> unknown("mpc").args[0][:43]
    "no penalty is called 'mpc'; did you mean mc"
    """
    hint = did_you_mean(name, (*_BY_NAME, *NAMED))
    return PenaltyError(
        f"no penalty is called {name!r}{hint}; the names are {', '.join(_BY_NAME)}, and those of"
        " the literature, which `python -m numerics.literature` lists"
    )


@lru_cache(maxsize=256)
def _make(name: str, arguments: str) -> Penalty | None:
    values: dict[str, Rational] = {}
    for argument in arguments.split(",") if arguments.strip() else []:
        key, equals, word = argument.partition("=")
        key = key.strip()
        if not equals or not key or key in values:
            raise PenaltyError(
                f"{name}: cannot read the parameter {argument.strip()!r}; "
                f"write them once each, as in {_BY_NAME[name].make().text}"
            )
        value = parse(word)
        if not value.is_Rational:
            return None  # a formula with that number in it
        values[key] = value
    return _BY_NAME[name].make(values)


def verify(penalty: Penalty) -> dict[str, Verdict]:
    """Compare each declared fact with the derived one.

    HOLDS when they agree, FAILS when they differ, UNKNOWN when the fact could not be derived; a
    fact that is declared None claims nothing and is left out.

    >>> set(verify(entry("mcp").make()).values())
    {<Verdict.HOLDS: 'holds'>}

    Raises:
        PenaltyError: the penalty declares nothing.
    """
    if penalty.declared is None:
        raise PenaltyError(f"{penalty.text} declares no facts; only catalogue penalties do")
    verdicts = {}
    for name in FACT_NAMES:
        claimed, derived = getattr(penalty.declared, name), getattr(penalty.facts, name)
        if claimed is not None:
            verdicts[name] = _agree(claimed, derived)
    return verdicts


def _agree(claimed: Expr | bool, derived: Expr | bool | None) -> Verdict:
    if derived is None:
        return Verdict.UNKNOWN
    if isinstance(claimed, bool) or isinstance(derived, bool):
        return Verdict.of(claimed is derived)
    order = compare(claimed, derived)
    return Verdict.of(None if order is None else order == 0)
