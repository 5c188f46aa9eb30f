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
    if config["kind"] in PICTURES:
        return PICTURES[config["kind"]](checkpoint, network + "/", config, z).reshape(len(z), -1)
    if config["kind"] != "mlp":
        raise SystemExit(f"unknown architecture {config['kind']}")
    x = z * config["input-scale"]
    norms = config["norm"]
    for i in range(len(config["widths"])):
        x = linear(checkpoint, f"{network}/{i}.linear", x)
        x = normalize(norms[i if len(norms) > 1 else 0], checkpoint, f"{network}/{i}.norm", x)
        x = activate(config["activation"], x, config)
    return activate(config["output-activation"], linear(checkpoint, network + "/output.linear", x), config)


def kernel(checkpoint, name, outputs=0):
    """The kernels of a convolution; outputs: the axis of its outputs."""
    weight = checkpoint[name + ".weight"]
    if name + ".u" in checkpoint:
        u, v = checkpoint[name + ".u"], checkpoint[name + ".v"]
        u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
        weight = weight / max(abs(u @ weight.swapaxes(0, outputs).reshape(len(u), -1) @ v), 1e-12)
    return weight


def biased(checkpoint, name, x):
    return x + checkpoint[name + ".bias"][:, None, None] if name + ".bias" in checkpoint else x


def convolve(checkpoint, name, x, padding, groups=1):
    """Stride 1."""
    w = kernel(checkpoint, name)
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    side = x.shape[2] - w.shape[2] + 1
    parts = []
    for xs, ws in zip(np.split(x, groups, 1), np.split(w, groups, 0)):
        parts.append(sum(
            np.einsum("bchw,oc->bohw", xs[:, :, i : i + side, j : j + side], ws[:, :, i, j], optimize=True)
            for i in range(w.shape[2]) for j in range(w.shape[3])))
    return biased(checkpoint, name, np.concatenate(parts, 1))


def spread(x, w, padding, further):
    """The transpose of a convolution of stride 2 with kernels w, [C, outputs, k, k]."""
    side, k = x.shape[2], w.shape[2]
    full = np.zeros((len(x), w.shape[1], 2 * (side - 1) + k + further, 2 * (side - 1) + k + further))
    for i in range(k):
        for j in range(k):
            full[:, :, i : i + 2 * side : 2, j : j + 2 * side : 2] += np.einsum("bchw,co->bohw", x, w[:, :, i, j], optimize=True)
    return full[:, :, padding : full.shape[2] - padding, padding : full.shape[3] - padding]


def map_norm(kind, checkpoint, name, x):
    if kind == "pixel":
        return x / np.sqrt((x**2).mean(1, keepdims=True) + 1e-8)
    return normalize(kind, checkpoint, name, x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)


def vector_norm(kind, checkpoint, name, x):
    return map_norm(kind, checkpoint, name, x[:, :, None, None])[:, :, 0, 0]


def doubled(x):
    return x.repeat(2, 2).repeat(2, 3)


def begin(checkpoint, name, z, channels):
    x = linear(checkpoint, name + ".linear", z)
    side = int(round(np.sqrt(x.shape[1] // channels)))
    return x.reshape(len(z), channels, side, side)


def dcgan(checkpoint, at, config, z):
    resize = config["upsampling"] == "resize"
    stages = 1
    while f"{at}{stages}.convolution.weight" in checkpoint:
        stages += 1
    names = [f"{at}{i + 1}.convolution" if i < stages - 1 else at + "output.convolution" for i in range(stages)]
    for i in range(len(config["hidden"])):
        z = linear(checkpoint, f"{at}hidden.{i}.linear", z)
        z = np.maximum(vector_norm(config["norm"], checkpoint, f"{at}hidden.{i}.norm", z), 0)
    x = begin(checkpoint, at + "input", z, checkpoint[names[0] + ".weight"].shape[1 if resize else 0])
    for i, name in enumerate(names):
        x = np.maximum(map_norm(config["norm"], checkpoint, f"{at}{i}.norm", x), 0)
        if resize:
            x = convolve(checkpoint, name, doubled(x), 1)
        else:
            k = config["kernel"]
            x = biased(checkpoint, name, spread(x, kernel(checkpoint, name, 1), (k - 1) // 2, k % 2))
    return np.tanh(x)


def metz(checkpoint, at, config, z):
    x = begin(checkpoint, at + "input", z, 64)
    for i in range(4):
        if i > 0:
            name = f"{at}{i}.convolution"
            x = biased(checkpoint, name, spread(x, kernel(checkpoint, name, 1), 1, 0 if i == 1 else 1))
        x = np.maximum(map_norm(config["norm"], checkpoint, f"{at}{i}.norm", x), 0)
    return np.tanh(convolve(checkpoint, at + "output.convolution", x, 1))


def resnet(checkpoint, at, config, z):
    x = begin(checkpoint, at + "input", z, config["width"])
    block = 0
    while f"{at}{block}.block.body.0.convolution.weight" in checkpoint:
        name = f"{at}{block}.block."
        y = np.maximum(map_norm(config["norm"], checkpoint, name + "body.0.norm", x), 0)
        y = convolve(checkpoint, name + "body.0.convolution", doubled(y), 1)
        y = np.maximum(map_norm(config["norm"], checkpoint, name + "body.1.norm", y), 0)
        x = convolve(checkpoint, name + "body.1.convolution", y, 1) + convolve(checkpoint, name + "shortcut.convolution", doubled(x), 0)
        block += 1
    x = np.maximum(map_norm(config["norm"], checkpoint, at + "output.norm", x), 0)
    return np.tanh(convolve(checkpoint, at + "output.convolution", x, 1))


def r3gan(checkpoint, at, config, z):
    weight = kernel(checkpoint, at + "input.basis")
    x = (z @ weight.T)[:, :, None, None] * checkpoint[at + "input.basis.basis"]
    smooth = np.outer([1, 2, 1], [1, 2, 1]) / 4
    stage = 0
    while f"{at}{stage}.block-0.body.0.convolution.weight" in checkpoint:
        if stage > 0:
            if f"{at}{stage}.widen.weight" in checkpoint:
                x = convolve(checkpoint, f"{at}{stage}.widen", x, 0)
            x = spread(x, np.einsum("co,ij->coij", np.eye(x.shape[1]), smooth), 1, 1)
        for block in range(config["blocks"]):
            name = f"{at}{stage}.block-{block}.body."
            y = convolve(checkpoint, name + "0.convolution", x, 0)
            y = np.where(y > 0, y, 0.2 * y)
            y = convolve(checkpoint, name + "1.convolution", y, 1, y.shape[1] // config["group-width"])
            x = x + convolve(checkpoint, name + "2.convolution", np.where(y > 0, y, 0.2 * y), 0)
        stage += 1
    return convolve(checkpoint, at + "output.convolution", x, 0)


PICTURES = {"dcgan": dcgan, "metz": metz, "resnet": resnet, "r3gan": r3gan}


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
