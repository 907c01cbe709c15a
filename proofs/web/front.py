"""The first page: three doors, each with one command and one result that was computed for it."""

from __future__ import annotations

from proofs.site import short
from proofs.site.outputs import Site
from proofs.web import citing, gallery
from sparsity_theory import Dimensions, characterise, penalty
from sparsity_theory.ledger.claims import Status

_G, _H, _DIMS = "1000*u", "log(1+u)", Dimensions(8, 5, 3)

_PAGE = """\
# sparsity-theory

*Which penalties make an autoencoder find the fewest dimensions, and why.*

The theory of B. Dai, L. K. Wenliang and D. Wipf, “On the Value of Infinite Gradients in Variational
Autoencoder Models” (NeurIPS 2021), checked symbolically, numerically, on data and by Coq's kernel,
and taken further: {counts}. No status is declared; each is computed from its evidence and falls
when the statement changes. [What each word means](/status.md).

```{{image}} /pictures/fig-2.png
:alt: The loss along a line of decoders: with an unbounded gradient one minimum, without many
:width: 78%
:align: center
```

## I have a penalty

[Ask in the page](/ask.md), or on your machine:

```sh
sparsity-theory counterexample --h "{h}" --g "{g}" --dims {d},{kappa},{r}
```

> **{verdict}**: {answer}.

H⁺ and H⁻ are the largest and the least rise of h above h(0), G⁻ the least of g: the penalty rises
without bound and starts without a jump, so two small rows, or an error, are cheaper than one row.

[How the answer is derived: Theorem A](/claims/theorem-a.md).
[What a finite slope still buys: Theorem B](/claims/theorem-b.md).

## I train VAEs

```sh
sparsity-theory empirics diagnose codes.npz
```

{diagnosis}
[A diagnosis in full](/gallery/diagnose_model.md), [the parts for a training loop of your
own](/reference/empirics-parts.md), [what was measured on data](/results.md).

## I want to cite a lemma

```sh
sparsity-theory proofs cite theorem-4
```

```bibtex
{entry}
```

Every claim has a page with its statement, what stands behind it line by line, and its entry:
[all claims](/claims/index.md), [only the statements](/statements.md), [the graph](/graph.md),
[search](/search.md){printed}.

```{{toctree}}
:hidden:
:caption: The theory

claims/index
statements
status
graph
figures
paper-coq
coq
```

```{{toctree}}
:hidden:
:caption: In use

ask
{documents}
gallery/index
results
reference/index
```
"""


_PRINTED = f', <a href="{short.PDF}">the statements for print</a>'


def page(site: Site, documents: list[str], commit: str, *, printed: bool) -> str:
    """The page as MyST; the counts and the answer are those of this moment.

    Args:
        site: the claims.
        documents: names of further pages.
        commit: what is cited.
        printed: whether the short PDF stands beside the page.
    """
    decision = characterise(penalty(_G), penalty(_H), _DIMS)
    return _PAGE.format(
        documents="\n".join(documents),
        counts=_counts(site),
        printed=_PRINTED if printed else "",
        diagnosis=_diagnosis(),
        entry=_entry(site, commit),
        g=_G,
        h=_H,
        verdict=decision.verdict.value.capitalize(),
        answer=_typed(decision.explanation),
        **vars_of(_DIMS),
    )


def _typed(explanation: str) -> str:
    """An explanation of the terminal with the signs that a page has.

    >>> _typed("r H+ = oo > (r+1) H- = 0")
    'r H⁺ = ∞ > (r+1) H⁻ = 0'
    """
    for plain, sign in (("H+", "H⁺"), ("H-", "H⁻"), ("G-", "G⁻"), ("oo", "∞")):
        explanation = explanation.replace(plain, sign)
    return explanation


def _diagnosis() -> str:
    """The first lines of what the gallery's example of a diagnosis has printed."""
    found = next(each for each in gallery.examples() if each.name == "diagnose_model")
    if found.missing:
        return f"*Not run here: the package `{found.missing}` is not installed.*\n"
    lines = found.cells[-1].output.split("\n\n")[1:4]
    return "\n>\n".join("> " + " ".join(line.split()) for line in lines) + "\n"


def _entry(site: Site, commit: str) -> str:
    claim = next(each for each in site.claims if each.id == "theorem-4")
    return citing.cited(claim, site, commit).bibtex()


def vars_of(dims: Dimensions) -> dict[str, int]:
    """The dimensions by their names."""
    return {"d": dims.d, "kappa": dims.kappa, "r": dims.r}


def _counts(site: Site) -> str:
    found = [(status, sum(v is status for v in site.status.values())) for status in Status]
    named = ", ".join(f"{count} {status.value}" for status, count in found if count)
    return f"{len(site.claims)} claims, of them {named}"
