"""QAP: do two kinds of ties go together, more than two networks of the same shapes would by chance?

Correlation (Krackhardt 1988): rows and columns of one network are permuted together, so that its shape is kept.
Regression (MRQAP): double semi-partialling of Dekker, Krackhardt & Snijders 2007, with the t statistic as pivot;
coefficients are those of ordinary least squares. Cells of the diagonal, and cells not observed in every network, are
left out; a permutation moves the mask of who answered with the nodes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from maillage_analysis.errors import NetworkError
from maillage_analysis.network import Network
from maillage_analysis.permutation import TOLERANCE, share, summarise
from maillage_analysis.results import Fit, Scalar
from maillage_analysis.threads import on_threads

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Relation = Network | NDArray[np.generic]


def qap(y: Relation, x: Relation, *, permutations: int = 10_000, seed: int = 0) -> Scalar:
    """Correlation of two relations between the same nodes, with its permutation p value in `details`."""
    (values_y, mask_y), (values_x, mask_x) = read(y), read(x)
    check(values_y, values_x)
    mask = mask_y & mask_x
    observed = correlation(values_y[mask], values_x[mask])
    draws = np.random.default_rng(seed).random((permutations, len(values_y)))
    if np.isfinite(observed):
        whole = off_diagonal(len(values_y))
        complete = np.array_equal(mask_y, whole) and np.array_equal(mask_x, whole)
        null = (
            quick(values_y, values_x, draws)
            if complete
            else masked(values_y, mask_y, values_x, mask_x, draws)
        )
        test = summarise(observed, null, centre=0.0)
    answered = respondents(y, x)
    if not np.isfinite(observed):
        return Scalar(value=None, n_answered=answered, convention="gcor, off-diagonal")
    details = {
        "p_value": test.p_value, "p_low": test.p_low, "p_high": test.p_high,
        "null_mean": test.mean, "null_sd": test.sd, "permutations": test.permutations, "cells": int(mask.sum()),
    }  # fmt: skip
    return Scalar(value=observed, n_answered=answered, convention="gcor, off-diagonal", details=details)


def mrqap(y: Relation, xs: Mapping[str, Relation], *, permutations: int = 1000, seed: int = 0) -> Fit:
    """Linear regression of a relation on others. Terms: "intercept", then the names of `xs`.

    p values are two-sided; the intercept, which no permutation tests, has p value 1.
    """
    values, mask = read(y)
    columns = [np.ones_like(values)]
    for relation in xs.values():
        column, seen = read(relation)
        check(values, column)
        columns.append(column)
        mask = mask & seen
    if not any_directed(y, *xs.values()):
        mask = np.triu(mask)
    design = np.stack(columns, axis=-1)
    cells = int(mask.sum())
    if cells <= design.shape[-1] or np.linalg.matrix_rank(design[mask]) < design.shape[-1]:
        raise NetworkError("too few observed pairs, or one relation repeats another: no regression")
    data = np.concatenate([design[mask], values[mask][:, None]], axis=1)
    coefficients, statistics, residual = least_squares((data.T @ data)[None], np.array([cells]))
    rng = np.random.default_rng(seed)
    p_values = [1.0]
    for term in range(1, design.shape[-1]):
        draws = rng.random((permutations, len(values)))
        null = semi_partial(values, design, mask, term, draws)
        null = np.abs(null[np.isfinite(null)])
        p_values.append(share(null >= abs(statistics[0, term]) - TOLERANCE))
    centred = values[mask] - values[mask].mean()
    return Fit(
        terms=("intercept", *xs), coefficients=tuple(map(float, coefficients[0])),
        statistics=tuple(map(float, statistics[0])), p_values=tuple(p_values),
        n_answered=respondents(y, *xs.values()), convention="MRQAP, Dekker double semi-partialling, t pivot",
        details={"r2": float(1 - residual[0] / (centred @ centred)), "cells": cells, "permutations": permutations},
    )  # fmt: skip


def read(relation: Relation) -> tuple[Floats, Mask]:
    """The values of a relation and the cells that were observed."""
    if isinstance(relation, Network):
        return relation.ties.astype(np.float64), relation.observed
    values = np.array(relation, dtype=np.float64)
    if values.ndim != 2 or values.shape[0] != values.shape[1]:
        raise NetworkError(f"a relation must be a square array, not {values.shape}")
    mask = off_diagonal(len(values)) & np.isfinite(values)
    return np.where(mask, values, 0.0), mask


def check(one: Floats, two: Floats) -> None:
    """Refuse relations between different nodes."""
    if one.shape != two.shape:
        raise NetworkError(f"the relations must have the same nodes, not {len(one)} and {len(two)}")


def off_diagonal(n: int) -> Mask:
    """(n, n) true but on the diagonal."""
    return ~np.eye(n, dtype=bool)


def any_directed(*relations: Relation) -> bool:
    """Whether at least one relation has a direction."""
    return any(
        each.directed if isinstance(each, Network) else not np.array_equal(each, each.T, equal_nan=True)
        for each in relations
    )


def respondents(*relations: Relation) -> int:
    """Nodes that answered about every relation (all the nodes of a bare array)."""
    known = [
        each.answered if isinstance(each, Network) else np.ones(len(each), dtype=bool) for each in relations
    ]
    return int(np.logical_and.reduce(known).sum())


def correlation(one: Floats, two: Floats) -> float:
    """Pearson correlation; nan when one does not vary."""
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(two) == 0:
        return float("nan")
    a, b = one - one.mean(), two - two.mean()
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def quick(y: Floats, x: Floats, draws: Floats) -> Floats:
    """Permuted correlations of complete relations: only the product changes, over the sparser one's ties."""
    from maillage_analysis.kernels import kernel_permutation

    sparse, moved = (x, y) if np.count_nonzero(x) <= np.count_nonzero(y) else (y, x)
    rows, columns = np.nonzero(sparse)
    out = np.empty(len(draws))
    values = sparse[rows, columns]
    on_threads(
        lambda part: kernel_permutation.products(rows, columns, values, moved, draws[part], out[part]),
        len(out),
    )
    cells = len(y) * (len(y) - 1)
    scale = np.sqrt((np.sum(y**2) - y.sum() ** 2 / cells) * (np.sum(x**2) - x.sum() ** 2 / cells))
    return np.asarray((out - y.sum() * x.sum() / cells) / scale)


def masked(y: Floats, mask_y: Mask, x: Floats, mask_x: Mask, draws: Floats) -> Floats:
    """Permuted correlations over the cells seen in both masks, which change with the permutation."""
    gram = permuted_grams(np.stack([np.ones_like(x), x], axis=-1), mask_x, y, mask_y, draws)
    cells = gram[:, 0, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        cross = gram[:, 1, 2] - gram[:, 0, 1] * gram[:, 0, 2] / cells
        one = gram[:, 1, 1] - gram[:, 0, 1] ** 2 / cells
        two = gram[:, 2, 2] - gram[:, 0, 2] ** 2 / cells
        return np.asarray(cross / np.sqrt(one * two))


def permuted_grams(fixed: Floats, mask: Mask, moved: Floats, moved_mask: Mask, draws: Floats) -> Floats:
    """(permutations, f + 1, f + 1) Gram matrices of the fixed columns and of the permuted one."""
    from maillage_analysis.kernels import kernel_permutation

    size = fixed.shape[-1] + 1
    out = np.empty((len(draws), size, size))
    on_threads(
        lambda part: kernel_permutation.grams(fixed, moved, mask, moved_mask, draws[part], out[part]),
        len(out),
    )
    return out


def semi_partial(y: Floats, design: Floats, mask: Mask, term: int, draws: Floats) -> Floats:
    """t statistics of one term when its residual on the other terms is permuted in its place."""
    others = np.delete(design, term, axis=-1)
    fitted = np.linalg.lstsq(others[mask], design[..., term][mask], rcond=None)[0]
    residual = np.where(mask, design[..., term] - others @ fitted, 0.0)
    triangle = not mask.T[mask].any()
    moved, moved_mask = (residual + residual.T, mask | mask.T) if triangle else (residual, mask)
    fixed = np.concatenate([others, y[..., None]], axis=-1)
    gram = permuted_grams(fixed, mask, moved, moved_mask, draws)
    last = fixed.shape[-1] - 1
    order = [*range(last), last + 1, last]  # others, permuted residual, y
    gram = gram[:, order][:, :, order]
    return least_squares(gram, gram[:, 0, 0])[1][:, last]


def least_squares(gram: Floats, cells: NDArray[np.generic]) -> tuple[Floats, Floats, Floats]:
    """Coefficients, t statistics and residual sums of squares of the last column on the others.

    gram: (r, p + 1, p + 1) Gram matrices. A singular one gives nan.
    """
    p = gram.shape[-1] - 1
    inside, right = gram[:, :p, :p], gram[:, :p, p]
    sizes = np.sqrt(np.maximum(np.diagonal(inside, axis1=1, axis2=2), 1e-300))
    scaled = inside / (sizes[:, :, None] * sizes[:, None, :])
    solvable = np.abs(np.linalg.det(scaled)) > 1e-12
    inverse = np.full_like(scaled, np.nan)
    inverse[solvable] = np.linalg.inv(scaled[solvable])
    inverse /= sizes[:, :, None] * sizes[:, None, :]
    coefficients = np.einsum("rij,rj->ri", inverse, right)
    residual = gram[:, p, p] - np.einsum("ri,ri->r", coefficients, right)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = residual / (np.asarray(cells, dtype=np.float64) - p)
        errors = np.sqrt(variance[:, None] * np.diagonal(inverse, axis1=1, axis2=2))
        return coefficients, coefficients / errors, residual
