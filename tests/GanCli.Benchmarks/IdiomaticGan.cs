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
    private readonly Tensor _data;
    private readonly double _std;
    private readonly Tensor _ones;
    private readonly Tensor _zeros;

    public IdiomaticGan(Example example)
    {
        _example = example;
        (_data, _std) = example.Data switch
        {
            ExampleData.Line => (tensor(new float[,] { { -5 }, { 5 } }), 1),
            ExampleData.Ring => (Ring(), 0.02),
            _ => (randint(256, [4000, 3, 28, 28], ScalarType.Byte), 0),
        };
        (_generator, _discriminator) = example.IsMetz ? (MetzUpwards(example.Latent, example.Generator), MetzDownwards(example.Discriminator))
            : example.Data == ExampleData.Pictures ? (Upwards(example.Latent, example.Generator), Downwards(example.Discriminator))
            : (Mlp(example.Latent, example.Generator, _data.shape[1]), Mlp(_data.shape[1], example.Discriminator, 1));
        _generatorAdam = optim.Adam(_generator.parameters(), 1e-3, beta1: 0.5);
        _discriminatorAdam = optim.Adam(_discriminator.parameters(), 1e-3, beta1: 0.5);
        (_ones, _zeros) = (ones(example.Batch, 1), zeros(example.Batch, 1));
    }

    protected override void Step()
    {
        using var scope = NewDisposeScope();
        Tensor real = Draw();
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
        _data.Dispose();
        _ones.Dispose();
        _zeros.Dispose();
    }

    private Tensor Draw()
    {
        Tensor rows = _data[randint(_data.shape[0], [_example.Batch])];
        return _example.Data == ExampleData.Pictures ? (rows.to(ScalarType.Float32) / 127.5f) - 1 : rows + (randn(_example.Batch, _data.shape[1]) * _std);
    }

    private static Sequential Upwards(long latent, int[] channels)
    {
        List<Module<Tensor, Tensor>> layers = [Linear(latent, channels[0] * 49), Unflatten(1, [channels[0], 7, 7])];
        for (int i = 0; i < channels.Length; i++)
        {
            bool last = i == channels.Length - 1;
            layers.AddRange(
            [
                BatchNorm2d(channels[i]), ReLU(),
                ConvTranspose2d(channels[i], last ? 3 : channels[i + 1], 4, stride: 2, padding: 1, bias: last),
            ]);
        }

        return Sequential([.. layers, Tanh()]);
    }

    private static Sequential Downwards(int[] channels)
    {
        List<Module<Tensor, Tensor>> layers = [];
        long inputs = 3;
        foreach (int outputs in channels)
        {
            layers.AddRange([Conv2d(inputs, outputs, 4, stride: 2, padding: 1), LeakyReLU(0.2)]);
            inputs = outputs;
        }

        return Sequential([.. layers, Flatten(), Linear(inputs * 49, 1)]);
    }

    private static Sequential MetzUpwards(long latent, int[] channels)
    {
        List<Module<Tensor, Tensor>> layers = [Linear(latent, channels[0] * 16), Unflatten(1, [channels[0], 4, 4]), BatchNorm2d(channels[0]), ReLU()];
        for (int i = 1; i < channels.Length; i++)
        {
            layers.AddRange(
            [
                ConvTranspose2d(channels[i - 1], channels[i], 3, stride: 2, padding: 1, output_padding: i > 1 ? 1 : 0, bias: false),
                BatchNorm2d(channels[i]), ReLU(),
            ]);
        }

        return Sequential([.. layers, Conv2d(channels[^1], 3, 3, padding: 1), Tanh()]);
    }

    private static Sequential MetzDownwards(int[] channels)
    {
        List<Module<Tensor, Tensor>> layers = [];
        long inputs = 3;
        foreach (int outputs in channels)
        {
            layers.Add(Conv2d(inputs, outputs, 3, stride: 2, padding: 1, bias: inputs == 3));
            if (inputs != 3)
            {
                layers.Add(BatchNorm2d(outputs));
            }

            layers.Add(LeakyReLU(0.3));
            inputs = outputs;
        }

        return Sequential([.. layers, Flatten(), Linear(inputs * 16, 1)]);
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
