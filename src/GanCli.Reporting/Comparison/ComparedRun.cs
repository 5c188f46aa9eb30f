using System.Collections.ObjectModel;
using System.Text.Json;
using GanCli.Runs;
using GanCli.Runs.Records;

namespace GanCli.Reporting.Comparison;

/// <summary>What a comparison takes from one run: settings, seeds, how it ended and what was measured.</summary>
public sealed record ComparedRun
{
    /// <summary>The metric that counts modes held.</summary>
    public const string ModesKey = HeldModes.Key;

    private const string QualityKey = "hq";

    public required RunFolder Folder { get; init; }

    /// <summary>Whether it comes from a record: its folder need not be here, and evaluations on the way are not known.</summary>
    public bool IsRecorded => Recorded is not null;

    public required Settings Settings { get; init; }

    /// <summary>What the sweep that made it calls its settings; null outside of sweeps.</summary>
    public string? Label { get; init; }

    /// <summary>Where it stands in a sweep; null where it belongs to none.</summary>
    public SweepPlace? Place { get; init; }

    /// <summary>The working folder's commit when it was begun, with a plus where tracked files were changed; null outside of a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>The program that began it, <c>gan VERSION</c> or <c>gan VERSION+COMMIT</c>; null where the run does not tell.</summary>
    public string? Program { get; init; }

    /// <summary>The commit of the program that began it where that tells one, else the working folder's, of seven digits; <c>unknown</c> where neither does.
    /// The folder alone knows of changes, which are the program's where both are the same commit.</summary>
    public string Version
    {
        get
        {
            const int Digits = 7;
            string? folder = Commit is { Length: > Digits } commit ? commit[..Digits] : null;
            string? program = Program?.Split('+') is [_, { Length: >= Digits } built] ? built[..Digits] : folder;
            return program is null ? "unknown"
                : program + (string.Equals(program, folder, StringComparison.Ordinal) && Commit!.EndsWith('+') ? " with changes" : "");
        }
    }

    /// <summary>When it was begun: finer than the second in the folder's name where the run tells.</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>Seeds of init, data and latents.</summary>
    public required IReadOnlyList<string> Seeds { get; init; }

    public required RunState State { get; init; }

    /// <summary>What the metrics are.</summary>
    public required MetricsInfo Metrics { get; init; }

    /// <summary>Gradients of a player's loss that a step takes; null where the run does not tell.</summary>
    public long? GradientsPerStep { get; init; }

    /// <summary>Finished steps.</summary>
    public required long Step { get; init; }

    /// <summary>Training time.</summary>
    public required double Seconds { get; init; }

    /// <summary>Metrics with one number, as they were at the end; none of a run that diverged.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>Whether <see cref="Values"/> are of the evaluation at the end, which takes more samples than those on the way.</summary>
    public bool IsAtEnd { get; init; } = true;

    /// <summary>Weights of the data's modes or classes; null where there are none, or the run does not tell.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Evaluations while training, by rising step.</summary>
    public required IReadOnlyList<MetricsRow> Evaluations { get; init; }

    /// <summary>What a record holds of it; null for a run that was read from its folder.</summary>
    internal RecordedRun? Recorded { get; init; }

    /// <summary>The three seeds as one text: <c>0</c>, or <c>1-2-3</c> where they differ.</summary>
    public string Seed => Seeds.Distinct(StringComparer.Ordinal).Count() == 1 ? Seeds[0] : string.Join('-', Seeds);

    /// <summary>Gradients of a player's loss that were taken.</summary>
    public double Gradients => GradientsPerStep is long each ? (double)each * Step : double.NaN;

    /// <summary>Training time of a step where it went fastest: in the best stretch between two evaluations, since whatever else the machine had to do
    /// makes a stretch longer, never shorter. NaN for a run without a step.</summary>
    public double SecondsPerStep
    {
        get
        {
            double fastest = Recorded is { } recorded && recorded.Step == Step ? recorded.SecondsPerStep : Step > 0 ? Seconds / Step : double.NaN;
            (double Step, double Seconds) before = (0, 0);
            foreach (MetricsRow row in Evaluations)
            {
                if (row.Number("seconds") is double seconds && row.Step > before.Step)
                {
                    fastest = Math.Min(fastest, (seconds - before.Seconds) / (row.Step - before.Step));
                    before = (row.Step, seconds);
                }
            }

            return fastest;
        }
    }

    /// <summary>It came to an end that says something of its settings: it was completed, or it diverged.</summary>
    public bool HasOutcome => State is RunState.Completed or RunState.Diverged or RunState.Collapsed;

    /// <summary>Number of modes in the data, or null.</summary>
    public double? Modes => Metrics.Metrics.TryGetValue(ModesKey, out MetricDescription? about) ? about.Total : null;

    /// <summary>Whether all modes were held at the end, or as many as a perfect sampler holds with so few samples; a run that diverged holds none. Of
    /// data whose modes a featureless blob holds too, more samples than a blob's have to lie within them. Null where modes are not counted.</summary>
    public bool? HoldsAllModes => Modes is not double total ? null
        : State == RunState.Diverged ? false
        : Values.TryGetValue(ModesKey, out double modes)
            ? modes >= Math.Min(total, Metrics.Metrics[ModesKey].Ceiling(IsAtEnd)?.Low ?? total)
                && !(IsHeldByBlob && IsNoBetterThanBlob(QualityKey, Values.GetValueOrDefault(QualityKey)))
        : null;

    /// <summary>Whether a featureless blob holds all modes of these data too, so that to hold them is no merit.</summary>
    public bool IsHeldByBlob => Modes is double total && Metrics.Metrics[ModesKey].Floor(IsAtEnd) is UninformedScore blob && blob.High >= total;

    /// <summary>How many modes were held at some time in the last quarter of the steps and are not at the end: the generator hops between them. NaN
    /// where the run does not tell.</summary>
    public double Hopping
    {
        get
        {
            if (Recorded is { } recorded && recorded.Step == Step)
            {
                return recorded.Hopping;
            }

            MetricsRow[] late =
                [.. Evaluations.Where(row => row.Step > 0.75 * Step && row.TryGet(HeldModes.Shares, out RowValue shares)
                    && shares.List?.Count == Weights?.Count)];
            if (Weights is null || late.Length == 0)
            {
                return double.NaN;
            }

            bool[] Held(IReadOnlyList<double> shares) => HeldModes.Of(shares, Weights, Metrics.HeldPart);
            bool[][] held = [.. late.Select(row => Held(row.Values[HeldModes.Shares].List!))];
            bool[] end = EndShares is { } shares && shares.Count == Weights.Count ? Held(shares) : held[^1];
            return Enumerable.Range(0, Weights.Count).Count(mode => !end[mode] && Array.Exists(held, row => row[mode]));
        }
    }

    /// <summary>Median width of the modes held at the end, as a part of the data's; null where the run does not tell.</summary>
    public double? Width { get; init; }

    /// <summary>Share of all samples within each mode at the end; null where the run does not tell.</summary>
    public IReadOnlyList<double>? EndShares { get; init; }

    /// <summary>Whether a mean of a metric over this and like runs is no merit: a featureless blob scores as well.</summary>
    public bool IsNoBetterThanBlob(string metric, double value) =>
        Metrics.Metrics.TryGetValue(metric, out MetricDescription? about) && double.IsFinite(value) && about.IsNoBetterThanBlob(value, IsAtEnd);

    /// <summary>The first step at which an evaluation counted all modes, with more samples within them than a blob has where that holds them too; NaN where
    /// none did.</summary>
    public double FirstWithAllModes =>
        Recorded is { } recorded && recorded.Step == Step ? recorded.First
        : Evaluations.FirstOrDefault(row => row.Number(ModesKey) >= Modes && !IsAsBlob(row)) is MetricsRow first ? first.Step
        : HoldsAllModes == true ? Step
        : double.NaN;

    private bool IsAsBlob(MetricsRow row) => IsHeldByBlob && Metrics.Metrics.TryGetValue(QualityKey, out MetricDescription? about)
        && about.IsNoBetterThanBlob(row.Number(QualityKey) ?? 0, final: false);

    /// <summary>Reads a run.</summary>
    /// <returns>Null where it has no status or config yet, and so nothing to compare.</returns>
    /// <exception cref="InvalidDataException">A file is there and is something else.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ComparedRun? Read(RunFolder folder)
    {
        if (!File.Exists(folder.StatusPath) || !File.Exists(folder.ResolvedJsonPath))
        {
            return null;
        }

        ResolvedConfig config = ResolvedConfig.Read(folder.ResolvedJsonPath);
        RunStatus status = RunStatus.Read(folder.StatusPath).Effective();
        MetricsInfo metrics = HeldModes.OfToday(File.Exists(folder.MetricsInfoPath) ? MetricsInfo.Read(folder.MetricsInfoPath) : MetricsInfo.Empty);
        IReadOnlyList<double>? weights = metrics.Metrics.ContainsKey(ModesKey) && File.Exists(folder.DataInfoPath)
            ? DataInfo.Read(folder.DataInfoPath).ModeWeights : null;
        string[] names = [.. metrics.Metrics.Where(metric => metric.Value.Format != MetricDisplay.PerMode).Select(metric => metric.Key)];
        RunManifest? manifest = File.Exists(folder.ManifestPath) ? RunManifest.Read(folder.ManifestPath) : null;
        MetricsReader log = MetricsReader.Read(folder.MetricsPath, with: names.FirstOrDefault(ModesKey)).OfToday(weights);
        return new ComparedRun
        {
            Folder = folder,
            Settings = Settings.Of(config, ContentOf(config, folder)),
            Label = manifest?.Label,
            Commit = manifest?.GitCommit is string commit ? commit + (manifest.GitDirty == true ? "+" : "") : null,
            Program = manifest?.Program,
            Begun = manifest?.Created ?? folder.Created,
            Seeds = SeedsOf(config, folder),
            State = status.State,
            Metrics = metrics,
            GradientsPerStep = manifest?.GradientsPerStep,
            Step = status.Step,
            Seconds = status.Seconds,
            IsAtEnd = log.Final is not null,
            Weights = weights,
            Values = status.State == RunState.Diverged ? ReadOnlyDictionary<string, double>.Empty
                : Numbers(names, log.Final?.Values ?? HeldModes.OfToday(status.Metrics, weights)),
            Evaluations = log.Rows,
            Width = HeldModes.Widths(log.Final?.Values ?? status.Metrics, weights, metrics.HeldPart)?.Width,
            EndShares = (log.Final?.Values ?? status.Metrics).TryGetValue(HeldModes.Shares, out RowValue shares) ? shares.List : null,
        };
    }

    /// <summary>The run as it was when a budget was used up: at the last evaluation on the way that is within it. One without any has no values.</summary>
    public ComparedRun At(Budget budget, double limit)
    {
        if (State == RunState.Diverged)
        {
            return this;
        }

        MetricsRow? row = Evaluations.LastOrDefault(row => budget.Of(this, row) <= limit);
        return this with
        {
            IsAtEnd = false,
            Step = row?.Step ?? 0,
            Seconds = row?.Number("seconds") ?? double.NaN,
            Values = row is null ? ReadOnlyDictionary<string, double>.Empty : Numbers(Values.Keys, row.Values),
            EndShares = null,
            Width = HeldModes.Widths(row?.Values ?? ReadOnlyDictionary<string, RowValue>.Empty, Weights, Metrics.HeldPart)?.Width,
            Evaluations = [.. Evaluations.TakeWhile(evaluation => evaluation.Step <= row?.Step)],
        };
    }

    private static Dictionary<string, double> Numbers(IEnumerable<string> names, IReadOnlyDictionary<string, RowValue> values)
    {
        Dictionary<string, double> numbers = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (values.TryGetValue(name, out RowValue value) && value.IsNumber)
            {
                numbers[name] = value.Number;
            }
        }

        return numbers;
    }

    /// <summary>A hash of what was in the data file; null for other data, and where the run does not tell.</summary>
    internal static string? ContentOf(ResolvedConfig config, RunFolder folder)
    {
        return config.Text("data.path") is not null && File.Exists(folder.DataInfoPath) ? DataInfo.Read(folder.DataInfoPath).ContentHash : null;
    }

    internal static string[] SeedsOf(ResolvedConfig config, RunFolder folder) => config.Get("seed") switch
    {
        { ValueKind: JsonValueKind.Object } seeds =>
            [.. new[] { "init", "data", "latent" }.Select(part => seeds.TryGetProperty(part, out JsonElement seed) ? seed.GetRawText() : "0")],
        { ValueKind: JsonValueKind.Number } seed => [seed.GetRawText(), seed.GetRawText(), seed.GetRawText()],
        _ => [folder.Seed ?? folder.FolderPart, folder.Seed ?? folder.FolderPart, folder.Seed ?? folder.FolderPart],
    };
}
