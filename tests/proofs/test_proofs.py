"""What people see in ``proofs/``: pages, record, citation, and the gate that keeps them fresh."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sympy

from proofs import pinned, record, reviews
from proofs.__main__ import main
from proofs.checkout import FOLDER
from proofs.errors import DocumentError, RecordError
from proofs.kernel import evidence as kernel_pages
from proofs.kernel.record import KernelRun
from proofs.ledger import full_ledger
from proofs.reviews import Review
from proofs.site import bulk, latex, markdown, pdf
from proofs.site import outputs as site
from proofs.site.document import Code, Items, Paragraph, Table, spans
from proofs.site.graph import layout, reduced
from proofs.standing import standings
from sparsity_theory.ledger.claims import (
    Claim,
    Control,
    Evidence,
    Kind,
    Ledger,
    Mark,
    Parts,
    Report,
    Source,
    Status,
    Step,
    Witness,
    run_claim,
)
from sparsity_theory.proving.propositions import Equal

x = sympy.Symbol("x", real=True)
DATE = "2026-01-31"


def _check(parts: Parts) -> Report:
    return Report((Step("Expand $|x+1|^2$.", Equal((x + 1) ** 2, parts["square"]), "algebra"),))


def _claim(id_: str, uses: tuple[str, ...] = ()) -> Claim:
    return Claim(
        id=id_,
        title="Binomial square of $x+1$",
        mark=Mark.EXTENSION,
        source=Source("elementary algebra"),
        hypotheses=(r"$x \in \{x : x < \infty\}$",),
        conclusion="$(x+1)^2 = [[square]]$",
        parts={"square": x**2 + 2 * x + 1},
        uses=uses,
        evidence=(Evidence(Kind.SYMBOLIC, "every real x", _check, complete=True),),
        controls=(Control("lost middle term", {"square": x**2 + 1}),),
        example=Witness("$x=1$", lambda: _check({"square": x**2 + 2 * x + 1})),
    )


LEDGER = Ledger([_claim("first"), _claim("second", uses=("first",))])
ENTRIES = {claim.id: record.entry(run_claim(claim), DATE) for claim in LEDGER}
REVIEWS = {
    claim.id: pinned.renewed(
        claim.id, LEDGER, ENTRIES, Review("", yields="The step is the claim."), {}
    )
    for claim in LEDGER
}


@pytest.fixture
def record_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "record.json"
    monkeypatch.setattr(record, "RECORD", path)
    return path


def test_pages_and_record_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check"])
    assert status == 0, capsys.readouterr().err


def test_record_survives_being_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    record.write(ENTRIES, path)
    assert record.read(path) == ENTRIES


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 9, "claims": {}}', '{"claims": 1}'])
def test_bad_record_is_refused_with_advice(tmp_path: Path, text: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(text)
    with pytest.raises(RecordError, match=r"record|format"):
        record.read(path)


def test_partial_run_leaves_the_other_entries_alone(record_file: Path) -> None:
    assert main(["run", "eq-6", "--date", "2020-02-02", "--processes", "1"]) == 0
    first = json.loads(record_file.read_text())["claims"]["eq-6"]
    assert main(["run", "remark-4", "--date", DATE, "--processes", "1"]) == 0
    claims = json.loads(record_file.read_text())["claims"]
    assert claims["eq-6"] == first
    assert claims["remark-4"]["date"] == DATE
    assert set(claims) == {"eq-6", "remark-4"}


def test_claim_that_has_not_run_says_so(tmp_path: Path) -> None:
    made = site.Site(LEDGER, {}, tmp_path)
    text = made.outputs["pages/first.md"]
    assert "status: **not run**" in text
    assert "Not run" in text
    assert "derived" not in text
    assert any("have not run" in problem for problem in record.problems(LEDGER, {}))


def test_changed_statement_is_not_run_again() -> None:
    changed = Ledger([replace(_claim("first"), conclusion="$(x+1)^2 < [[square]]$")])
    assert standings(changed, ENTRIES, REVIEWS, {})["first"].status is Status.NOT_RUN
    found = record.problems(changed, {"first": ENTRIES["first"]})
    assert found == [
        "first: the statement changed since its checks ran; run `python -m proofs run first`"
    ]


def test_changed_variant_makes_the_record_stale() -> None:
    other = replace(_claim("first"), controls=(Control("other", {"square": x}),))
    found = record.problems(Ledger([other]), {"first": ENTRIES["first"]})
    assert len(found) == 1
    assert "variants" in found[0]


def test_record_of_a_claim_that_is_gone_is_reported() -> None:
    found = record.problems([LEDGER["first"]], ENTRIES)
    assert found == ["second: recorded, but no such claim; `python -m proofs run`"]


def test_stale_missing_and_foreign_pages_are_found(tmp_path: Path) -> None:
    made = site.Site(LEDGER, ENTRIES, tmp_path)
    site.render(made)
    assert site.stale(made) == []
    assert site.render(made) == []
    page = tmp_path / "pages" / "first.md"
    page.write_text(page.read_text() + "typed by hand\n")
    (tmp_path / "pages" / "second.md").unlink()
    (tmp_path / "pages" / "third.md").write_text("")
    found = site.stale(made)
    assert [problem.split()[0] for problem in found] == [
        "pages/first.md",
        "pages/second.md",
        "pages/third.md",
    ]
    site.render(made)
    assert site.stale(made) == []
    assert not (tmp_path / "pages" / "third.md").exists()


def test_page_says_what_the_claim_says() -> None:
    text = site.Site(LEDGER, ENTRIES, decisions=REVIEWS).outputs["pages/second.md"]
    for part in (
        '<a id="second"></a>',
        "an extension by this project, not a claim of the paper",
        r"$x \in \lbrace x : x \lt \infty\rbrace$",
        "$(x+1)^2 = x^{2} + 2 x + 1$",
        r"Expand $\vert x+1\vert ^2$.",
        "status: **derived**",
        "Review of the steps: The step is the claim.",
        "*Checked:* **holds**.\n\n```math\n\\left(x + 1\\right)^{2} = x^{2} + 2 x + 1\n```",
        "| symbolic | every real x | yes | holds |",
        f"Run on {DATE} with Python",
        "**lost middle term**: $x^{2} + 2 x + 1$ becomes $x^{2} + 1$. *symbolic*: fails.",
        "Uses: [Binomial square of $x+1$](first.md#first)",
        "@misc{sparsity-theory:second,",
        LEDGER["second"].statement_hash,
        "@inproceedings{dai2021infinite,",
    ):
        assert part in text, part


def test_pages_hold_only_formulas_that_github_sets() -> None:
    """There a dollar beside a space or a letter is a dollar, and some commands are none."""
    wrong = []
    for path in sorted((FOLDER / "pages").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "\\operatorname" in text:
            wrong.append(f"{path.name}: \\operatorname")
        for line in re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL).splitlines():
            pieces = line.split("$")
            for before, formula, after in zip(
                pieces[::2], pieces[1::2], pieces[2::2], strict=False
            ):
                beside = before[-1:].isalnum() or after[:1].isalnum()
                if beside or formula != formula.strip():
                    wrong.append(f"{path.name}: ${formula}$")
    assert not wrong


def test_every_claim_of_the_ledger_has_page_statement_and_latex() -> None:
    made = site.Site(full_ledger(), {})
    files = made.outputs
    for claim in full_ledger():
        assert f"pages/{claim.id}.md" in files
        assert rf"\input{{tex/{claim.id}.tex}}" in made.latex[site.TEX]
        assert f"](pages/{claim.id}.md#{claim.id})" in files["statements.md"]
        assert f">{claim.id}</text>" in files[site.GRAPH]


def test_cite_prints_version_hash_anchor_and_the_paper(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", "eq-6"]) == 0
    text = capsys.readouterr().out
    assert f"statement {full_ledger()['eq-6'].statement_hash}" in text
    assert "version 0." in text
    assert r"proofs/pages/eq-6.md\#eq-6" in text
    assert "On the Value of Infinite Gradients" in text


@pytest.mark.parametrize("command", [["cite", "eq-666"], ["run", "eq-666"]])
def test_unknown_claim_is_refused(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 2
    assert "no claim 'eq-666'; did you mean eq-6" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["run", "--date", "tomorrow"], ["run", "--processes", "0"], [], ["cite"]]
)
def test_bad_arguments_exit_with_2(command: list[str]) -> None:
    assert main(command) == 2


def test_kernel_run_takes_no_claims(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--kernel", "eq-6"]) == 2
    assert "name no claims" in capsys.readouterr().err


def test_corrupt_record_is_an_error_not_a_traceback(
    record_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_file.write_text("{")
    assert main(["status"]) == 2
    assert "is not a record of runs" in capsys.readouterr().err


def test_markdown_table_cells_hold_no_bare_bar() -> None:
    table = Table(("a", "b"), (("$|x|$ and |y|", "$y$"),), (1, 1))
    lines = markdown.write([table], str).splitlines()
    assert [line.replace(r"\|", "").count("|") for line in lines] == [3, 3, 3]
    assert r"and \|y\|" in lines[2]


def test_unbalanced_dollar_is_refused() -> None:
    with pytest.raises(DocumentError, match="without its partner"):
        list(spans("costs $5"))


def test_character_without_latex_form_is_refused() -> None:
    with pytest.raises(DocumentError, match="no LaTeX form"):
        latex.inline("snow ☃")


def test_long_chains_replace_short_arrows_and_boxes_do_not_overlap() -> None:
    uses = {claim.id: claim.uses for claim in full_ledger()}
    drawn = layout(uses)
    assert {box.id for box in drawn.boxes} == set(uses)
    assert len(drawn.arrows) == sum(map(len, reduced(uses).values()))
    for i, one in enumerate(drawn.boxes):
        for other in drawn.boxes[i + 1 :]:
            beside = one.left + one.width <= other.left or other.left + other.width <= one.left
            assert beside or abs(one.middle - other.middle) >= 20, (one.id, other.id)


def test_kernel_theorem_is_shown_beside_the_statement() -> None:
    run = KernelRun("0123", "4567", ("PrimInt63.add", "Uint63.of_to_Z", "classic"), DATE, "8.16.1")
    names = ("first", "File", "t", "t_statement", "reals", "theorem", "T.", "0123")
    found = kernel_pages.KernelTheorem(*names, run)
    claim = LEDGER["first"]
    link = reviews.Link("t", "0123", reviews.Covers.PARTIAL, "only for $x = 1$")
    review = replace(REVIEWS["first"], links=(link,))
    context = site.Site(LEDGER, ENTRIES, decisions={"first": review})._context(claim)
    blocks = site.claim_page(claim, replace(context, theorems={"t": found}))
    assert Code("coq", "T.") in blocks
    where = "`t` in `proofs/coq/File.v` is **weaker than the statement**: only for $x = 1$."
    assert Paragraph(where) in blocks
    resting = "on the axioms `classic`, and 2 of primitive 63-bit integers"
    answer = f"Accepted by Coq 8.16.1 on {DATE}, {resting}."
    assert Paragraph(answer) in blocks


def test_bulk_is_built_elsewhere_and_the_pdf_says_what_its_source_says(tmp_path: Path) -> None:
    made = site.Site(LEDGER, ENTRIES)
    folder = tmp_path / "some" / "where"
    (document,) = bulk.build(folder, pdf=False, site=made)
    assert document.read_text() == made.latex[site.TEX]
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.tex")} == set(made.latex)
    assert all((folder / name).exists() for name in made.pictures)
    for program in ("pdflatex", "pdftotext"):
        if not shutil.which(program):
            pytest.skip(f"PDF not tested: {program} is not installed")
    bulk.build(folder, site=made)
    assert "Binomial square" in pdf.text((folder / site.PDF).read_bytes())


def test_items_and_numbers_are_written_in_both_formats() -> None:
    items = Items(("one", "two *three*"), numbered=True)
    assert markdown.write([items], str) == "1. one\n2. two *three*\n"
    assert r"\item two \emph{three}" in latex.write([items])


def test_fresh_run_that_answers_otherwise_is_reported() -> None:
    slower = replace(ENTRIES["first"], date="2026-02-01", versions={"Python": "4"})
    slower = replace(slower, evidence=(replace(slower.evidence[0], seconds=9.0),))
    assert record.differences(ENTRIES, {"first": slower}) == []
    step = replace(slower.evidence[0].steps[0], shown="x^2")
    other = replace(slower, evidence=(replace(slower.evidence[0], steps=(step,)),))
    (found,) = record.differences(ENTRIES, {"first": other})
    assert found.startswith("first: a fresh run says something else")
