namespace GanCli.Tests.Random;

/// <summary>The standard normal distribution and goodness-of-fit statistics, written apart from the program.</summary>
internal static class NormalDistribution
{
    /// <summary>Φ(x) by the series x + x³/3 + x⁵/(3·5) + … (Marsaglia 2004), to about 1e-15 for |x| ≤ 7.</summary>
    public static double Cumulative(double x)
    {
        var (sum, term) = (x, x);
        for (var i = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); i += 2)
        {
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>Kolmogorov and Smirnov's √n · D.</summary>
    public static double KolmogorovSmirnov(float[] sample, Func<double, double> cumulative)
    {
        var sorted = sample.Order().ToArray();
        var worst = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var expected = cumulative(sorted[i]);
            worst = Math.Max(worst, Math.Max(expected - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - expected));
        }

        return worst * Math.Sqrt(sorted.Length);
    }

    /// <summary>√n times the correlation of two samples of mean 0 and variance 1: a standard normal number if they are independent.</summary>
    public static double Correlation(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return sum / Math.Sqrt(left.Length);
    }
}
