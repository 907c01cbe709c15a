"""Penalties of robust statistics and imaging, and smooth replacements of the count and of |z|."""

from __future__ import annotations

from sparsity_theory.penalties.literature.named import Listed, above

_C = above("c")
_DELTA = above("delta")
_SIGMA = above("sigma")
_EPS = above("eps", "1/100")

PENALTIES: tuple[Listed, ...] = (
    Listed("huber_robust", "Huber", "u**2/2 if u <= delta else delta*(u - delta/2)", "huber1964",
          (_DELTA,), others=({"delta": "1.345"},)),
    Listed("pseudo_huber", "pseudo-Huber, Charbonnier", "delta**2*(sqrt(1 + (u/delta)**2) - 1)",
          "charbonnier1997", (_DELTA,)),
    Listed("geman_mcclure", "Geman-McClure", "u**2/(u**2 + sigma**2)", "geman1985", (_SIGMA,),
          others=({"sigma": "1/100"},)),
    Listed("cauchy", "Cauchy", "c**2*log(1 + (u/c)**2)/2", "holland1977", (_C,),
          others=({"c": "2.385"},)),
    Listed("lorentzian", "Lorentzian", "log(1 + (u/sigma)**2/2)", "black1996", (_SIGMA,)),
    Listed("hebert_leahy", "Hebert-Leahy", "log(1 + (u/delta)**2)", "hebert1989", (_DELTA,)),
    Listed("welsch", "Welsch", "c**2*(1 - exp(-(u/c)**2))/2", "dennis1978", (_C,),
          others=({"c": "2.985"},)),
    Listed("leclerc", "Leclerc", "1 - exp(-(u/sigma)**2)", "leclerc1989", (_SIGMA,)),
    Listed("tukey", "Tukey's biweight",
          "c**2*(1 - (1 - (u/c)**2)**3)/6 if u <= c else c**2/6", "beaton1974", (_C,),
          others=({"c": "4.685"},)),
    Listed("andrews", "Andrews' sine", "c**2*(1 - cos(min(u/c, pi)))", "andrews1974", (_C,),
          others=({"c": "1.339"},)),
    Listed("talwar", "Talwar", "u**2/2 if u <= c else c**2/2", "hinich1975", (_C,),
          others=({"c": "2.795"},)),
    Listed("truncated_quadratic", "truncated quadratic, weak membrane", "min(lam**2*u**2, alpha)",
          "blake1987", (above("lam"), above("alpha")), others=({"alpha": "2"},)),
    Listed("fair", "Fair", "c**2*(u/c - log(1 + u/c))", "fair1974", (_C,),
          others=({"c": "1.4"},)),
    Listed("logistic", "logistic, log cosh", "c**2*log(cosh(u/c))", "holland1977", (_C,),
          others=({"c": "1.205"},)),
    Listed("green", "Green's log cosh", "log(cosh(u/delta))", "green1990", (above("delta", 2),)),
    Listed("barron", "general robust loss",
          "abs(alpha - 2)/alpha*(((u/c)**2/abs(alpha - 2) + 1)**(alpha/2) - 1)", "barron2019",
          (above("alpha", "1/2", 0, 2), _C), others=({"alpha": "1"}, {"alpha": "3/2"})),
    Listed("barron_negative", "general robust loss, negative shape",
          "(2 + beta)/beta*(1 - ((u/c)**2/(2 + beta) + 1)**(-beta/2))", "barron2019",
          (above("beta", 2), _C), others=({"beta": "1"},), convention="beta = -alpha"),
    Listed("sl0", "smoothed l0", "1 - exp(-u**2/(2*sigma**2))", "mohimani2009", (_SIGMA,),
          others=({"sigma": "1/100"},)),
    Listed("epsilon_l1", "epsilon-l1", "sqrt(u**2 + eps) - sqrt(eps)", "lee2006", (_EPS,)),
    Listed("smooth_lq", "smoothed lq", "(u**2 + eps)**(p/2) - eps**(p/2)", "chartrand2008",
          (_EPS, above("p", "1/2", 0, 2)), others=({"p": "1/4", "eps": "1e-4"},)),
    Listed("smooth_abs", "smooth l1",
          "(log(1 + exp(-alpha*u)) + log(1 + exp(alpha*u)) - 2*log(2))/alpha", "schmidt2007",
          (above("alpha", 10),)),
    Listed("soft_l0", "soft l0: the Geman-McClure quotient of the power", "u/(u + eps**2)",
          "geman1985", (above("eps", "1/10"),), of_norm=False),
)  # fmt: skip
