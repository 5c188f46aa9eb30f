using System.Collections.ObjectModel;
using GanCli.Reporting.Published;
using GanCli.Runs;
using GanCli.Runs.Records;

namespace GanCli.Reporting.Comparison;

/// <summary>The way from run folders into a record, and from a record into comparisons.</summary>
public static class RecordedRuns
{
    /// <summary>Takes from a run's folder what a record keeps of it.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="point">What its sweep calls it.</param>
    /// <returns>Null where it has no outcome.</returns>
    /// <exception cref="InvalidDataException">A file is something else.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RecordedRun? Of(RunFolder folder, RecordedPoint point)
    {
        if (ComparedRun.Read(folder) is not { HasOutcome: true } run)
        {
            return null;
        }

        ResolvedConfig config = ResolvedConfig.Read(folder.ResolvedJsonPath);
        return new RecordedRun
        {
            Folder = folder.FolderPart,
            Point = point,
            Settings = RecordedSettings.Of(config, ComparedRun.ContentOf(config, folder)),
            Seed = config.Get("seed")?.GetRawText() ?? throw new InvalidDataException($"{folder.ResolvedJsonPath}: tells no seed"),
            State = run.State,
            IsAtEnd = run.IsAtEnd,
            Step = run.Step,
            Seconds = run.Seconds,
            SecondsPerStep = run.SecondsPerStep,
            GradientsPerStep = run.GradientsPerStep,
            First = run.FirstWithAllModes,
            Width = run.Width ?? double.NaN,
            Hopping = run.Hopping,
            Distance = PublishedRow.DistanceOf(folder),
            Program = run.Program,
            Commit = run.Commit,
            Metrics = run.Metrics,
            Values = ValuesOf(run, folder),
        };
    }

    /// <summary>Reads records.</summary>
    /// <param name="files">The files.</param>
    /// <returns>The runs, each once, and what a reader has to know.</returns>
    /// <exception cref="InvalidDataException">One line that begins with the file and the line.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (IReadOnlyList<ComparedRun> Runs, IReadOnlyList<string> Notes) Read(IEnumerable<string> files)
    {
        OrderedDictionary<string, ComparedRun> runs = new(StringComparer.Ordinal);
        List<string> notes = [];
        Dictionary<RecordedSettings, Settings> settings = new(ReferenceEqualityComparer.Instance);
        foreach (string file in files)
        {
            RecordFile record = RecordFile.Read(file);
            if (record.IsTorn)
            {
                notes.Add(TornNote(file));
            }

            foreach (RecordedRun run in record.Runs)
            {
                runs.TryAdd(run.Key, Compared(run, settings));
            }
        }

        return ([.. runs.Values], notes);
    }

    /// <summary>Recorded runs as comparisons take them.</summary>
    public static IReadOnlyList<ComparedRun> Compared(IEnumerable<RecordedRun> runs)
    {
        Dictionary<RecordedSettings, Settings> settings = new(ReferenceEqualityComparer.Instance);
        return [.. runs.Select(run => Compared(run, settings))];
    }

    /// <summary>What a reader has to know of a record whose last line is cut short.</summary>
    public static string TornNote(string file) => $"{file}: its last line is cut short: left out";

    /// <summary>Runs of folders and of records together: what is in both counts once, as its folder has it.</summary>
    public static IReadOnlyList<ComparedRun> Joined(IReadOnlyList<ComparedRun> folders, IReadOnlyList<ComparedRun> recorded)
    {
        HashSet<string> known = new(folders.Select(KeyOf), StringComparer.Ordinal);

        // A sweep of which some runs are here and some are recorded is one sweep.
        Dictionary<string, string> sweeps = folders.Where(static run => run.Place is not null).GroupBy(static run => run.Folder.Name, StringComparer.Ordinal)
            .ToDictionary(static runs => runs.Key, static runs => runs.First().Place!.Sweep, StringComparer.Ordinal);
        return [.. folders, .. recorded.Where(run => !known.Contains(KeyOf(run))).Select(Placed)];

        ComparedRun Placed(ComparedRun run) => sweeps.TryGetValue(run.Folder.Name, out string? sweep) ? run with { Place = run.Place! with { Sweep = sweep } }
            : run;

        static string KeyOf(ComparedRun run) => $"{run.Folder.Name}/{run.Folder.FolderPart}";
    }

    private static ComparedRun Compared(RecordedRun run, Dictionary<RecordedSettings, Settings> settings)
    {
        RunFolder folder = RunFolder.Named(run.Point.Sweep, run.Folder);
        ResolvedConfig config = run.Settings.With(run.Point.Sweep, run.Seed);
        if (!settings.TryGetValue(run.Settings, out Settings? shared))
        {
            settings[run.Settings] = shared = Settings.Of(config, run.Settings.Content);
        }

        return new ComparedRun
        {
            Folder = folder,
            Recorded = run,
            Settings = shared,
            Label = run.Point.Label.Length > 0 ? run.Point.Label : null,
            Place = new SweepPlace(run.Point.Sweep, run.Point.Number, run.Point.Axes, run.Point.Choices),
            Commit = run.Commit,
            Program = run.Program,
            Begun = folder.Created,
            Seeds = ComparedRun.SeedsOf(config, folder),
            State = run.State,
            Metrics = run.Metrics,
            GradientsPerStep = run.GradientsPerStep,
            Step = run.Step,
            Seconds = run.Seconds,
            Values = run.Values.Where(static value => value.Value.IsNumber)
                .ToDictionary(static value => value.Key, static value => value.Value.Number, StringComparer.Ordinal),
            IsAtEnd = run.IsAtEnd,
            Width = double.IsNaN(run.Width) ? null : run.Width,
            EndShares = run.Values.TryGetValue(HeldModes.Shares, out RowValue shares) ? shares.List : null,
            Evaluations = [],
        };
    }

    // Shares of the modes tell which are held, should somebody draw the line elsewhere. Of other lists the single numbers say enough.
    private static IReadOnlyDictionary<string, RowValue> ValuesOf(ComparedRun run, RunFolder folder)
    {
        if (run.State == RunState.Diverged)
        {
            return ReadOnlyDictionary<string, RowValue>.Empty;
        }

        Dictionary<string, RowValue> values = run.Values.ToDictionary(static value => value.Key, static value => (RowValue)value.Value, StringComparer.Ordinal);
        if (RunStatus.Read(folder.StatusPath).Metrics.TryGetValue(HeldModes.Shares, out RowValue shares) && shares.List is not null)
        {
            values[HeldModes.Shares] = shares;
        }

        return values;
    }
}
