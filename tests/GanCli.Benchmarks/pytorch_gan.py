"""A GAN in eager PyTorch, as its users write it: modules, torch.optim.Adam, two passes of D.

Usage: pytorch_gan.py LATENT BATCH G-WIDTHS D-WIDTHS DATA THREADS, widths with commas, DATA ring or line. Each line of stdin is a number
of steps, answered by the milliseconds of one. Ends without an answer where PyTorch is not installed.
"""
import sys
import time

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit()


def mlp(inputs, widths, outputs):
    layers = []
    for width in widths:
        layers += [nn.Linear(inputs, width), nn.ReLU()]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


latent, batch = int(sys.argv[1]), int(sys.argv[2])
g_widths, d_widths = ([int(width) for width in argument.split(",")] for argument in sys.argv[3:5])
torch.set_num_threads(int(sys.argv[6]))
if sys.argv[5] == "ring":
    angles = torch.arange(8) * (2 * torch.pi / 8)
    centres, std = 2 * torch.stack([angles.cos(), angles.sin()], 1), 0.02
else:
    centres, std = torch.tensor([[-5.0], [5.0]]), 1.0

modes, dimension = centres.shape
g = mlp(latent, g_widths, dimension)
d = mlp(dimension, d_widths, 1)
adam_g = torch.optim.Adam(g.parameters(), 1e-3, betas=(0.5, 0.999))
adam_d = torch.optim.Adam(d.parameters(), 1e-3, betas=(0.5, 0.999))
loss = nn.BCEWithLogitsLoss()
ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)


def step():
    real = centres[torch.randint(modes, (batch,))] + std * torch.randn(batch, dimension)
    with torch.no_grad():
        fake = g(torch.randn(batch, latent))
    adam_d.zero_grad(set_to_none=True)
    (loss(d(real), ones) + loss(d(fake), zeros)).backward()
    adam_d.step()
    adam_g.zero_grad(set_to_none=True)
    loss(d(g(torch.randn(batch, latent))), ones).backward()
    adam_g.step()


for line in sys.stdin:
    steps = int(line)
    start = time.perf_counter()
    for _ in range(steps):
        step()
    print((time.perf_counter() - start) * 1000 / steps, flush=True)
