using GanCli.Engine.Networks;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>Draws from a generator. Sample i is a function of (weights, stream, i): matrix products may round differently for another number
/// of rows, so the network always sees whole chunks of the same size, however many samples are asked for.</summary>
public sealed class Sampler(Network generator, Prior prior, ScalarType dtype, Device device)
{
    /// <summary>Samples that are drawn together.</summary>
    public const int Chunk = 1024;

    // Of single precision, a quarter of a gigabyte: what one layer's outputs may take.
    private const double MostNumbers = 1 << 26;

    private readonly float[] _latents = new float[Chunk * prior.Dimension];

    /// <summary>Rows in one pass of the network.</summary>
    public int Rows { get; } = RowsOf(generator);

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; } = checked((int)generator.OutputShape.Aggregate(1L, static (a, b) => a * b));

    /// <summary>Samples 0 … count − 1 of a stream, [count × <see cref="Dimension"/>], in the space the networks see.</summary>
    public float[] Draw(Weights weights, RandomStream stream, int count)
    {
        var rows = new float[checked(count * Dimension)];
        for (int first = 0; first < count; first += Chunk)
        {
            int wanted = Math.Min(Chunk, count - first);
            prior.Fill(stream, first, _latents);
            Map(weights, _latents, wanted).AsSpan(0, wanted * Dimension).CopyTo(rows.AsSpan(first * Dimension));
        }

        return rows;
    }

    /// <summary>The samples of a stream chunk by chunk, in bounded memory: whole chunks of <see cref="Chunk"/> rows until at least
    /// <paramref name="count"/> are covered; rows beyond it are the samples that would come next.</summary>
    public IEnumerable<float[]> Chunks(Weights weights, RandomStream stream, long count)
    {
        for (long first = 0; first < count; first += Chunk)
        {
            prior.Fill(stream, first, _latents);
            yield return Map(weights, _latents);
        }
    }

    /// <summary>Maps given latents, [<see cref="Chunk"/> × latent dimension], to samples.</summary>
    public float[] Map(Weights weights, float[] latents) => Map(weights, latents, Chunk);

    // A pass always has as many rows, and no pass is made of whose rows none is wanted: what a row is does not depend on how many are.
    private float[] Map(Weights weights, float[] latents, int wanted)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor z = HostMemory.Copy(latents, Chunk, prior.Dimension).to(dtype, device);
        var rows = new float[Chunk * Dimension];
        for (int first = 0; first < wanted; first += Rows)
        {
            using var pass = NewDisposeScope();
            Tensor samples = generator.Forward(weights, z.narrow(0, first, Rows), Pass.Evaluation).to(ScalarType.Float32).cpu().contiguous();
            HostMemory.Of(samples).CopyTo(rows.AsSpan(first * Dimension));
        }

        return rows;
    }

    /// <summary>Rows in one pass of a network: all of a chunk, or a part of it where layers have very many numbers. A matter of the network alone.</summary>
    private static int RowsOf(Network network)
    {
        double largest = network.Layers.Max(static layer => layer.Output.Aggregate(1d, static (size, axis) => size * axis));
        int rows = Chunk;
        while (rows > 1 && rows * largest > MostNumbers)
        {
            rows /= 2;
        }

        return rows;
    }
}
