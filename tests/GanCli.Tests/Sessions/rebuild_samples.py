"""Draws samples from checkpoints of gan with NumPy alone: a second program, written from runs/README.md.

rebuild_samples.py COUNT SEED FILE...   SEED: that of the latents, or "run" for the run's own.

Writes FILE.npy beside each FILE: COUNT samples, float64 [COUNT, columns], in the data's own units. Nothing but FILE is read.
What it does not know, it refuses.
"""
import json
import sys

import numpy as np

LANE_BESIDE = 32768
SAMPLING = 6


class Checkpoint:
    """Tensors and config of a safetensors file."""

    def __init__(self, path):
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            self.header = json.loads(file.read(length))
            self.data = file.read()
        self.config = json.loads(self.header.pop("__metadata__")["config"])

    def __contains__(self, name):
        return name in self.header

    def __getitem__(self, name):
        entry = self.header[name]
        begin, end = entry["data_offsets"]
        kind = {"F32": "<f4", "F64": "<f8"}[entry["dtype"]]
        return np.frombuffer(self.data[begin:end], kind).reshape(entry["shape"]).astype(np.float64)


class Stream:
    """Words and numbers of one seed, stream, step and lane."""

    def __init__(self, seed, stream, step=0, lane=0):
        self.seed, self.stream, self.step, self.lane = seed, stream, step, lane

    def beside(self):
        return Stream(self.seed, self.stream, self.step, self.lane + LANE_BESIDE)

    def words(self, index):
        """The words of the given places, an array of any shape, as uint64."""
        index = np.asarray(index, np.uint64)
        low = np.uint64(0xFFFFFFFF)
        half = np.uint64(32)
        block = index // np.uint64(4)
        counter = [
            block & low,
            (block >> half) + np.uint64(self.lane << 16),
            np.full_like(block, self.step % 2**32),
            np.full_like(block, self.step // 2**32 + (self.stream << 16)),
        ]
        key = [self.seed % 2**32, self.seed // 2**32]
        for _ in range(10):
            first = np.uint64(0xD2511F53) * counter[0]
            second = np.uint64(0xCD9E8D57) * counter[2]
            counter = [
                (second >> half) ^ counter[1] ^ np.uint64(key[0]),
                second & low,
                (first >> half) ^ counter[3] ^ np.uint64(key[1]),
                first & low,
            ]
            key = [(key[0] + 0x9E3779B9) % 2**32, (key[1] + 0xBB67AE85) % 2**32]
        return np.choose((index % np.uint64(4)).astype(int), counter)

    def uniform(self, index):
        return (self.words(index) >> np.uint64(8)) * 2.0**-24

    def normal(self, index):
        index = np.asarray(index, np.uint64)
        even = index - index % np.uint64(2)
        radius = np.sqrt(-2 * np.log((self.words(even) + 0.5) * 2.0**-32))
        turn = 2 * np.pi * (self.words(even + np.uint64(1)) + 0.5) * 2.0**-32
        return radius * np.where(index % np.uint64(2) == 0, np.cos(turn), np.sin(turn))

    def choice(self, index, count):
        return (self.words(index) * np.uint64(count) // np.uint64(2**32)).astype(int)


def latents(checkpoint, network, stream, count):
    """What G's first layer of its own gets, [count, dimension]."""
    prior = checkpoint.config["prior"]
    kind, size = prior["kind"], prior["dimension"]
    place = np.arange(count)[:, None] * size + np.arange(size)[None, :]
    if kind == "gaussian":
        return stream.normal(place)
    if kind == "uniform":
        return prior["low"] + (prior["high"] - prior["low"]) * stream.uniform(place)
    if kind == "bernoulli":
        return np.where(stream.uniform(place) < prior["p"], 1.0, -1.0 if prior["signed"] else 0.0)
    if kind == "sphere":
        rows = stream.normal(place)
        radius = np.sqrt(size) if prior["radius"] is None else prior["radius"]
        return rows * (radius / np.sqrt((rows**2).sum(1, keepdims=True)))
    if kind == "truncated-gaussian":
        rows = stream.normal(place)
        attempt = 0
        while (np.abs(rows) > prior["threshold"]).any():
            attempt += 1
            rows = np.where(np.abs(rows) <= prior["threshold"], rows, stream.normal(place + attempt * 2**36))
        return rows
    if kind == "mixture":
        component = stream.beside().choice(np.arange(count), prior["components"])
        return checkpoint["prior/centres"][component] + prior["std"] * stream.normal(place)
    if kind == "learned-mixture":
        component = stream.beside().choice(np.arange(count), prior["components"])
        means, deviations = checkpoint[network + "/prior.means"], np.exp(checkpoint[network + "/prior.log-stds"])
        return means[component] + deviations[component] * stream.normal(place)
    raise SystemExit(f"unknown prior {kind}")


def activate(kind, x, config):
    if kind == "none":
        return x
    if kind == "relu":
        return np.maximum(x, 0)
    if kind == "leaky-relu":
        return np.where(x > 0, x, config["leaky-slope"] * x)
    if kind == "tanh":
        return np.tanh(x)
    if kind == "elu":
        return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))
    if kind == "selu":
        return 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))
    if kind == "silu":
        return x / (1 + np.exp(-x))
    if kind == "softplus":
        return np.logaddexp(0, x)
    if kind == "sigmoid":
        return 1 / (1 + np.exp(-x))
    if kind == "maxout":
        return x.reshape(len(x), -1, config["maxout-pieces"]).max(2)
    raise SystemExit(f"unknown activation {kind}")


def linear(checkpoint, name, x):
    weight = checkpoint[name + ".weight"]
    if name + ".u" in checkpoint:
        u, v = checkpoint[name + ".u"], checkpoint[name + ".v"]
        u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
        weight = weight / max(abs(u @ weight @ v), 1e-12)
    return x @ weight.T + checkpoint[name + ".bias"]


def normalize(kind, checkpoint, name, x):
    if kind == "none":
        return x
    if kind == "batch":
        mean, variance = checkpoint[name + ".running-mean"], checkpoint[name + ".running-variance"]
    elif kind == "layer":
        mean, variance = x.mean(1, keepdims=True), x.var(1, keepdims=True)
    else:
        raise SystemExit(f"unknown norm {kind}")
    return (x - mean) / np.sqrt(variance + 1e-5) * checkpoint[name + ".weight"] + checkpoint[name + ".bias"]


def generate(checkpoint, network, z):
    config = checkpoint.config["generator"]
    if config["kind"] == "dirac":
        return np.repeat(checkpoint[network + "/theta"][None, :], len(z), 0)
    if config["kind"] != "mlp":
        raise SystemExit(f"unknown architecture {config['kind']}")
    x = z * config["input-scale"]
    norms = config["norm"]
    for i in range(len(config["widths"])):
        x = linear(checkpoint, f"{network}/{i}.linear", x)
        x = normalize(norms[i if len(norms) > 1 else 0], checkpoint, f"{network}/{i}.norm", x)
        x = activate(config["activation"], x, config)
    return activate(config["output-activation"], linear(checkpoint, network + "/output.linear", x), config)


def samples(path, count, seed):
    checkpoint = Checkpoint(path)
    network = "generator" if checkpoint.config["training"]["ema"] is None else "average"
    if seed is None:
        seed = checkpoint.config["seed"]
        seed = seed["latent"] if isinstance(seed, dict) else seed
    x = generate(checkpoint, network, latents(checkpoint, network, Stream(seed, SAMPLING), count))
    return x * checkpoint["data/deviations"] + checkpoint["data/means"] if "data/means" in checkpoint else x


def main(count, seed, paths):
    zeros = Stream(0, 0).words(np.arange(4))
    assert [f"{word:08x}" for word in zeros] == ["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]
    for path in paths:
        np.save(path + ".npy", samples(path, int(count), None if seed == "run" else int(seed)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
