"""Writes what ReferenceArraysTests compares with: arrays of samples, and what NumPy and SciPy make of them.

    python3 reference.py

Needs NumPy and SciPy (written with 1.24.2 and 1.10.1). Nothing here shares code with the program: distances are SciPy's, Frechet's root is
scipy.linalg.sqrtm of the product C1 C2 (not the symmetric form), eigenvalues are LAPACK's, U is scipy.stats.mannwhitneyu.
"""

import json
import pathlib

import numpy as np
from scipy import linalg, stats
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist, pdist

HERE = pathlib.Path(__file__).parent


def ring(random, n, modes, noise):
    angle = 2 * np.pi * random.integers(0, modes, n) / 8
    return np.c_[np.cos(angle), np.sin(angle)] + noise * random.standard_normal((n, 2))


def frechet(x, y):
    c, d = np.atleast_2d(np.cov(x.T)), np.atleast_2d(np.cov(y.T))
    return np.sum((x.mean(0) - y.mean(0)) ** 2) + np.trace(c + d) - 2 * np.trace(linalg.sqrtm(c @ d)).real


def kid(x, y):
    d, n = x.shape[1], len(x)

    def kernel(a, b):
        return (a @ b.T / d + 1) ** 3

    within = [(kernel(a, a).sum() - np.trace(kernel(a, a))) / (n * (n - 1)) for a in (x, y)]
    return sum(within) - 2 * kernel(x, y).mean()


def energy(x, y):
    return 2 * cdist(x, y).mean() - pdist(x).mean() - pdist(y).mean()


def entropy_of_kernel(a, bandwidth):
    values = linalg.eigvalsh(np.exp(-cdist(a, a, "sqeuclidean") / (2 * bandwidth ** 2)) / len(a))
    values = values[values > 0]
    return np.exp(-np.sum(values * np.log(values)))


def vendi(x, y):
    # The upper one of two middle distances, as the program takes it.
    between = np.sort(pdist(x))
    bandwidth = between[len(between) // 2]
    score = entropy_of_kernel(y, bandwidth)
    return score, score / entropy_of_kernel(x, bandwidth)


def birthday(x, y, quantile):
    nearest = np.sort(cKDTree(x).query(x, 2)[0][:, 1])
    limit = nearest[max(0, int(np.ceil(quantile * len(x))) - 1)] * (1 + 1e-6)
    pairs = len(x) * (len(x) - 1) / 2
    support = [pairs / max(1, np.sum(pdist(a) <= limit)) for a in (y, x)]
    return support[0], support[0] / support[1]


def alpha_beta(x, y):
    levels = np.linspace(0, 1, 30)

    def integrate(curve):
        return 1 - np.sum(np.abs(levels - curve)) / np.sum(levels)

    to_real = np.linalg.norm(y - x.mean(0), axis=1)
    radii = np.quantile(np.linalg.norm(x - x.mean(0), axis=1), levels)
    own = np.linalg.norm(y - y.mean(0), axis=1)
    among = cKDTree(x).query(x, 2)[0][:, 1]
    nearest, index = cKDTree(y).query(x)
    inside = np.quantile(own, levels)
    return (
        integrate(np.array([np.mean(to_real <= r) for r in radii])),
        integrate(np.array([np.mean((nearest <= among) & (own[index] <= r)) for r in inside])),
    )


def ndb(x, y, centres):
    n, m = len(x), len(y)
    counts = [np.bincount(cdist(a, centres).argmin(1), minlength=len(centres)) for a in (x, y)]
    different = 0
    for a, b in zip(*counts):
        # The pooled z test is Pearson's chi-squared test of a 2 x 2 table without correction.
        if 0 < a + b < n + m:
            different += stats.chi2_contingency([[a, n - a], [b, m - b]], correction=False)[1] < 0.05
    p, q = counts[0] / n, counts[1] / m
    middle = (p + q) / 2
    return int(different), (stats.entropy(p, middle) + stats.entropy(q, middle)) / 2, [count.tolist() for count in counts]


def data_copying(training, aside, generated):
    to = cKDTree(training)
    u = stats.mannwhitneyu(to.query(generated)[0], to.query(aside)[0]).statistic
    n, m = len(aside), len(generated)
    return (u - (n * m / 2 - 0.5)) / np.sqrt(n * m * (n + m + 1) / 12)


def main():
    random = np.random.default_rng(14)
    shear = random.standard_normal((6, 6))
    sets = {
        "line": (random.standard_normal((180, 1)), random.gamma(2, 0.7, (180, 1))),
        "ring": (ring(random, 240, 8, 0.02), ring(random, 240, 5, 0.035)),
        "sheared": (random.standard_normal((150, 6)) @ shear, 0.8 * random.standard_normal((150, 6)) @ shear + 0.3),
    }
    expected = {}
    for name, (real, generated) in sets.items():
        real, generated = (a.astype(np.float32) for a in (real, generated))
        np.save(HERE / f"{name}-real.npy", real)
        np.save(HERE / f"{name}-generated.npy", generated)
        x, y = real.astype(float), generated.astype(float)
        # Every twelfth real sample plays a centre.
        different, js, counts = ndb(x, y, x[::12])
        v, b, a = vendi(x, y), birthday(x, y, 0.1), alpha_beta(x, y)
        third = len(x) // 3
        expected[name] = {
            "frechet": frechet(x, y),
            "kid": kid(x, y),
            "energy-distance": energy(x, y),
            "vendi": v[0],
            "vendi-ratio": v[1],
            "birthday": b[0],
            "birthday-ratio": b[1],
            "alpha-precision": a[0],
            "beta-recall": a[1],
            "bins-different": different,
            "bins-js": js,
            "bins-real": counts[0],
            "bins-generated": counts[1],
            "data-copying": data_copying(x[third:], x[:third], y),
        }
        # One-dimensional energy distance has a second form: scipy.stats.energy_distance is the root of the V-statistic.
        if x.shape[1] == 1:
            n = len(x)
            within = sum(pdist(s).sum() * 2 for s in (x, y))
            v_statistic = energy(x, y) + within / (n * (n - 1)) - within / n ** 2
            assert np.isclose(stats.energy_distance(x[:, 0], y[:, 0]) ** 2, v_statistic)

    matrix = random.standard_normal((40, 40))
    matrix = (matrix + matrix.T).astype(np.float32)
    np.save(HERE / "matrix.npy", matrix)
    expected["matrix"] = {"eigenvalues": linalg.eigvalsh(matrix.astype(float)).tolist()}
    (HERE / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")


main()
