"""Makes the TorchScript files beside it, with PyTorch 1.13; run it in this folder."""
import io
import zipfile

import torch


class Means(torch.nn.Module):
    """[n, c, side, side] to the mean of each channel."""

    def forward(self, x):
        return x.mean([2, 3])


class Several(torch.nn.Module):
    """The means, the means of the four quarters of each channel, logarithms of the means, and one row too few."""

    def forward(self, x):
        means = x.mean([2, 3])
        return means, torch.nn.functional.adaptive_avg_pool2d(x, [2, 2]), means.log(), means[1:]


class Named(torch.nn.Module):
    """The means in a dictionary."""

    def forward(self, x):
        return {"means": x.mean([2, 3])}


class Wide(torch.nn.Module):
    """The means in double precision; twice as much while training."""

    def forward(self, x):
        means = x.double().mean([2, 3])
        return means + means if self.training else means


class Strict(torch.nn.Module):
    """Takes no picture at all."""

    def forward(self, x):
        return x.reshape([-1, 1, 5])


NETWORKS = {"means": Means(), "several": Several(), "named": Named(), "wide": Wide(), "strict": Strict()}
for name, module in NETWORKS.items():
    whole = io.BytesIO()
    torch.jit.save(torch.jit.script(module), whole)

    # Without what says where on a disk each line of source was.
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(f"{name}.pt", "w") as after:
        for entry in before.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                after.writestr(entry, before.read(entry))
