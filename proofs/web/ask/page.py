"""The page's own text and forms."""

from __future__ import annotations

from numerics.phase_diagrams import families


def page() -> str:
    """The page as MyST."""
    options = "".join(
        f'<option value="{each.name}">{each.formula}</option>' for each in families.FAMILIES
    )
    return _PAGE.replace("@FAMILIES@", options)


_PAGE = """\
# Ask about a penalty

Type an error penalty g, a penalty h on the power u of a latent row (its squared norm, so the group
lasso is `sqrt(u)`), and the dimensions: d of the data, κ of the code, r of the sparsest exact code.
The answer is that of [Theorem A](/claims/theorem-a.md): whether *every* data set and decoder family
of these dimensions has its sparsest exact codes as the only global minimisers.

```{raw} html
<form id="ask" class="ask" action="#">
<label>g(u) <input name="g" value="1000*u" required maxlength="500" spellcheck="false"></label>
<label>h(u) <input name="h" value="log(1+u)" required maxlength="500" spellcheck="false"></label>
<label>d <input name="d" type="number" value="8" min="1" max="1000000" required></label>
<label>κ <input name="kappa" type="number" value="5" min="1" max="1000000" required></label>
<label>r <input name="r" type="number" value="3" min="1" max="1000000" required></label>
<button type="submit">Ask</button>
</form>
<button type="button" id="ask-cancel" hidden>Cancel</button>
<progress id="ask-progress" max="1" value="0" aria-label="Progress" hidden></progress>
<p id="ask-state" role="status">Python and the library start when you use the form; nothing leaves
your computer.</p>
<div id="ask-result" aria-live="polite"></div>
<noscript><p>This page needs JavaScript; the command line does not.</p></noscript>
```

## What a finite slope still buys

[Theorem B](/claims/theorem-b.md): for one geometry, rows of the sparse code of norm at most M
against rows of the dense code of norm at least ε, a family of penalties prefers the sparse code
below a threshold of its parameter. This one is *certified* in ball arithmetic, for the two codes
of that geometry; it says nothing about other points.

```{raw} html
<form id="threshold" class="ask" action="#">
<label>Family <select name="family">@FAMILIES@</select></label>
<label>r <input name="r" type="number" value="1" min="1" max="1000000" required></label>
<label>M <input name="large" value="1" required maxlength="40"></label>
<label>ε <input name="small" value="1/10" required maxlength="40"></label>
<button type="submit">Threshold</button>
</form>
<p id="threshold-result" role="status"></p>
```

## Check a certificate

What `--certificate FILE` has written is checked here by the checker of `--check`, which shares no
code with the search: losses, sparse code, and the inequality that shows the verdict. The proof that
no point is better still is the one part that needs NumPy, and is left to your machine.

```{raw} html
<form id="check" class="ask drop" action="#">
<label>Drop a certificate here, or choose its file
<input name="file" type="file" accept=".json,application/json"></label>
</form>
<div id="check-result" role="status"></div>
<script src="_static/ask.js" defer></script>
```

Python in the page is [Pyodide](https://pyodide.org), with SymPy and python-flint; their licences
lie beside the site's files, in `_static/licences`.
"""
