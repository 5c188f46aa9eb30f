using System.Globalization;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Watch;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>Generated and real samples of files, in the space in which real ones would be trained on.</summary>
internal sealed class GivenFiles
{
    private const int MostSamples = 50_000;

    // Lanes of the evaluation stream, those of a run's.
    private const int Perfect = 0x200;
    private const int RealLane = 0x340;
    private const int MetricDraws = 0x400;
    private const int GeneratedLane = 0x140;

    private static readonly RandomStreams Streams = new(0);

    // Where the real table's columns are in the generated one; null: in the same places.
    private readonly int[]? _columns;

    /// <param name="generated">File or folder.</param>
    /// <param name="real">File or folder, or data as a config has them.</param>
    /// <param name="size">Side to which pictures of folders are brought; null: that of the other set, or 32.</param>
    /// <param name="samples">How many generated samples are measured; null: all, up to 50,000.</param>
    /// <param name="columns">Which columns of tables; null: all.</param>
    /// <exception cref="UsageException">The two cannot be compared.</exception>
    public GivenFiles(string generated, string real, int? size, int? samples, GivenColumns? columns = null)
    {
        (generated, real, columns) = (generated.Trim(), real.Trim(), columns ?? new GivenColumns([], []));
        size ??= SideOfFolders(generated, real);
        DataSource? other = IsFolderOfPictures(real) && !IsFolderOfPictures(generated) ? OpenGenerated(generated, null, null, columns) : null;
        Real = other is { Shape: [var channels, var side, _] }
            ? GivenData.Open("--real", real, size ?? (int)side, (int)channels)
            : GivenData.Open("--real", real, size, change: columns.Apply);
        Generated = other ?? OpenGenerated(generated, Real, size, columns);
        if (other is null && IsFolderOfPictures(real) && GreyPictures.Are(Real) && GreyPictures.Are(Generated))
        {
            // Three times the same says nothing more, and extractors would see other pictures than those of arrays with one channel.
            Real = GivenData.Open("--real", real, size, channels: 1);
            Generated = OpenGenerated(generated, Real, size, columns);
        }

        columns.Check();
        if (!Real.Shape.SequenceEqual(Generated.Shape))
        {
            throw new UsageException($"{generated} has samples of {Text(Generated.Shape)}, {real} of {Text(Real.Shape)}; both must be alike{Others()}");
        }

        if (Generated.Table is not { Count: >= 2 } rows)
        {
            throw new UsageException($"{generated}: has no two samples to measure");
        }

        if (ArePictures(Real) != ArePictures(Generated))
        {
            throw new UsageException($"{(ArePictures(Real) ? real : generated)} holds pictures and the other file numbers of no known range");
        }

        _columns = Columns(generated, real);
        Count = Math.Min(samples ?? MostSamples, rows.Count);
        Notes =
        [
            .. new[] { Real.Summary, Generated.Summary }.OfType<string>(), .. Real.Notes, .. Generated.Notes,
            .. CountNote(generated, rows.Count, samples),
        ];
    }

    public DataSource Real { get; }

    public DataSource Generated { get; }

    /// <summary>Generated samples that are measured.</summary>
    public int Count { get; }

    /// <summary>Why some values mean little; known after <see cref="Measure"/>.</summary>
    public IReadOnlyList<string> Doubts { get; private set; } = [];

    /// <summary>What is not measured, since it would be no finding, and why; null where nothing is. Known after <see cref="Measure"/>.</summary>
    public string? NotCounted { get; private set; }

    /// <summary>What the collapse watch says of them, null where they are too few; known after <see cref="Measure"/>.</summary>
    public WatchVerdict? Watch { get; private set; }

    /// <summary>What a person should know.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Measures them.</summary>
    /// <param name="metrics">What to compute; null takes what fits.</param>
    /// <param name="progress">Told how far the preparation is.</param>
    public (OrderedDictionary<string, MetricValue> Values, MetricsInfo Info) Measure(
        IReadOnlyList<MetricConfig>? metrics, IProgress<Preparation> progress)
    {
        Real.Prepare(progress);
        var evaluator = new Evaluator(Real, metrics);
        evaluator.Prepare(progress);
        float[] generated = Drawn();
        float[] real = RealSamples.Draw(Real, evaluator.ComparesSamples ? Count : 2, Streams.Evaluation.ForLane(RealLane));
        var values = evaluator.Evaluate(new EvaluationSamples(Real.Dimension, generated, real, Streams.Evaluation.ForLane(MetricDraws)));
        (Doubts, NotCounted) = (evaluator.Doubts, evaluator.NotCounted);
        Watch = EvalWatch.Of(Real, Streams, new WatchConfig(), generated);
        return (values, evaluator.Describe(Count, Count, Streams.Evaluation.ForLane(Perfect)));
    }

    /// <summary>The generated samples in random order: files may lie class by class, and some metrics take the first ones.</summary>
    public float[] Drawn()
    {
        float[] rows = RealSamples.Draw(Generated, Count, Streams.Evaluation.ForLane(GeneratedLane));
        if (_columns is { } columns)
        {
            rows = [.. Enumerable.Range(0, rows.Length).Select(i => rows[(i / columns.Length * columns.Length) + columns[i % columns.Length]])];
        }

        (Generated.Standardization is null ? Real.Standardization : null)?.Apply(rows);
        return rows;
    }

    private static IEnumerable<string> CountNote(string path, int rows, int? asked)
    {
        if (asked > rows)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path} has {rows:N0} samples: all are measured");
        }
        else if (asked is null && rows > MostSamples)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{MostSamples:N0} of {rows:N0} samples are measured; more with -n");
        }
    }

    // Of two folders the side of the smaller pictures: enlarged ones would be blurred beside the others. An array has its own.
    private static int? SideOfFolders(string generated, string real)
    {
        if (!IsFolderOfPictures(real) || GivenData.IsArray(generated))
        {
            return null;
        }

        int? side = GivenData.CommonSide(real);
        return IsFolderOfPictures(generated) && GivenData.CommonSide(generated) is { } other ? Math.Min(side ?? other, other) : side;
    }

    // Columns are the same by their names, wherever they stand.
    private int[]? Columns(string generated, string real)
    {
        if (Generated.Columns is not { } own || Real.Columns is not { } others || own.SequenceEqual(others, StringComparer.Ordinal))
        {
            return null;
        }

        int[] places = [.. others.Select(name => own.ToList().IndexOf(name))];
        return places.All(static place => place >= 0) && places.Distinct().Count() == places.Length ? places
            : throw new UsageException(
                $"{generated} has the columns {string.Join(", ", own)}, {real} {string.Join(", ", others)}; both must have the same{Others()}");
    }

    // The way out where one table has columns that the other lacks.
    private string Others()
    {
        IReadOnlyList<string> own = Generated.Columns ?? [];
        IReadOnlyList<string> others = Real.Columns ?? [];
        string[] common = [.. own.Intersect(others, StringComparer.Ordinal)];
        return common.Length == 0 ? ""
            : $", or --leave-out {string.Join(',', own.Concat(others).Except(common, StringComparer.Ordinal))} compares {string.Join(", ", common)}";
    }

    private static bool ArePictures(DataSource data) => data.Range is not null;

    private static string Text(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape)}]";

    private static bool IsFolderOfPictures(string path) => (Directory.Exists(path) || path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        && GivenData.Config("", path) is ImagesConfig;

    // Tables come as they are: real ones say how columns are standardized.
    private static DataSource OpenGenerated(string path, DataSource? real, int? size, GivenColumns columns)
    {
        int? side = size ?? (real is { Shape: [_, var height, _] } ? (int)height : null);
        int? channels = real is { Shape: [var count, _, _] } ? (int)count : null;
        if (GivenData.IsArray(path))
        {
            return GivenArray.Read(path);
        }

        if (!Path.Exists(path))
        {
            throw new UsageException($"--generated: {path}: no such file or folder");
        }

        DataConfig config = GivenData.Config("--generated", path, side, channels);
        return columns.Apply(config is TableConfig table ? table with { Standardize = false } : config).Build(Streams);
    }
}
