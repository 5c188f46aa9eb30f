using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>Endless samples of a mixture of Gaussians: mean of the chosen mode + its deviation × standard normal, per dimension.</summary>
internal sealed class MixtureSource(MixtureDescription mixture) : DataSource
{
    private readonly float[][] _means = [.. mixture.Means.Select(ToSingle)];
    private readonly float[][] _stds = [.. mixture.Stds.Select(ToSingle)];
    private readonly WeightedChoice _choice = new(mixture.Weights);

    private readonly int _dimension = mixture.Means[0].Length;

    public override IReadOnlyList<long> Shape => [_dimension];

    public override MixtureDescription Mixture => mixture;

    /// <summary>Modes of one round deviation, equally likely unless weights are given (of any sum).</summary>
    public static MixtureSource Round(IReadOnlyList<double[]> means, double std, IReadOnlyList<double>? weights = null)
        => new(new MixtureDescription(means, [.. means.Select(mean => Repeat(std, mean.Length))], Normalize(weights, means.Count)));

    /// <summary>Weights scaled to sum to one; equal ones for null.</summary>
    public static double[] Normalize(IReadOnlyList<double>? weights, int count)
    {
        var given = weights ?? Repeat(1, count);
        var sum = given.Sum();
        return [.. given.Select(weight => weight / sum)];
    }

    public static double[] Repeat(double value, int count)
    {
        var result = new double[count];
        Array.Fill(result, value);
        return result;
    }

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        stream.Normal(first * _dimension, rows);
        Span<uint> words = stackalloc uint[256];
        while (!rows.IsEmpty)
        {
            var chunk = words[..Math.Min(words.Length, rows.Length / _dimension)];
            stream.Beside().Bits(first, chunk);
            foreach (var word in chunk)
            {
                var mode = _choice.Choose(word);
                var (means, stds) = (_means[mode], _stds[mode]);
                for (var i = 0; i < means.Length; i++)
                {
                    rows[i] = means[i] + (stds[i] * rows[i]);
                }

                rows = rows[means.Length..];
            }

            first += chunk.Length;
        }
    }

    private static float[] ToSingle(double[] values) => [.. values.Select(value => (float)value)];
}
