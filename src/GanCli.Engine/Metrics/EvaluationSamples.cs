using GanCli.Engine.Tensors;

namespace GanCli.Engine.Metrics;

/// <summary>Samples under evaluation, in the space the networks see.</summary>
/// <remarks>
/// Non-finite numbers are refused: they mean divergence, and no score could tell it better. Finite numbers beyond ±10¹⁵ are measured as
/// ±10¹⁵, so that squared distances stay finite in single precision and every metric is finite.
/// </remarks>
public sealed record EvaluationSamples
{
    private const float Limit = 1e15f;

    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="generated">Rows of generated samples, [n × dimension], n at least 2.</param>
    /// <param name="real">As many rows of fresh real samples.</param>
    /// <param name="random">For random directions and subsets. Metrics draw from this very lane and step.</param>
    /// <exception cref="ArgumentException">The two sets differ in size, or hold less than two samples or parts of samples.</exception>
    /// <exception cref="NotFiniteNumberException">A sample holds NaN or an infinity.</exception>
    public EvaluationSamples(int dimension, float[] generated, float[] real, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (generated.Length != real.Length || generated.Length % dimension != 0 || generated.Length < 2 * dimension)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{generated.Length} generated and {real.Length} real numbers are not two equal sets of two or more samples of {dimension}"));
        }

        Dimension = dimension;
        Generated = Measurable(generated, dimension, "generated");
        Real = Measurable(real, dimension, "real");
        Random = random;
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>Rows of generated samples, [n × <see cref="Dimension"/>].</summary>
    public float[] Generated { get; }

    /// <summary>Rows of fresh real samples, [n × <see cref="Dimension"/>].</summary>
    public float[] Real { get; }

    /// <summary>For random directions and subsets.</summary>
    public RandomStream Random { get; }

    /// <summary>Samples in each set.</summary>
    public int Count => Generated.Length / Dimension;

    private static float[] Measurable(float[] numbers, int dimension, string name)
    {
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
