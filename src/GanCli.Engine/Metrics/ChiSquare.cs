namespace GanCli.Engine.Metrics;

/// <summary>The χ² distribution: of the squared distance of a Gaussian sample from its centre, in standard deviations.</summary>
internal static class ChiSquare
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-16;

    /// <summary>P(X ≤ <paramref name="x"/>): the regularized lower incomplete gamma function P(k/2, x/2).</summary>
    /// <param name="x">Any number; 0 for a negative one.</param>
    /// <param name="degrees">Degrees of freedom k, positive.</param>
    public static double Cumulative(double x, double degrees)
    {
        if (x <= 0)
        {
            return 0;
        }

        var a = degrees / 2;
        var t = x / 2;
        var factor = Math.Exp((a * Math.Log(t)) - t - LogGamma(a));
        return t < a + 1 ? factor * LowerSeries(a, t) : 1 - (factor * UpperFraction(a, t));
    }

    /// <summary>The x with P(X ≤ x) = <paramref name="probability"/>.</summary>
    /// <param name="probability">Between 0 and 1, both excluded.</param>
    /// <param name="degrees">Degrees of freedom, positive.</param>
    public static double Quantile(double probability, double degrees)
    {
        double low = 0;
        double high = degrees;
        while (Cumulative(high, degrees) < probability)
        {
            low = high;
            high *= 2;
        }

        // Bisection: needed once or twice for a data source, and it cannot go astray.
        while (true)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            if (Cumulative(middle, degrees) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    /// <summary>E[X | X ≤ <paramref name="x"/>] / k: how much smaller the variance of a Gaussian is inside a ball than without the cut.</summary>
    /// <param name="x">Squared radius of the ball in standard deviations, positive.</param>
    /// <param name="degrees">Degrees of freedom k, positive.</param>
    public static double TruncatedVariance(double x, double degrees)
    {
        var inside = Cumulative(x, degrees);

        // A ball so small that its probability underflows is filled evenly.
        return inside > Tiny ? Cumulative(x, degrees + 2) / inside : x / (degrees + 2);
    }

    /// <summary>The median of X given X ≤ <paramref name="x"/>: of squared distances from the centre inside a ball.</summary>
    /// <param name="x">Squared radius of the ball in standard deviations, positive.</param>
    /// <param name="degrees">Degrees of freedom k, positive.</param>
    public static double TruncatedMedian(double x, double degrees)
    {
        var inside = Cumulative(x, degrees);

        // A ball so small that its probability underflows is filled evenly: half of its volume is within 2^(-1/k) of its radius.
        return inside > Tiny ? Quantile(inside / 2, degrees) : x * Math.Pow(0.5, 2 / degrees);
    }

    // Σ tⁿ Γ(a)/Γ(a+1+n), Numerical Recipes 6.2.5 without the leading factor.
    private static double LowerSeries(double a, double t)
    {
        var term = 1 / a;
        var sum = term;
        for (var n = 1; term > sum * Precision; n++)
        {
            term *= t / (a + n);
            sum += term;
        }

        return sum;
    }

    // The continued fraction of Γ(a, t), by Lentz's method, Numerical Recipes 6.2.7 without the leading factor.
    private static double UpperFraction(double a, double t)
    {
        var b = t + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var fraction = d;
        for (var n = 1; n < 100_000; n++)
        {
            var numerator = -n * (n - a);
            b += 2;
            d = (numerator * d) + b;
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = b + (numerator / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < 10 * Precision)
            {
                break;
            }
        }

        return fraction;
    }

    // Stirling's series after shifting the argument to 10 or more, where five terms give full precision.
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
        {
            shift += Math.Log(x);
        }

        var square = 1 / (x * x);
        var series = ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188)))))))) / x;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }
}
