"""What notebooks and consoles show of answers: short, escaped, and the numbers themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sympy import Rational

from numerics.certificates.linear_family import LinearFamily
from numerics.solver.minimise_family import minimise_family
from numerics.solver.solve import solve
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.places import claim
from sparsity_theory.penalties.facts import Facts
from sparsity_theory.penalties.penalties import penalty

LINE = 200


@pytest.fixture(scope="module")
def shown() -> list[object]:
    answer = solve(penalty("1000*u"), penalty("where(u < 1, u, 1)"), Dimensions(3, 2, 1))
    one = ((Fraction(1),),)
    found = minimise_family(LinearFamily(one, one, (), True), penalty("10*u"), penalty("log1p"))
    assert answer.checked is not None
    return [
        answer, answer.certificate, answer.checked.verified, answer.certificate.minimum,
        answer.decision, found, found.certificate.family, claim("eq-6"),
        penalty("sica(a=1/10**90)").facts,
    ]  # fmt: skip


def test_representations_fit_in_a_line(shown: list[object]) -> None:
    for each in shown:
        text = repr(each)
        assert text[0] == "<" or text.startswith(f"{type(each).__name__}("), text
        assert len(text) < LINE, text
        assert "\n" not in text


def test_notebooks_show_escaped_tables_with_the_numbers(shown: list[object]) -> None:
    answer, found = shown[0], shown[5]
    html = answer._repr_html_()  # type: ignore[attr-defined]
    assert html.startswith("<table><caption>fails: g = 1000*u")
    assert "u &lt; 1" in html
    assert f"{answer.loss:.6g}" in html  # type: ignore[attr-defined]
    assert "certified minimum" in found._repr_html_()  # type: ignore[attr-defined]


def test_facts_are_shown_with_what_is_unknown() -> None:
    facts = Facts(supremum=Rational(3, 2), concave=False)
    assert repr(facts).endswith("supremum = 3/2; 2 of 13 known>")
    html = facts._repr_html_()
    assert "<tr><th>supremum</th><td>3/2</td></tr>" in html
    assert "<tr><th>concave</th><td>no</td></tr>" in html
    assert html.count("unknown") == 11


def test_a_claim_is_shown_with_its_formulas() -> None:
    text = claim("eq-6")._repr_markdown_()
    assert "Optimal decoder variance" in text
    assert "[[" not in text
