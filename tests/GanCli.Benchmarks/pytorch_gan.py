"""A GAN in eager PyTorch, as its users write it: modules, torch.optim.Adam, two passes of D.

Usage: pytorch_gan.py LATENT BATCH G-WIDTHS D-WIDTHS DATA THREADS, widths with commas, DATA ring, line, pictures or metz. Each line of stdin
is a number of steps, answered by the milliseconds of one. Ends without an answer where PyTorch is not installed.
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


def upwards(inputs, channels):
    layers = [nn.Linear(inputs, channels[0] * 49), nn.Unflatten(1, (channels[0], 7, 7))]
    for i, width in enumerate(channels):
        last = i == len(channels) - 1
        convolution = nn.ConvTranspose2d(width, 3 if last else channels[i + 1], 4, 2, 1, bias=last)
        layers += [nn.BatchNorm2d(width), nn.ReLU(), convolution]
    return nn.Sequential(*layers, nn.Tanh())


def downwards(channels):
    layers, inputs = [], 3
    for width in channels:
        layers += [nn.Conv2d(inputs, width, 4, 2, 1), nn.LeakyReLU(0.2)]
        inputs = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(inputs * 49, 1))


def metz_upwards(inputs, channels):
    layers = [nn.Linear(inputs, channels[0] * 16), nn.Unflatten(1, (channels[0], 4, 4)), nn.BatchNorm2d(channels[0]), nn.ReLU()]
    for i, width in enumerate(channels[1:]):
        convolution = nn.ConvTranspose2d(channels[i], width, 3, 2, 1, output_padding=int(i > 0), bias=False)
        layers += [convolution, nn.BatchNorm2d(width), nn.ReLU()]
    return nn.Sequential(*layers, nn.Conv2d(channels[-1], 3, 3, 1, 1), nn.Tanh())


def metz_downwards(channels):
    layers, inputs = [], 3
    for width in channels:
        layers.append(nn.Conv2d(inputs, width, 3, 2, 1, bias=inputs == 3))
        layers += ([] if inputs == 3 else [nn.BatchNorm2d(width)]) + [nn.LeakyReLU(0.3)]
        inputs = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(inputs * 16, 1))


latent, batch = int(sys.argv[1]), int(sys.argv[2])
g_widths, d_widths = ([int(width) for width in argument.split(",")] for argument in sys.argv[3:5])
torch.set_num_threads(int(sys.argv[6]))
if sys.argv[5] == "ring":
    angles = torch.arange(8) * (2 * torch.pi / 8)
    centres, std = 2 * torch.stack([angles.cos(), angles.sin()], 1), 0.02
else:
    centres, std = torch.tensor([[-5.0], [5.0]]), 1.0

pictures = torch.randint(256, (4000, 3, 28, 28), dtype=torch.uint8)
if sys.argv[5] == "pictures":
    g, d = upwards(latent, g_widths), downwards(d_widths)
elif sys.argv[5] == "metz":
    g, d = metz_upwards(latent, g_widths), metz_downwards(d_widths)
else:
    g, d = mlp(latent, g_widths, centres.shape[1]), mlp(centres.shape[1], d_widths, 1)

adam_g = torch.optim.Adam(g.parameters(), 1e-3, betas=(0.5, 0.999))
adam_d = torch.optim.Adam(d.parameters(), 1e-3, betas=(0.5, 0.999))
loss = nn.BCEWithLogitsLoss()
ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)


def draw():
    if sys.argv[5] in ("pictures", "metz"):
        return pictures[torch.randint(4000, (batch,))].float() / 127.5 - 1
    return centres[torch.randint(len(centres), (batch,))] + std * torch.randn(batch, centres.shape[1])


def step():
    real = draw()
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
