using System.Globalization;
using System.Text.RegularExpressions;
using GanCli.Runs;

namespace GanCli.Reporting.Reading;

/// <summary>Everything a report says about one run, read once from its folder. Whatever a young or broken run does not have yet is empty or null;
/// sample arrays are read when they are asked for.</summary>
public sealed partial class RunRecord
{
    private static readonly string[] MatterMost =
        ["modes", "hq", "reverse-kl", "class-recall", "sliced-wasserstein", "coverage", "precision", "recall", "mmd"];

    private readonly MetricsReader _log;
    private readonly DataInfo? _data;
    private readonly Lazy<SampleSet?> _real;
    private readonly Lazy<SampleSet?> _last;

    private RunRecord(RunFolder folder, DataInfo? data)
    {
        Folder = folder;
        _data = data;
        _log = MetricsReader.Read(folder.MetricsPath).OfToday(data?.ModeWeights);
        _real = new Lazy<SampleSet?>(() => Samples(folder.RealSamplesPath));
        _last = new Lazy<SampleSet?>(() => SampleSteps is { Count: > 0 } steps ? Samples(steps[^1].Path) : null);
        Watch = [.. from said in _log.Words(WatchText.VerdictKey) let word = WatchText.Of(said.Word) where word is not null select (said.Step, word.Value)];
        Status = Optional(folder.StatusPath, RunStatus.Read)?.Effective();
        Manifest = Optional(folder.ManifestPath, RunManifest.Read);
        Config = Optional(folder.ResolvedJsonPath, ResolvedConfig.Read);
        LastStep = Math.Max(1, Math.Max(_log.Rows.Count > 0 ? _log.Rows[^1].Step : 0, _log.Final?.Step ?? 0));
        SampleSteps = folder.Samples();
        Surfaces = folder.Surfaces();

        MetricsInfo metrics = HeldModes.OfToday(Optional(folder.MetricsInfoPath, MetricsInfo.Read) ?? MetricsInfo.Empty);
        HeldPart = metrics.HeldPart;
        foreach ((string name, MetricDescription about) in metrics.Metrics)
        {
            if (about.Format == MetricDisplay.PerMode)
            {
                IReadOnlyList<double>? final = _log.Final is MetricsRow row && row.TryGet(name, out RowValue value) ? value.List : null;
                ModeMetrics.Add(new ModeCurve(name, about.Label, _log.Lists(name), final)
                {
                    Samples = final is null ? about.Samples : about.SamplesFinal,
                });
            }
            else
            {
                Metrics.Add(new MetricCurve(name, about, Scalar(name), _log.Final?.Number(name)));
            }
        }
    }

    public RunFolder Folder { get; }

    /// <summary>What the collapse watch said at its looks, by rising step; empty where none watched.</summary>
    public IReadOnlyList<(long Step, WatchWord Word)> Watch { get; }

    /// <summary>How the run stands; null in a folder that has no status yet.</summary>
    public RunStatus? Status { get; }

    /// <summary>When, where and with what; null where it is missing.</summary>
    public RunManifest? Manifest { get; }

    /// <summary>What D's outputs are.</summary>
    public DiscriminatorOutput DiscriminatorOutput => Manifest?.DiscriminatorOutput ?? DiscriminatorOutput.Logits;

    /// <summary>The resolved config; null where it is missing.</summary>
    public ResolvedConfig? Config { get; }

    /// <summary>Metrics with one number, in the order in which they are shown.</summary>
    public IList<MetricCurve> Metrics { get; } = [];

    /// <summary>The same, those that tell most first.</summary>
    public IEnumerable<MetricCurve> MetricsByWeight =>
        Metrics.OrderBy(metric => Array.IndexOf(MatterMost, metric.Name) is var place and >= 0 ? place : int.MaxValue);

    /// <summary>Metrics with one number for each mode.</summary>
    public IList<ModeCurve> ModeMetrics { get; } = [];

    /// <summary>Right end of the step axis: the last step that was logged, at least 1.</summary>
    public long LastStep { get; }

    /// <summary>Arrays of generated samples by rising step.</summary>
    public IReadOnlyList<StepFile> SampleSteps { get; }

    /// <summary>Arrays of D's output by rising step.</summary>
    public IReadOnlyList<StepFile> Surfaces { get; }

    /// <summary>Numbers in a sample; 0 when nothing is known of the data.</summary>
    public int Dimension => _data?.Dimension ?? 0;

    /// <summary>Shape of a sample; empty when nothing is known of the data.</summary>
    public IReadOnlyList<long> Shape => _data is not { } data ? [] : data.Shape ?? [data.Dimension];

    /// <summary>The numbers that are black and white in pictures, where the data say so.</summary>
    public IReadOnlyList<double>? Range => _data?.Range;

    /// <summary>The modes of the data, where there are such.</summary>
    public DataModes? Modes => _data?.Modes;

    /// <summary>Weights of the modes or classes, where they are known.</summary>
    public IReadOnlyList<double>? ModeWeights => _data?.ModeWeights;

    /// <summary>Names of the classes of labelled pictures, where these are what is counted.</summary>
    public IReadOnlyList<string>? Classes => _data is { Modes: null, Classes: { } classes, ClassWeights: not null } ? classes : null;

    /// <summary>The name of a mode: a class's own, or its number from 1.</summary>
    public string ModeName(int mode) =>
        Classes is { } classes && mode < classes.Count ? classes[mode] : $"mode {Numbers.Whole(mode + 1)}";

    /// <summary>The part of its weight from which on a mode is held.</summary>
    public double HeldPart { get; }

    /// <summary>What a picture of the data shows, where the data prescribe it.</summary>
    public IReadOnlyList<double>? Extent => _data?.Extent;

    /// <summary>Real samples, or null while there are none.</summary>
    public SampleSet? Real => _real.Value;

    /// <summary>The newest array of generated samples, or null while there is none.</summary>
    public SampleSet? LastSamples => _last.Value;

    /// <summary>Reads a run. Files that are missing or not finished leave gaps.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="data">What the data are where the folder does not tell.</param>
    /// <exception cref="InvalidDataException">A file is there and is something else.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RunRecord Read(RunFolder folder, DataInfo? data = null) => new(folder, Optional(folder.DataInfoPath, DataInfo.Read) ?? data);

    /// <summary>A logged number over the steps, without the evaluation at the end.</summary>
    public Series Scalar(string key)
    {
        IReadOnlyList<(long Step, double Value)> points = _log.Series(key);
        return points.Count == 0 ? Series.Empty : new Series([.. points.Select(point => (double)point.Step)], [.. points.Select(point => point.Value)]);
    }

    /// <summary>The keys of logged values that begin with a prefix.</summary>
    public IReadOnlyList<string> Keys(string prefix) => [.. _log.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];

    /// <summary>The keys of what remedies logged, <c>remedy.statistic</c>, remedy by remedy. The second one of a kind is <c>kind-2</c>, and a loss may
    /// bring one that bears the loss's name.</summary>
    public IReadOnlyList<string> RemedyKeys()
    {
        string[] kinds = [.. new[] { Config?.Text("loss.kind") }.Concat(RemedyKinds()).OfType<string>().Distinct(StringComparer.Ordinal)];
        return [.. kinds.SelectMany(kind => Keys(kind).Where(key => OfKind().IsMatch(key[kind.Length..])))
            .GroupBy(key => key[..key.IndexOf('.', StringComparison.Ordinal)], StringComparer.Ordinal).SelectMany(remedy => remedy)];
    }

    /// <summary>A metric by its key, or null.</summary>
    public MetricCurve? Metric(string name) => Metrics.FirstOrDefault(metric => string.Equals(metric.Name, name, StringComparison.Ordinal));

    /// <summary>A metric of samples as they are, or of their features by each extractor: <c>coverage</c>, <c>coverage[classifier]</c>.</summary>
    public IEnumerable<MetricCurve> MetricsOf(string name) => Metrics.Where(metric =>
        string.Equals(metric.Name, name, StringComparison.Ordinal) || metric.Name.StartsWith(name + "[", StringComparison.Ordinal));

    /// <summary>A per-mode metric by its key, or null.</summary>
    public ModeCurve? ModeMetric(string name) => ModeMetrics.FirstOrDefault(metric => string.Equals(metric.Name, name, StringComparison.Ordinal));

    /// <summary>The name of a column.</summary>
    public string Column(int column) =>
        _data is DataInfo data && column < data.Columns.Count ? data.Columns[column] : string.Create(CultureInfo.InvariantCulture, $"x{column + 1}");

    /// <summary>Samples of a file, or null when the file does not hold rows of this run's data (yet).</summary>
    public SampleSet? Samples(string path) =>
        Dimension > 0 && Optional(path, Npy.Read) is { Shape.Count: > 1 } array && array.Shape.Skip(1).SequenceEqual(Shape) && array.Data.Length > 0
            ? new SampleSet(Dimension, array.Data)
            : null;

    /// <summary>Samples of a file that stand in rows, or null when the file does not hold rows of this run's samples (yet).</summary>
    /// <param name="path">An array [rows, samples in a row, …shape].</param>
    /// <param name="across">Samples in a row.</param>
    public SampleSet? Rows(string path, out int across)
    {
        NpyArray<float>? array = Dimension > 0 ? Optional(path, Npy.Read) : null;
        across = array is { Shape.Count: > 2 } ? (int)array.Shape[1] : 0;
        return across > 0 && array!.Shape.Skip(2).SequenceEqual(Shape) && array.Data.Length > 0 ? new SampleSet(Dimension, array.Data) : null;
    }

    private IEnumerable<string?> RemedyKinds()
    {
        for (int i = 0; Config?.Get(Place(i)) is not null; i++)
        {
            yield return Config.Text(Place(i));
        }

        static string Place(int index) => string.Create(CultureInfo.InvariantCulture, $"regularizers.{index}.kind");
    }

    [GeneratedRegex(@"^(-\d+)?\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex OfKind();

    private static T? Optional<T>(string path, Func<string, T> read)
        where T : class => File.Exists(path) ? read(path) : null;
}
