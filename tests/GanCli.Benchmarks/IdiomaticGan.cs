using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Benchmarks;

/// <summary>The loop that one writes after TorchSharp's own examples: modules, optim.Adam, two D passes, torch.randn.</summary>
internal sealed class IdiomaticGan : Contestant
{
    private readonly Example _example;
    private readonly Sequential _generator;
    private readonly Sequential _discriminator;
    private readonly optim.Optimizer _generatorAdam;
    private readonly optim.Optimizer _discriminatorAdam;
    private readonly BCEWithLogitsLoss _loss = BCEWithLogitsLoss();
    private readonly Tensor _centres;
    private readonly double _std;
    private readonly Tensor _ones;
    private readonly Tensor _zeros;

    public IdiomaticGan(Example example)
    {
        _example = example;
        (_centres, _std) = example.IsLine ? (tensor(new float[,] { { -5 }, { 5 } }), 1) : (Ring(), 0.02);
        _generator = Mlp(example.Latent, example.Generator, _centres.shape[1]);
        _discriminator = Mlp(_centres.shape[1], example.Discriminator, 1);
        _generatorAdam = optim.Adam(_generator.parameters(), 1e-3, beta1: 0.5);
        _discriminatorAdam = optim.Adam(_discriminator.parameters(), 1e-3, beta1: 0.5);
        (_ones, _zeros) = (ones(example.Batch, 1), zeros(example.Batch, 1));
    }

    protected override void Step()
    {
        using var scope = NewDisposeScope();
        Tensor real = _centres[randint(_centres.shape[0], [_example.Batch])] + (randn(_example.Batch, _centres.shape[1]) * _std);
        Tensor fake;
        using (no_grad())
        {
            fake = _generator.forward(randn(_example.Batch, _example.Latent));
        }

        _discriminatorAdam.zero_grad();
        Tensor lossD = _loss.forward(_discriminator.forward(real), _ones) + _loss.forward(_discriminator.forward(fake), _zeros);
        lossD.backward();
        _discriminatorAdam.step();

        _generatorAdam.zero_grad();
        Tensor lossG = _loss.forward(_discriminator.forward(_generator.forward(randn(_example.Batch, _example.Latent))), _ones);
        lossG.backward();
        _generatorAdam.step();
    }

    public override void Dispose()
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

    private static Sequential Mlp(long inputs, int[] widths, long outputs)
    {
        List<Module<Tensor, Tensor>> layers = [];
        foreach (int width in widths)
        {
            layers.AddRange([Linear(inputs, width), ReLU()]);
            inputs = width;
        }

        return Sequential([.. layers, Linear(inputs, outputs)]);
    }

    private static Tensor Ring()
    {
        using Tensor angles = arange(8, ScalarType.Float32) * (2 * Math.PI / 8);
        return stack([angles.cos() * 2, angles.sin() * 2], 1);
    }
}
