"""Writes what LookTests compares with: real and generated samples, and what NumPy and SciPy make of them.

    python3 reference.py

Needs NumPy and SciPy. Nothing here shares code with the program: clusters are scipy.sparse.csgraph's connected components, neighbours and
distances come from sorted rows of scipy.spatial.distance.cdist in double precision.
"""

import json
import pathlib

import numpy as np
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist

HERE = pathlib.Path(__file__).parent


def ring(random, n, modes, noise):
    angle = 2 * np.pi * random.choice(modes, n) / 8
    return 2 * np.c_[np.cos(angle), np.sin(angle)] + noise * random.standard_normal((n, 2))


def cases(random):
    # Two modes of eight are left out, some samples lie anywhere.
    yield "ring", ring(random, 900, range(8), 0.1), np.r_[ring(random, 480, range(6), 0.15), random.uniform(-3, 3, (32, 2))]
    # A mode of about 1% that stands apart gets one sample; three rows are far from all others and count to the nearest cluster.
    rare = np.r_[ring(random, 985, range(7), 0.1), ring(random, 12, [7], 0.1), [[6, 6], [-7, 0], [0, 8]]]
    yield "rare", rare[random.permutation(1000)], np.r_[ring(random, 511, range(7), 0.1), ring(random, 1, [7], 0.1)]
    centres = 3 * random.integers(0, 2, (4, 20)) - 1.5
    real = centres[random.integers(0, 4, 640)] + 0.5 * random.standard_normal((640, 20))
    yield "high", real, centres[random.integers(0, 2, 512)] + 0.1 * random.standard_normal((512, 20))


def clusters(distances):
    n = len(distances)
    others = distances + np.diag(np.full(n, np.inf))
    edge = 1.5 * np.quantile(others.min(1), 0.995)
    _, label = connected_components(distances <= edge)
    size = np.bincount(label)
    least = max(5, int(np.ceil(0.004 * n)))
    counted = size[label] >= least
    for row in np.flatnonzero(~counted):
        label[row] = label[np.flatnonzero(counted)[distances[row, counted].argmin()]]
    return np.unique(label, return_inverse=True)[1]


def starved(real, got):
    return real[got < real / 4].sum()


def look(real, generated):
    n, m = len(real), len(generated)
    within, across = cdist(real, real), cdist(generated, real)
    label = clusters(within)
    nearest = across.argmin(1)
    share = np.bincount(label) / n
    got = np.bincount(label[nearest], minlength=len(share)) / m
    size = n // 16
    received = np.bincount(nearest, minlength=n)
    sums = received[np.argsort(within, axis=1, kind="stable")[:, :size]].sum(1)
    radius = np.quantile(np.sort(within, axis=1)[:, 5], 0.95)
    return {
        "clusters": len(share),
        "starved-clusters": int((got < share / 4).sum()),
        "of-clusters": starved(share, got),
        "starved-neighbourhoods": float((sums < m * size / n / 4).mean()),
        "off-data-distance": radius,
        "off-data": float((across.min(1) > radius).mean()),
    }


def main():
    random = np.random.default_rng(17)
    expected = {}
    for name, real, generated in cases(random):
        real, generated = real.astype("f4"), generated.astype("f4")
        np.save(HERE / f"{name}-real.npy", real)
        np.save(HERE / f"{name}-generated.npy", generated)
        expected[name] = look(real.astype(float), generated.astype(float))
    (HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


main()
