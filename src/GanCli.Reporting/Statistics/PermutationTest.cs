using MathNet.Numerics.Random;

namespace GanCli.Reporting.Statistics;

/// <summary>Permutation tests of a difference of means (Fisher 1935, Pitman 1937): two-sided, no assumption but that labels could as well have been
/// others.</summary>
/// <remarks>Exact: all choices are counted, as a distribution of sums, which takes any number of runs where values tie (counts of modes), and up to 21 pairs
/// or about 11 against 11 runs where none do. Beyond <see cref="MostSums"/> different sums it is a Monte-Carlo test of <see cref="Draws"/> choices,
/// always the same ones, whose p value is (1 + those at least as extreme) / (1 + <see cref="Draws"/>).</remarks>
public static class PermutationTest
{
    /// <summary>Choices of the Monte-Carlo test.</summary>
    public const int Draws = 100_000;

    /// <summary>Different sums that are kept at a time.</summary>
    internal const int MostSums = 1 << 21;

    // Sums that are the same in real numbers differ in floating point by less than this part of the largest one.
    private const double Rounding = 1e-11;

    /// <summary>Pairs: the sign of each difference could as well have been the other one.</summary>
    /// <param name="differences">One for each pair, finite.</param>
    public static TestOutcome SignFlips(IReadOnlyList<double> differences)
    {
        double observed = Math.Abs(differences.Sum());
        double rounding = Rounding * differences.Sum(Math.Abs);
        AttainedSums sums = AttainedSums.Zero;
        foreach (double difference in differences)
        {
            sums = sums.Shifted(-Math.Abs(difference)).Or(sums.Shifted(Math.Abs(difference)), rounding);
            if (sums.Count > MostSums)
            {
                return Drawn("random sign flips", observed, rounding, random => differences.Sum(value => random.Next(2) == 0 ? value : -value));
            }
        }

        return new TestOutcome("sign flips", sums.ShareBeyond(0, observed, rounding), sums.ShareBeyond(0, sums.Farthest(0), rounding));
    }

    /// <summary>No pairs: each run could as well have belonged to the other group.</summary>
    /// <param name="first">Values of the first group, finite.</param>
    /// <param name="second">Values of the second group, finite.</param>
    public static TestOutcome Labels(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] all = [.. first, .. second];
        int chosen = Math.Min(first.Count, second.Count);

        // The mean difference is a function of the sum of the smaller group. Taking the mean away keeps the rounding small.
        double mean = all.Length == 0 ? 0 : all.Average();
        double[] values = [.. all.Select(value => value - mean)];
        double observed = Math.Abs((first.Count == chosen ? values.Take(chosen) : values.Skip(first.Count)).Sum());
        double rounding = Rounding * values.Sum(Math.Abs);
        AttainedSums?[] sums = new AttainedSums?[chosen + 1];
        sums[0] = AttainedSums.Zero;
        for (int i = 0; i < values.Length; i++)
        {
            // Of those that cannot become a whole group any more nothing is kept.
            int least = Math.Max(0, chosen - (values.Length - i - 1));
            for (int size = Math.Min(i + 1, chosen); size > 0; size--)
            {
                AttainedSums? with = sums[size - 1]?.Shifted(values[i]);
                sums[size] = size < least ? null : sums[size] is AttainedSums without ? with is null ? without : without.Or(with, rounding) : with;
            }

            sums[0] = least > 0 ? null : sums[0];
            if (sums.Sum(list => (long)(list?.Count ?? 0)) > MostSums)
            {
                return Drawn("random labels", observed, rounding, random => SumOfSome(values, chosen, random));
            }
        }

        AttainedSums split = sums[chosen]!;
        return new TestOutcome("labels", split.ShareBeyond(0, observed, rounding), split.ShareBeyond(0, split.Farthest(0), rounding));
    }

    private static TestOutcome Drawn(string method, double observed, double rounding, Func<Xoshiro256StarStar, double> draw)
    {
        // The seed is part of the result: the same numbers have the same p value on every machine.
        Xoshiro256StarStar random = new(1, threadSafe: false);
        int beyond = Enumerable.Range(0, Draws).Count(_ => Math.Abs(draw(random)) >= observed - rounding);
        return new TestOutcome(method, (1.0 + beyond) / (1 + Draws), 1.0 / (1 + Draws));
    }

    // The first steps of a shuffle.
    private static double SumOfSome(double[] values, int count, Xoshiro256StarStar random)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            int pick = random.Next(i, values.Length);
            (values[i], values[pick]) = (values[pick], values[i]);
            sum += values[i];
        }

        return sum;
    }
}
