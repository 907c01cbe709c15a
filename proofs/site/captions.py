"""The page of figures: each picture with a caption whose numbers come from the computation.

`python -m proofs figures` leaves its numbers in ``figures/numbers.json``; nothing is typed by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from proofs.errors import RecordError
from proofs.site.document import Block, Heading, Paragraph, Picture

NUMBERS = "figures/numbers.json"


def figures_page(root: Path) -> list[Block]:
    """All figures with their captions; none before they have been drawn.

    Raises:
        RecordError: if the numbers of the figures cannot be read.
    """
    blocks: list[Block] = [
        Heading("The paper's figures, redrawn", 1, anchor="figures"),
        Paragraph(
            "Drawn by `python -m proofs figures` from computations of this project; the numbers in"
            " the captions come from the same run. The ideas are the paper's; data, decoders and"
            " slices are ours."
        ),
    ]
    path = root / NUMBERS
    if not path.exists():
        return [*blocks, Paragraph("None drawn yet.")]
    try:
        numbers = json.loads(path.read_text(encoding="utf-8"))
        captions = [(name, write(numbers[name])) for name, write in _CAPTIONS.items()]
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as failure:
        raise RecordError(
            f"{path} does not hold the numbers of the figures ({failure});"
            " run `python -m proofs figures`"
        ) from None
    for name, caption in captions:
        blocks += [Picture(f"figures/{name}.png", caption), Paragraph(caption)]
    return blocks


def _outliers(numbers: Mapping[str, Any]) -> str:
    return (
        f"**Figure 1: one curved dimension tells outliers, two flat ones do not.**"
        f" {numbers['inliers']} inliers on a parabola and {numbers['outliers']} outliers in the"
        " plane of that parabola, in three dimensions. Two principal components of the inliers"
        f" reconstruct everything: squared errors are at most ${numbers['plane_inliers']}$ on"
        f" inliers and ${numbers['plane_outliers']}$ on outliers. A decoder with one latent"
        " dimension, quadratic in it and fitted to the inliers alone by alternating least squares,"
        f" reconstructs the inliers with at most ${numbers['curve_inliers']}$ and leaves every"
        f" outlier an error of at least ${numbers['curve_outliers']}$."
    )


def _labyrinth(numbers: Mapping[str, Any]) -> str:
    costs = numbers["costs"].values()
    dense = " and ".join(f"${value}$" for value in numbers["dense"])
    winners = ", ".join(f"{cost['label']} ({cost['cost']})" for cost in costs if cost["sparse"])
    losers = ", ".join(f"{cost['label']} ({cost['cost']})" for cost in costs if not cost["sparse"])
    return (
        rf"**Figure 2: the labyrinth of eqs. (8) and (9).** Left: data on a spiral inside a square"
        rf" of side $\epsilon = {numbers['epsilon']}$. Middle: the identity decoder codes the point"
        f" $x'$ by two small coordinates, {dense}; the decoder that runs along the spiral at unit"
        f" speed needs one coordinate, $z_1^* = {numbers['sparse']}$, which is"
        f" ${numbers['ratio']}$ times the larger of the two. Right: penalties $h$ on the coordinate"
        " itself (the convention of eq. (9)), scaled so that the dense code costs 1; in brackets"
        f" what the sparse code costs. It is cheaper under {winners}; it is dearer under {losers}."
    )


def _slices(numbers: Mapping[str, Any]) -> str:
    listed = "; ".join(
        f"slice ({name}): {', '.join(str(len(row['minima'])) for row in rows)} local minima, the"
        f" lowest at {', '.join(row['least'] for row in rows)}"
        for name, rows in numbers.items()
    )
    return (
        r"**Figure 3: slices of the loss.** One linear layer for the encoder and one for the"
        r" decoder, data of rank 2 in six dimensions, $\kappa = 4$; the line runs from an optimal"
        r" sparse representation at $t=0$ to an exact one with four active rows at $t=1$. Dots:"
        r" all local minima, enclosed; dashed: the lowest. At"
        r" $\gamma = 1, 10^{-1}, 10^{-2}, 10^{-3}$ in"
        f" turn, {listed}. Inset: the middle minimum of (b), where a decoder column passes zero."
        " The statement is claim [fig-3](claim:fig-3)."
    )


def _counts(numbers: Mapping[str, Any]) -> str:
    def shares(noise: str) -> str:
        found = numbers["shares"][noise]
        return ", ".join(f"{count} with {number}" for number, count in found.items())

    ladder: Iterable[str] = ("1", "1/10", "1/100", "1/1000")
    listed = "; ".join(
        rf"$\gamma = {noise}$: {shares(noise)}, median distance ${numbers['median'][noise]}$"
        for noise in ladder
    )
    return (
        "**Count against the decoder variance.** The same construction for"
        f" {numbers['lines']} random draws in the order of their seeds, without those of"
        " deficient rank: how many local minima each slice has on the whole line (counted"
        " exactly), and how far the lowest"
        f" is from the optimal sparse representation at 0. Lines by number of minima at {listed}."
        f" Lowest minimum undecided: {numbers['undecided']} times."
    )


_CAPTIONS = {
    "fig-1": _outliers,
    "fig-2": _labyrinth,
    "fig-3": _slices,
    "fig-3-counts": _counts,
}
