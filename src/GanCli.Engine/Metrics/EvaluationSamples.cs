using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>Samples under evaluation, in the space the networks see.</summary>
/// <remarks>
/// Non-finite numbers are refused: they mean divergence, and no score could tell it better. Finite numbers beyond ±10¹⁵ are measured as
/// ±10¹⁵, so that squared distances stay finite in single precision and every metric is finite.
/// </remarks>
public sealed record EvaluationSamples
{
    private const float Limit = 1e15f;

    // Beside the lane of metrics. Part of every draw: never renumber.
    private const int FeatureLane = 0x80;

    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="generated">Rows of generated samples, [n × dimension], n at least 2.</param>
    /// <param name="real">Rows of real samples, [m × dimension], m at least 2, from <see cref="RealSamples.Draw"/>: as many as generated
    /// ones, or fewer where a fixed set has no more.</param>
    /// <param name="random">For random directions and subsets. Metrics draw from this very lane and step.</param>
    /// <exception cref="ArgumentException">A set holds less than two samples, or parts of samples.</exception>
    /// <exception cref="NotFiniteNumberException">A sample holds NaN or an infinity.</exception>
    public EvaluationSamples(int dimension, float[] generated, float[] real, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        Dimension = dimension;
        Generated = Measurable(generated, dimension, "generated");
        Real = Measurable(real, dimension, "real");
        Random = random;
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>Rows of generated samples, [n × <see cref="Dimension"/>].</summary>
    public float[] Generated { get; }

    /// <summary>Rows of real samples, [m × <see cref="Dimension"/>].</summary>
    public float[] Real { get; }

    /// <summary>For random directions and subsets.</summary>
    public RandomStream Random { get; }

    /// <summary>Generated samples.</summary>
    public int Count => Generated.Length / Dimension;

    /// <summary>How many samples of each set, the first, are compared with each other: as many as the smaller holds.</summary>
    public int Pairs => Math.Min(Generated.Length, Real.Length) / Dimension;

    /// <summary>The same as a space of features sees them, beside features of real pictures.</summary>
    internal EvaluationSamples Through(FeatureSpace space) => new(
        space.Extractor.Count,
        space.Features(Generated),
        RealSamples.Draw(space.Source, Count, Random.ForLane(Random.Lane + FeatureLane)),
        Random);

    private static float[] Measurable(float[] numbers, int dimension, string name)
    {
        if (numbers.Length % dimension != 0 || numbers.Length < 2 * dimension)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{numbers.Length} {name} numbers are not two or more samples of {dimension}"));
        }

        var beyond = false;
        for (var i = 0; i < numbers.Length; i++)
        {
            // One comparison for the ordinary number; NaN fails it too.
            if (!(Math.Abs(numbers[i]) <= Limit))
            {
                if (!float.IsFinite(numbers[i]))
                {
                    throw new NotFiniteNumberException(FormattableString.Invariant(
                        $"the {name} samples are not finite: sample {i / dimension} holds {numbers[i]}"));
                }

                beyond = true;
            }
        }

        return beyond ? Array.ConvertAll(numbers, number => Math.Clamp(number, -Limit, Limit)) : numbers;
    }
}
