using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCli.Runs.Records;

/// <summary>A record of finished runs: a file of JSON lines that is kept when their folders are gone. The format is described in
/// <c>runs/README.md</c>.</summary>
/// <remarks>The same runs make the same file, in whatever order they were added. A last line that is cut short is passed over.</remarks>
public sealed class RecordFile
{
    private const string Version = "gan-record";
    private const string Run = "run";
    private const long OurVersion = 1;
    private const string LockEnding = ".lock";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly RecordDefinitions _definitions = new();
    private readonly Dictionary<string, (RecordLine Line, RecordedRun Run)> _runs = new(StringComparer.Ordinal);

    /// <summary>Whether the last line was cut short, and is lost.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>The runs, in the file's order.</summary>
    public IReadOnlyList<RecordedRun> Runs => [.. Sorted().Select(static entry => entry.Run)];

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">One line that begins with the file and the line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RecordFile Read(string path)
    {
        byte[] content;
        using (FileStream stream = RegularFile.OpenRead(path))
        using (MemoryStream memory = new())
        {
            stream.CopyTo(memory);
            content = memory.ToArray();
        }

        RecordFile record = new();
        List<RecordLine> runs = [];
        int number = 0;
        for (int start = 0; start < content.Length;)
        {
            int end = Array.IndexOf(content, (byte)'\n', start);
            ReadOnlyMemory<byte> text = content.AsMemory(start, (end < 0 ? content.Length : end) - start);
            start = end < 0 ? content.Length : end + 1;
            string place = FormattableString.Invariant($"{path}:{++number}");
            RecordLine line;
            try
            {
                line = RecordLine.Parse(text, place);
            }
            catch (InvalidDataException) when (end < 0 && number > 1)
            {
                record.IsTorn = true;
                continue;
            }

            if (number == 1)
            {
                CheckVersion(line);
            }
            else if (string.Equals(line.Kind, Run, StringComparison.Ordinal))
            {
                runs.Add(line);
            }
            else
            {
                record._definitions
                    .Add(RecordDefinitions.IsOne(line.Kind) ? line : throw new InvalidDataException($"{place}: '{line.Kind}' begins no line of a record"));
            }
        }

        // What a run needs may stand anywhere.
        foreach (RecordLine line in runs)
        {
            RecordedRun run = record.Parsed(line);
            record._runs[run.Key] = (line, run);
        }

        return record;
    }

    /// <summary>Whether a file could be a record: it is there, and its first line begins like one. Reads no more than that.</summary>
    public static bool IsOne(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        ReadOnlySpan<byte> begin = "{\"gan-record\":"u8;
        Span<byte> first = stackalloc byte[begin.Length];
        using FileStream stream = RegularFile.OpenRead(path);
        return stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual(begin);
    }

    /// <summary>Keeps other writers away from a record until disposed, from reading what is there to replacing it. Waits for one that is at it.</summary>
    /// <param name="path">The record; its lock file lies beside it and stays there: to remove it would let two in.</param>
    /// <param name="patience">How long to wait.</param>
    /// <exception cref="IOException">Somebody else still writes then, or the lock file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file may not be written.</exception>
    public static IDisposable Lock(string path, TimeSpan patience)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            if (FileLock.Try(path + LockEnding) is { } mine)
            {
                return mine;
            }

            if (Stopwatch.GetElapsedTime(begin) >= patience)
            {
                throw new IOException(
                    $"{path}: another process has been writing it for more than {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>Whether it holds a run.</summary>
    public bool Holds(string key) => _runs.ContainsKey(key);

    /// <summary>Adds a run, or replaces what is known of it.</summary>
    public void Add(RecordedRun run)
    {
        (string point, string metrics, string program) = _definitions.Add(run);
        JsonObject json = new() { [Run] = run.Folder, ["point"] = point, ["seed"] = JsonNode.Parse(run.Seed) };
        if (run.State != RunState.Completed)
        {
            json["state"] = run.State.ToString().ToLowerInvariant();
        }

        if (!run.IsAtEnd)
        {
            json["at-end"] = false;
        }

        json["step"] = run.Step;
        json["seconds"] = run.Seconds;
        AddNumber("seconds-per-step", run.SecondsPerStep);
        AddNumber("first", run.First);
        AddNumber("width", run.Width);
        AddNumber("hopping", run.Hopping);
        AddNumber("distance", run.Distance);
        if (run.GradientsPerStep is long gradients)
        {
            json["gradients"] = gradients;
        }

        json["program"] = program;
        json["metrics"] = metrics;
        json["values"] = new JsonArray([.. run.Metrics.Metrics.Keys.Select(Value)]);
        RecordLine line = new(Run, json, run.Folder);
        _runs[run.Key] = (line, run);

        void AddNumber(string key, double number)
        {
            if (double.IsFinite(number))
            {
                json[key] = number;
            }
        }

        JsonNode? Value(string metric) => run.Values.TryGetValue(metric, out RowValue value) ? JsonSerializer.SerializeToNode(value, RunJson.Context.RowValue)
            : null;
    }

    /// <summary>Takes a run out.</summary>
    public void Remove(string key) => _runs.Remove(key);

    /// <summary>The whole file: what runs share comes before them, each kind sorted by what it is.</summary>
    public string Text()
    {
        RecordLine[] runs = [.. Sorted().Select(static entry => entry.Line)];
        StringBuilder text = new();
        Append(new RecordLine(Version, new JsonObject { [Version] = OurVersion }, ""));
        foreach (RecordLine line in _definitions.Of(runs).Concat(runs))
        {
            Append(line);
        }

        return text.ToString();

        void Append(RecordLine line) => text.Append(line.Text).Append('\n');
    }

    private static void CheckVersion(RecordLine line)
    {
        if (!string.Equals(line.Kind, Version, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{line.Place}: this is no record of runs; those begin with {{\"{Version}\":{OurVersion}}}");
        }

        if (line.Whole(Version) is var version and not OurVersion)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"{line.Place}: a record of version {version}; this program knows version {OurVersion}"));
        }
    }

    // Runs of a setting stand together, by seed, so that another seed is one more line among its like.
    private IEnumerable<(RecordLine Line, RecordedRun Run)> Sorted() => _runs.Values
        .OrderBy(static entry => entry.Run.Point.Sweep, StringComparer.Ordinal).ThenBy(static entry => entry.Run.Point.Label, StringComparer.Ordinal)
        .ThenBy(static entry => entry.Run.Seed.Length).ThenBy(static entry => entry.Run.Seed, StringComparer.Ordinal)
        .ThenBy(static entry => entry.Run.Folder, StringComparer.Ordinal);

    private RecordedRun Parsed(RecordLine line)
    {
        (RecordedPoint point, RecordedSettings settings) = _definitions.PointOf(line);
        MetricsInfo metrics = _definitions.MetricsOf(line);
        (string? program, string? commit) = _definitions.ProgramOf(line);
        return new RecordedRun
        {
            Folder = RunFolder.IsName(line.Id) ? line.Id : throw line.Wrong(Run, "the name of a run's folder"),
            Point = point,
            Settings = settings,
            Seed = SeedOf(line),
            State = line.StringOrNull("state") switch
            {
                null => RunState.Completed,
                "diverged" => RunState.Diverged,
                "collapsed" => RunState.Collapsed,
                _ => throw line.Wrong("state", "diverged or collapsed"),
            },
            IsAtEnd = line.Json["at-end"] is not JsonValue atEnd || atEnd.GetValueKind() != JsonValueKind.False,
            Step = line.Whole("step"),
            Seconds = line.Number("seconds") is var seconds && double.IsFinite(seconds) ? seconds : throw line.Wrong("seconds", "a number of at least 0"),
            SecondsPerStep = line.Number("seconds-per-step"),
            GradientsPerStep = line.WholeOrNull("gradients"),
            First = line.Number("first"),
            Width = line.Number("width"),
            Hopping = line.Number("hopping"),
            Distance = line.Number("distance"),
            Program = program,
            Commit = commit,
            Metrics = metrics,
            Values = ValuesOf(line, metrics),
        };
    }

    private static string SeedOf(RecordLine line) => line.Json["seed"] switch
    {
        JsonValue => FormattableString.Invariant($"{line.Whole("seed")}"),
        JsonObject seeds when seeds.All(static seed => seed.Value?.GetValueKind() == JsonValueKind.Number) => seeds.ToJsonString(),
        _ => throw line.Wrong("seed", "a seed"),
    };

    private static Dictionary<string, RowValue> ValuesOf(RecordLine line, MetricsInfo metrics)
    {
        if (line.Json["values"] is not JsonArray list || list.Count != metrics.Metrics.Count)
        {
            throw line.Wrong("values", FormattableString.Invariant($"a list of {metrics.Metrics.Count}, one for each metric"));
        }

        Dictionary<string, RowValue> values = new(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in metrics.Metrics.Keys.Zip(list))
        {
            try
            {
                if (value is not null)
                {
                    values[key] = value.Deserialize(RunJson.Context.RowValue);
                }
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"{line.Place}: the value of '{key}' is neither a number nor a list of numbers", exception);
            }
        }

        return values;
    }
}
