r"""The paper's own words for its statements, by the claims' ids.

The quotations are short and stand between quotation marks; what is left out is an ellipsis.
"""

QUOTES = {
    "remark-1": (
        "for data lying on a low-dimensional linear subspace, the corresponding optimal"
        " sparse representation obtainable via a linear decoder will be defined by the"
        " smallest subspace containing all of the data variance, i.e., the standard PCA"
        " solution"
    ),
    "eq-2-3": (
        "the variational autoencoder (VAE) ... instead optimizes the tractable variational"
        " bound ... Given this definitions, (2) can be expressed in the more transparent"
        " form (3)"
    ),
    "remark-4": (
        "for unneeded latent dimensions the posterior is pushed to the prior ... In"
        " contrast, for informative dimensions the posterior variance satisfies"
        r" $\sigma_z(x^{(i)};\phi)_j^2 \to 0$ for all $i$"
    ),
    "eq-5": (
        "Collectively, this allows the VAE global minima to achieve (5) while relying on"
        " the fewest number of active latent dimensions"
    ),
    "eq-6": (
        r"the optimal $\gamma$ value may converge to zero resulting in infinite or unbounded"
        " gradients and potential instabilities"
    ),
    "eq-7": (
        "the provided multipliers $1/n$, $1/d$, and $1/(dn)$ induce a form of proportional"
        " regularization ... The square-root Lasso can be viewed as a special case"
    ),
    "eq-8-9": (
        "if we were to explicitly bound the slope of $h$ around zero, then we could always"
        r" select an $\epsilon$ sufficiently small such that the inequality in (9) is"
        " reversed"
    ),
    "eq-10": (
        "for ideal generative modeling performance via an autoencoder architecture, it is"
        " required that ... (10), meaning the MMD from $N(0, I)$ is ideally zero"
    ),
    "beta-scaling": (
        r"the VAE loss (when granted sufficient capacity) scales as $(d-r)\log\gamma$ around"
        r" optimal sparse representations as $\gamma$ becomes small ... if we scale the KL"
        r" term by $\beta$ such that $\beta > d/r$, then $(d-\beta r)\log\gamma$ tends"
        " towards positive infinity"
    ),
    "gradients-gamma": (
        r"unlike fixing $\gamma \approx 0$ for all training iterations, in which case"
        r" gradients will be unbounded right from the beginning, by learning $\gamma$ we will"
        " likely only encounter large gradients in a narrow neighborhood around minimizing"
        " solutions"
    ),
    "lemma-2-variance": (
        r"Let $\mu_x(z;\theta) = Wz+b$ ... and $\sigma_z(x;\phi) = s$ for any arbitrary $s$"
        r" ... in the limit $\gamma \to 0$, the VAE loss from (3) is such that ..."
        r" $\min_s L(\theta,\phi)$ reduces to (7)"
    ),
    "lemma-2a": (
        r"in the limit $\gamma \to 0$, the VAE loss from (3) ... reduces to (7) with"
        r" $g(\cdot) = I_\infty(\cdot)$"
    ),
    "lemma-2b": (r"... and $h(\cdot) = \log(\cdot)$, excluding irrelevant constant factors"),
    "lemma-2c": "... excluding irrelevant constant factors",
    "lemma-3": (
        r"For any arbitrary $\mu_x(z;\theta)$ and $\theta \in \Theta$, if we enforce"
        r" $\sigma_z(x;\phi) \to 0$ for all $x$ and apply a log transformation to each $\Vert"
        r" z_k\Vert_2^2$, then the VAE loss from (3) collapses to (7) with $g(\cdot) ="
        r" h(\cdot) = \log(\cdot)$"
    ),
    "theorem-4": (
        "For any functions $g$ ... and $h$ ... with bounded gradients, and any dimension"
        r" set that order as $d \ge \kappa > r > 0$, there exists data $X$ ... and decoder"
        r" ... which satisfy ... Minimizing $L_{g,h}$ over $\theta$ and any possible encoder"
        " produces either a solution with ... imperfect reconstruction ..., or one where"
        r" $\Vert z_k\Vert_2 > 0$ for strictly more than $r$ rows"
    ),
    "fig-3": (
        r"It can be observed that disconnected local minima only occur when $\gamma$ is"
        " small"
    ),
}
