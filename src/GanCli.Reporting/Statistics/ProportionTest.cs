using MathNet.Numerics;

namespace GanCli.Reporting.Statistics;

/// <summary>Exact tests of success rates.</summary>
public static class ProportionTest
{
    // Probabilities of mirrored tables are the same in real numbers and not always in floating point.
    private const double Rounding = 1 + 1e-9;

    /// <summary>McNemar's exact test of pairs: of the pairs that disagree, either one could as well have been the one to succeed.</summary>
    /// <param name="onlyFirst">Pairs of which only the first succeeded.</param>
    /// <param name="onlySecond">Pairs of which only the second succeeded.</param>
    public static TestOutcome McNemar(int onlyFirst, int onlySecond)
    {
        int pairs = onlyFirst + onlySecond;
        double tail = Enumerable.Range(0, Math.Min(onlyFirst, onlySecond) + 1)
            .Sum(count => Math.Exp(SpecialFunctions.BinomialLn(pairs, count) - (pairs * Math.Log(2))));
        return new TestOutcome("McNemar", Math.Min(1, 2 * tail), Math.Min(1, 2 * Math.ScaleB(1, -pairs)));
    }

    /// <summary>Fisher's exact test of two groups without pairs; two-sided: all tables with the same margins that are at most as probable.</summary>
    /// <param name="first">Successes and trials of the first group.</param>
    /// <param name="second">Successes and trials of the second group.</param>
    public static TestOutcome Fisher((int Successes, int Trials) first, (int Successes, int Trials) second)
    {
        int successes = first.Successes + second.Successes;
        int low = Math.Max(0, successes - second.Trials);
        int high = Math.Min(successes, first.Trials);
        double[] tables = [.. Enumerable.Range(low, high - low + 1).Select(Probability)];
        double Tail(double observed) => Math.Min(1, tables.Where(probability => probability <= observed * Rounding).Sum());
        return new TestOutcome("Fisher", Tail(tables[first.Successes - low]), Tail(tables.Min()));

        double Probability(int ofFirst) => Math.Exp(SpecialFunctions.BinomialLn(first.Trials, ofFirst)
            + SpecialFunctions.BinomialLn(second.Trials, successes - ofFirst)
            - SpecialFunctions.BinomialLn(first.Trials + second.Trials, successes));
    }
}
