using GanCli.Runs;
using MathNet.Numerics.Distributions;

namespace GanCli.Reporting.Statistics;

/// <summary>Confidence intervals, of 95% where nothing else is said.</summary>
public static class Intervals
{
    private const double Confidence = 0.95;

    /// <summary>Student's interval of a mean: x̄ ± t(n − 1)·s/√n. Where all numbers are the same it is one point, which says nothing of seeds that were not
    /// run.</summary>
    /// <returns>Null below two numbers.</returns>
    public static Interval? OfMean(Outcomes sample)
    {
        if (sample.Count < 2)
        {
            return null;
        }

        return Around(sample.Mean, sample.Count - 1, sample.Deviation / Math.Sqrt(sample.Count));
    }

    /// <summary>Welch's interval of a difference of means, first less second, of samples without pairs.</summary>
    /// <returns>Null where one has less than two numbers.</returns>
    public static Interval? OfMeanDifference(Outcomes first, Outcomes second) =>
        MeanEstimate.Of(first) is { } one && MeanEstimate.Of(second) is { } other ? OfMeanDifference(one, other) : null;

    /// <summary>The same of means whose numbers are not at hand.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other. A number that is known exactly has an error of 0 and counts for nothing: the interval is Student's of the first.</param>
    /// <param name="confidence">How often such an interval holds the difference: 0.95.</param>
    public static Interval OfMeanDifference(MeanEstimate first, MeanEstimate second, double confidence = Confidence)
    {
        double a = first.Error * first.Error;
        double b = second.Error * second.Error;
        double freedom = a + b == 0
            ? first.Count + second.Count - 2
            : (a + b) * (a + b) / ((a * a / (first.Count - 1)) + (b * b / (second.Count - 1)));
        return Around(first.Mean - second.Mean, freedom, Math.Sqrt(a + b), confidence);
    }

    /// <summary>Wilson's score interval of a proportion.</summary>
    /// <returns>Null where nothing was tried.</returns>
    public static Interval? OfProportion(int successes, int trials)
    {
        if (trials == 0)
        {
            return null;
        }

        (double low, double high) = WilsonInterval.Of(successes, trials);
        return new Interval(low, high);
    }

    /// <summary>Newcombe's interval of a difference of proportions, first less second, put together from two Wilson intervals (Newcombe 1998, Statistics in
    /// Medicine 17, 873, method 10).</summary>
    /// <param name="first">Successes and trials of the first.</param>
    /// <param name="second">Successes and trials of the second.</param>
    /// <param name="correlation">φ of the pairs; 0 for samples without pairs (Newcombe 1998, 17, 2635).</param>
    /// <returns>Null where one was never tried.</returns>
    public static Interval? OfProportionDifference((int Successes, int Trials) first, (int Successes, int Trials) second, double correlation = 0)
    {
        if (OfProportion(first.Successes, first.Trials) is not Interval one || OfProportion(second.Successes, second.Trials) is not Interval two)
        {
            return null;
        }

        double p = (double)first.Successes / first.Trials;
        double q = (double)second.Successes / second.Trials;
        return new Interval(p - q - Length(p - one.Low, two.High - q), p - q + Length(one.High - p, q - two.Low));

        double Length(double a, double b) => Math.Sqrt(Math.Max(0, (a * a) - (2 * correlation * a * b) + (b * b)));
    }

    private static Interval Around(double middle, double freedom, double error, double confidence = Confidence)
    {
        double half = StudentT.InvCDF(0, 1, freedom, (1 + confidence) / 2) * error;
        return new Interval(middle - half, middle + half);
    }
}
