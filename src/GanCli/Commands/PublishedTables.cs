using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Published;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>What sweep files say was published, beside the runs of their sweeps: <c>gan compare --expect</c>.</summary>
internal static class PublishedTables
{
    private const int Indent = 2;
    private const int LongestLine = 120;

    /// <summary>Reads sweep files and finds their runs.</summary>
    /// <param name="files">The sweep files.</param>
    /// <param name="runsDirectory">The folder of all runs.</param>
    /// <param name="records">Records of runs whose folders need not be there.</param>
    /// <exception cref="ConfigException">A file is wrong.</exception>
    /// <exception cref="UsageException">A file expects nothing.</exception>
    public static IReadOnlyList<PublishedTable> Read(IReadOnlyList<string> files, string runsDirectory, IReadOnlyList<string> records)
    {
        (IReadOnlyList<ComparedRun> recorded, IReadOnlyList<string> torn) = RecordedRuns.Read(records);
        IReadOnlyList<SweepFolder> sweeps = SweepFinder.All(runsDirectory);
        return [.. files.Select(file => Read(file, sweeps, recorded)).Select((table, i) => i > 0 ? table : table with { Notes = [.. table.Notes, .. torn] })];
    }

    /// <summary>Writes them as text.</summary>
    public static void Write(IReadOnlyList<PublishedTable> tables, Output output)
    {
        foreach (PublishedTable published in tables)
        {
            output.Data.WriteLine($"  {output.PaintData(published.Name, Style.Strong)}");
            Lines([published.Source, PublishedText.Circumstances(published).Replace("`", "", StringComparison.Ordinal), PublishedText.Summary([published])],
                output);
            var table = new TextTable();
            foreach ((string heading, int drop) in PublishedText.Headings.Zip([0, 0, 0, 0, 3, 2, 0, 1]))
            {
                table.Add(heading.ToUpperInvariant(), alignRight: string.Equals(heading, "n", StringComparison.Ordinal), drop);
            }

            foreach (PublishedRow row in published.Rows)
            {
                table.AddRow(
                    [.. PublishedText.Cells(row)
                        .Select((cell, i) => new TextTable.Cell(cell, i == PublishedText.VerdictColumn ? Colour(row.Verdict) : Style.Plain))]);
            }

            table.Write(output);
            Lines(published.Notes, output);
            output.Data.WriteLine();
        }

        if (tables.Count > 1)
        {
            Lines([$"All together: {PublishedText.Summary(tables)}"], output);
            output.Data.WriteLine();
        }

        Lines(PublishedText.Definition.Prepend(PublishedText.Power(tables)), output);
    }

    private static Style Colour(Verdict verdict) => verdict switch
    {
        Verdict.Agrees => Style.Good,
        Verdict.Differs => Style.Warning,
        _ => Style.Dim,
    };

    private static PublishedTable Read(string file, IReadOnlyList<SweepFolder> sweeps, IReadOnlyList<ComparedRun> recorded)
    {
        Sweep sweep = SweepLoader.Load(new SweepRequest { File = file });
        PublishedConfig published = sweep.Published ?? throw new UsageException($"--expect: {file} says of nothing what was published");
        IEnumerable<(string Label, RunFolder Run)> runs = sweeps.Where(folder => string.Equals(folder.Name, sweep.Name, StringComparison.Ordinal))
            .SelectMany(folder => folder.Runs()).Select(pair => (pair.Point.Label, pair.Run))
            .DistinctBy(pair => Path.GetFullPath(pair.Run.Path), StringComparer.Ordinal);
        return PublishedTable.Of(
            sweep.Name,
            Source(published),
            [.. sweep.Points.DistinctBy(point => point.Label, StringComparer.Ordinal).Where(point => point.Expect.Count > 0).Select(point => new PublishedPoint(
                point.Label,
                Settings.Of(ResolvedConfig.Parse(ConfigWriter.ToJson(point.Config)), point.ContentHash),
                [.. point.Expect.Select(expect => Expected(expect, published))])
            {
                Hypothesis = point.Hypothesis,
            })],
            [.. runs],
            recorded) with { PlannedSeeds = sweep.Points.Select(static point => point.Config.Seed.Words).Distinct(StringComparer.Ordinal).Count() };
    }

    private static string Source(PublishedConfig published) => published.PlusMinus switch
    {
        null => published.Source,
        PlusMinusKind.Tolerance => $"{published.Source}; ± is a tolerance",
        var kind =>
            string.Create(CultureInfo.InvariantCulture,
                $"{published.Source}; ± is the standard {(kind == PlusMinusKind.Deviation ? "deviation" : "error")} of {published.Trials} trials"),
    };

    private static Expectation Expected(ExpectConfig expect, PublishedConfig published) => new(expect.Metric)
    {
        Evidence = published.Kind switch
        {
            PublishedKind.Printed => Evidence.Printed,
            PublishedKind.Claims => Evidence.Claim,
            _ => Evidence.ClosedForm,
        },
        Value = expect.Value,
        PlusMinus = expect.PlusMinus,
        Kind = expect.PlusMinus is null ? Uncertainty.Unknown : published.PlusMinus switch
        {
            PlusMinusKind.StandardError => Uncertainty.StandardError,
            PlusMinusKind.Deviation => Uncertainty.Deviation,
            _ => Uncertainty.Tolerance,
        },
        Trials = published.Trials,
        Margin = expect.Margin,
        AtLeast = expect.AtLeast,
        AtMost = expect.AtMost,
        Claim = expect.Claim,
        Note = expect.Note,
    };

    private static void Lines(IEnumerable<string> texts, Output output)
    {
        foreach (string line in texts.SelectMany(text => WordWrap.Lines(text, Math.Min(LongestLine, output.DataTraits.Width) - Indent)))
        {
            output.Data.WriteLine("  " + output.PaintData(line, Style.Dim));
        }
    }
}
