using GanCli.Engine.Config;
using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics;

/// <summary>Fréchet distance of Gaussians.</summary>
[AlsoCalled("fid", "fd", "frechet-distance")]
[Component("frechet", "Squared Fréchet distance between Gaussians fitted to the samples (that of FID): sees means and covariances only",
    Source = "Dowson and Landau 1982; Heusel et al. 2017, eq. 6")]
public sealed record FrechetConfig : FeatureMetricConfig
{
    // The time of roots and eigenvalues grows with the third power: .05 s here, 5 s in 1,200 dimensions.
    private const int MostDimensions = 256;
    private const int MostFeatures = 2048;

    public override int Order => 40;

    private protected override string? UnfitPoints(DataSource data) => data.Dimension > MostDimensions
        ? FormattableString.Invariant($"covariances are compared up to {MostDimensions} dimensions, and the data have {data.Dimension}") : null;

    private protected override string? UnfitShape(int dimension, int? rows) => dimension > MostFeatures
        ? FormattableString.Invariant($"covariances are compared up to {MostFeatures} features, and these are {dimension}")
        : rows <= dimension ? FormattableString.Invariant($"{rows} rows determine no covariance of {dimension} dimensions")
        : null;

    private protected override Metric Measure(int dimension, string unit) => new Frechet(dimension, unit);
}

/// <summary>‖μ₁ − μ₂‖² + Tr(C₁ + C₂ − 2 (√C₁ C₂ √C₁)^½), the symmetric form, eigenvalues clamped at 0; covariances divide by n − 1.</summary>
internal sealed class Frechet(int dimension, string unit = MetricInfo.DataUnit) : Metric
{
    public const string Key = "frechet";

    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new(Key, "Squared Fréchet distance", Better.Lower)
        {
            Help = $"Squared Fréchet distance between Gaussians with the means and covariances of both sets, "
                + $"in {(unit is MetricInfo.DataUnit ? "squared units of the data" : $"{unit}, squared")}; "
                + "a blob with the data's covariance scores like true data",
        },
    ];

    // Keeps the sums of products below two milliards.
    public override int MaxSamples => (int)Math.Min(int.MaxValue, (1L << 31) / dimension / dimension);

    public override double Cost(int samples) =>
        (samples * (20.0 + (8 * dimension) + (0.3 * dimension * dimension))) + (3.0 * dimension * dimension * dimension);

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(MaxSamples, samples.Pairs);
        var (realMean, realCovariance) = Moments(samples.Real, count);
        var (mean, covariance) = Moments(samples.Generated, count);
        double between = 0;
        double traces = 0;
        for (var i = 0; i < dimension; i++)
        {
            between += (mean[i] - realMean[i]) * (mean[i] - realMean[i]);
            traces += covariance[(i * dimension) + i] + realCovariance[(i * dimension) + i];
        }

        var root = SquareRoot(realCovariance);
        var product = Product(Product(root, covariance), root);
        double fidelity = 0;
        foreach (var value in SymmetricEigen.Values(Symmetric(product), dimension))
        {
            fidelity += Math.Sqrt(Math.Max(0, value));
        }

        // Rounding may leave equal sets slightly below nothing.
        results[Key] = new MetricValue(Math.Max(0, between + traces - (2 * fidelity)))
        {
            Flag = count > dimension ? null : "too few samples for a covariance of full rank",
        };
    }

    private (double[] Mean, double[] Covariance) Moments(float[] rows, int count)
    {
        var mean = new double[dimension];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < dimension; j++)
            {
                mean[j] += rows[(i * dimension) + j];
            }
        }

        for (var j = 0; j < dimension; j++)
        {
            mean[j] /= count;
        }

        var covariance = new double[dimension * dimension];
        var centred = new double[dimension];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < dimension; j++)
            {
                centred[j] = rows[(i * dimension) + j] - mean[j];
            }

            for (var j = 0; j < dimension; j++)
            {
                SymmetricEigen.Add(covariance.AsSpan(j * dimension, j + 1), centred[j], centred);
            }
        }

        for (var i = 0; i < dimension; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                covariance[(j * dimension) + i] = covariance[(i * dimension) + j] /= count - 1;
            }
        }

        return (mean, covariance);
    }

    // Of a positive semi-definite matrix: V √λ Vᵀ.
    private double[] SquareRoot(double[] matrix)
    {
        var (values, vectors) = SymmetricEigen.Decompose(matrix, dimension);
        var root = new double[matrix.Length];
        for (var k = 0; k < dimension; k++)
        {
            var vector = vectors.AsSpan(k * dimension, dimension);
            var length = Math.Sqrt(Math.Max(0, values[k]));
            for (var i = 0; i < dimension; i++)
            {
                SymmetricEigen.Add(root.AsSpan(i * dimension, dimension), length * vector[i], vector);
            }
        }

        return root;
    }

    private double[] Product(double[] left, double[] right)
    {
        var product = new double[left.Length];
        for (var i = 0; i < dimension; i++)
        {
            for (var k = 0; k < dimension; k++)
            {
                SymmetricEigen.Add(
                    product.AsSpan(i * dimension, dimension), left[(i * dimension) + k], right.AsSpan(k * dimension, dimension));
            }
        }

        return product;
    }

    private double[] Symmetric(double[] matrix)
    {
        for (var i = 0; i < dimension; i++)
        {
            for (var j = 0; j < i; j++)
            {
                matrix[(i * dimension) + j] = matrix[(j * dimension) + i] = (matrix[(i * dimension) + j] + matrix[(j * dimension) + i]) / 2;
            }
        }

        return matrix;
    }
}
