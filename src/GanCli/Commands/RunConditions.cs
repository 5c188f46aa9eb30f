using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>The conditions of <c>--where</c>.</summary>
internal static class RunConditions
{
    private const int MostValues = 4;

    /// <summary>The runs of which all conditions are true.</summary>
    /// <exception cref="UsageException">One is no condition, or about something that no run has.</exception>
    /// <exception cref="RunNotFoundException">No run is left.</exception>
    public static IReadOnlyList<ComparedRun> Of(IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> conditions)
    {
        foreach (string condition in conditions)
        {
            RunFilter filter = RunFilter.Parse(condition)
                ?? throw new UsageException($"--where: '{condition}' is no condition; it looks like loss=hinge or metrics.modes>=8 (=, !=, <, <=, >, >=)");
            if (!filter.IsKnown(runs))
            {
                throw new UsageException(
                    $"--where: no run has '{filter.Path}'"
                        + $"{Spelling.DidYouMean(filter.Path, runs.SelectMany(RunFilter.Words).Distinct(StringComparer.Ordinal))}");
            }

            if (filter.IsNoNumber(runs))
            {
                throw new UsageException($"--where: '{filter.Value}' is no number; {filter.Path} is one: a rate of 5% is 0.05");
            }

            IReadOnlyList<ComparedRun> left = [.. runs.Where(filter.Accepts)];
            runs = left.Count > 0 ? left : throw new RunNotFoundException($"--where: no run with {condition}; {Values(filter, runs)}");
        }

        return runs;
    }

    /// <summary>What could have been asked for: the values that runs have there, those first that are nearest.</summary>
    private static string Values(RunFilter filter, IReadOnlyList<ComparedRun> runs)
    {
        IReadOnlyList<string> values = filter.Values(runs);
        string[] sorted = double.TryParse(filter.Value, CultureInfo.InvariantCulture, out double wanted)
            ? [.. values.OrderBy(value => double.TryParse(value, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? Math.Abs(number - wanted) : double.MaxValue)]
            : [.. Spelling.NearestFirst(filter.Value, values)];
        int more = sorted.Length - MostValues;
        return $"{(sorted.Length == 1 ? "the only value is" : "values are")} {string.Join(", ", sorted.Take(MostValues))}"
            + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more:#,0} more") : "");
    }
}
