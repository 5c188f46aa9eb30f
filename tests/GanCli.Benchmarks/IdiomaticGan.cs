using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Benchmarks;

/// <summary>The loop that one writes after TorchSharp's own examples: modules, optim.Adam, two D passes, torch.randn.</summary>
internal sealed class IdiomaticGan : IDisposable
{
    private readonly int _latent;
    private readonly int _batch;
    private readonly Sequential _generator;
    private readonly Sequential _discriminator;
    private readonly optim.Optimizer _generatorAdam;
    private readonly optim.Optimizer _discriminatorAdam;
    private readonly BCEWithLogitsLoss _loss = BCEWithLogitsLoss();
    private readonly Tensor _centres;
    private readonly Tensor _ones;
    private readonly Tensor _zeros;

    public IdiomaticGan(int latent, int batch)
    {
        (_latent, _batch) = (latent, batch);
        _generator = Sequential(Linear(latent, 128), ReLU(), Linear(128, 128), ReLU(), Linear(128, 2));
        _discriminator = Sequential(Linear(2, 128), ReLU(), Linear(128, 128), ReLU(), Linear(128, 1));
        _generatorAdam = optim.Adam(_generator.parameters(), 1e-3, beta1: 0.5);
        _discriminatorAdam = optim.Adam(_discriminator.parameters(), 1e-3, beta1: 0.5);
        (_ones, _zeros) = (ones(batch, 1), zeros(batch, 1));
        using Tensor angles = arange(8, ScalarType.Float32) * (2 * Math.PI / 8);
        _centres = stack([angles.cos() * 2, angles.sin() * 2], 1);
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        Tensor real = _centres[randint(8, [_batch])] + (randn(_batch, 2) * 0.02);
        Tensor fake;
        using (no_grad())
        {
            fake = _generator.forward(randn(_batch, _latent));
        }

        _discriminatorAdam.zero_grad();
        Tensor lossD = _loss.forward(_discriminator.forward(real), _ones) + _loss.forward(_discriminator.forward(fake), _zeros);
        lossD.backward();
        _discriminatorAdam.step();

        _generatorAdam.zero_grad();
        Tensor lossG = _loss.forward(_discriminator.forward(_generator.forward(randn(_batch, _latent))), _ones);
        lossG.backward();
        _generatorAdam.step();
    }

    public void Dispose()
    {
        _generator.Dispose();
        _discriminator.Dispose();
        _generatorAdam.Dispose();
        _discriminatorAdam.Dispose();
        _loss.Dispose();
        _centres.Dispose();
        _ones.Dispose();
        _zeros.Dispose();
    }
}
