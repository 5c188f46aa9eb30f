using MathNet.Numerics.LinearAlgebra;

namespace GanCli.Reporting.Statistics;

/// <summary>Whose luck it is: how much of the variance over runs comes from each of several seeds, in a model of random effects.</summary>
/// <param name="Parts">Variance by each factor alone, in the factors' order; NaN for a factor that never varies.</param>
/// <param name="Rest">Variance by what only their combinations explain.</param>
/// <remarks>Two runs that differ in a set D of factors differ by half their squared distance, in the mean the sum of all components that touch D. Averages
/// over the pairs of each D are solved for the components: in a balanced crossed design these are the ANOVA estimates. Where not every D occurs, all
/// combinations share one component. Negative estimates, which are noise about nothing, count as 0.</remarks>
public sealed record VarianceShares(IReadOnlyList<double> Parts, double Rest)
{
    /// <summary>Share of each factor alone, 0 to 1; NaN where it never varies or nothing does.</summary>
    public IReadOnlyList<double> Shares => [.. Parts.Select(part => part / Total)];

    /// <summary>Share of combinations.</summary>
    public double RestShare => Rest / Total;

    private double Total => Rest + Parts.Where(double.IsFinite).Sum();

    /// <summary>Estimates the components.</summary>
    /// <param name="runs">Levels of the factors (seeds), as many for each, and the outcome.</param>
    /// <returns>Null where the runs cannot tell the factors apart.</returns>
    public static VarianceShares? Of(IReadOnlyList<(IReadOnlyList<string> Levels, double Value)> runs)
    {
        int factors = runs.Count == 0 ? 0 : runs[0].Levels.Count;
        Dictionary<int, List<double>> pairs = [];
        for (int i = 0; i < runs.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int differ = Enumerable.Range(0, factors).Sum(f => string.Equals(runs[i].Levels[f], runs[j].Levels[f], StringComparison.Ordinal) ? 0 : 1 << f);
                double distance = runs[i].Value - runs[j].Value;
                if (!pairs.TryGetValue(differ, out List<double>? halves))
                {
                    pairs[differ] = halves = [];
                }

                halves.Add(distance * distance / 2);
            }
        }

        // Runs with the same seeds are the same run again.
        pairs.Remove(0);
        int varying = pairs.Keys.Aggregate(0, (all, differ) => all | differ);
        int[] alone = [.. Enumerable.Range(0, factors).Select(f => 1 << f).Where(f => (f & varying) != 0)];
        if (alone.Length < 2)
        {
            return null;
        }

        int[] patterns = [.. pairs.Keys.Order()];
        bool complete = patterns.Length == (1 << alone.Length) - 1;
        int[] together = complete ? [.. patterns.Where(pattern => !alone.Contains(pattern))] : [varying];
        int[] components = [.. alone, .. together];
        Matrix<double> system =
            Matrix<double>.Build.Dense(patterns.Length, components.Length, (row, column) => (patterns[row] & components[column]) != 0 ? 1 : 0);
        if (system.Rank() < components.Length)
        {
            return null;
        }

        Vector<double> found = system.QR().Solve(Vector<double>.Build.Dense([.. patterns.Select(pattern => pairs[pattern].Average())]));

        // What is left of 0 by rounding is 0.
        found.CoerceZero(found.AbsoluteMaximum() * 1e-12);
        found.PointwiseMaximum(0, found);
        double[] parts = [.. Enumerable.Range(0, factors).Select(f => Array.IndexOf(alone, 1 << f) is var place and >= 0 ? found[place] : double.NaN)];
        return new VarianceShares(parts, found.Skip(alone.Length).Sum());
    }
}
