namespace GanCli.Benchmarks;

/// <summary>Measurements taken in turn, A B C A B C …, in one process tree: these machines drift, ratios of neighbours don't.</summary>
internal sealed class Interleaved
{
    private readonly double[][] _rounds;

    /// <param name="rounds">How often.</param>
    /// <param name="measures">What to measure; a first call of each, to get warm, does not count.</param>
    public Interleaved(int rounds, params Func<double>[] measures)
    {
        Array.ForEach(measures, static measure => measure());
        _rounds = [.. Enumerable.Range(0, rounds).Select(_ => Array.ConvertAll(measures, static measure => measure()))];
    }

    /// <summary>The median of a measurement.</summary>
    public double this[int measure] => Median(round => round[measure]);

    /// <summary>The median over the rounds of something computed from each.</summary>
    public double Median(Func<double[], double> of)
    {
        double[] values = [.. _rounds.Select(of).Order()];
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
