using System.Text.Json.Nodes;
using GanCli.Engine.Sweeps;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Terminal;

namespace GanCli.Sweeps;

/// <summary>The record that a sweep keeps of its finished runs (<c>--record</c>): points that it holds are done, wherever their folders are.</summary>
internal sealed class SweepRecord
{
    // To write a large record takes a second or so; a machine may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Sweep _sweep;
    private readonly RecordFile _file;
    private readonly RecordedRun?[] _held;

    // Runs that others took the place of.
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    // What the file said when it was last read or written.
    private string? _text;

    private SweepRecord(string path, Sweep sweep)
    {
        Path = path;
        _sweep = sweep;
        _text = ReadText(path);
        _file = _text is null ? new RecordFile() : RecordFile.Read(path);
        _held = new RecordedRun?[sweep.Points.Count];
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>Whether its last line was cut short.</summary>
    public bool IsTorn => _file.IsTorn;

    /// <summary>Points of the sweep that it holds.</summary>
    public int Held => _held.Count(static run => run is not null);

    /// <summary>Runs that are no points of the sweep as it stands: of other sweeps, or of what this one was before.</summary>
    public int Others => _file.Runs.Count - Held;

    /// <summary>Reads a record; one that is not there yet holds nothing. Creates nothing.</summary>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    /// <exception cref="IOException">It cannot be read, or there is no such folder.</exception>
    /// <exception cref="UsageException">Two points of the sweep are one experiment.</exception>
    public static SweepRecord Open(string path, Sweep sweep)
    {
        SweepRecord record = new(path, sweep);
        Dictionary<string, int> points = new(StringComparer.Ordinal);
        for (int i = 0; i < sweep.Points.Count; i++)
        {
            string one = PointIdentity.Of(sweep.Points[i]);
            if (!points.TryAdd(one, i))
            {
                throw new UsageException(
                    $"--record: '{sweep.Points[points[one]].Label}' and '{sweep.Points[i].Label}' differ in what computes or in what is written: to a record "
                        + $"they are one experiment");
            }
        }

        PointIdentity identity = new();
        Dictionary<(RecordedSettings, int), RecordedSettings> today = [];
        foreach (RecordedRun run in record._file.Runs.Where(run => string.Equals(run.Point.Sweep, sweep.Name, StringComparison.Ordinal)))
        {
            if (identity.Of(run) is { } one && points.TryGetValue(one, out int index))
            {
                record.Hold(index, record.Today(run, index, today));
            }
        }

        return record;
    }

    /// <summary>How a point stands: as the sweep's folder says where its run came to an end there, else as recorded.</summary>
    /// <param name="folder">How it stands in the sweep's folder.</param>
    public PointStatus Of(PointStatus folder) =>
        !HasOutcome(folder) && _held[folder.Point.Index] is { } run ? new PointStatus(folder.Point, run.State, null, null) : folder;

    /// <summary>Whether it holds a point.</summary>
    public bool Holds(int index) => _held[index] is not null;

    /// <summary>The run of a point, under what the sweep calls it now; null where it holds none.</summary>
    public RecordedRun? Run(int index) => _held[index];

    /// <summary>Takes in a point that has an outcome, unless it is known.</summary>
    /// <exception cref="InvalidDataException">A file of the run is something else.</exception>
    /// <exception cref="IOException">A file of the run cannot be read.</exception>
    public void Take(PointStatus point)
    {
        int index = point.Point.Index;
        if (!HasOutcome(point) || point.Run is null)
        {
            return;
        }

        RunFolder folder = RunFolder.Open(point.Run.Path);
        bool isKnown = _held[index] is { } held && string.CompareOrdinal(held.Folder, folder.FolderPart) is var order
            && (order > 0 || (order == 0 && held.State == point.State && held.Step == point.Run.Status?.Step));
        if (!isKnown && RecordedRuns.Of(folder, PointOf(index)) is { } run)
        {
            _file.Add(run);
            Hold(index, run);
        }
    }

    /// <summary>Writes what is known together with what others have written meanwhile: several sweeps may keep their runs in one file.</summary>
    /// <exception cref="InvalidDataException">The file has become something else.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write()
    {
        (string? there, string text) = Merged();
        if (!string.Equals(text, there, StringComparison.Ordinal))
        {
            // What somebody else wrote between our reading and our replacing would be lost.
            using IDisposable alone = RecordFile.Lock(Path, Patience);
            (there, text) = Merged();
            if (!string.Equals(text, there, StringComparison.Ordinal))
            {
                AtomicFile.WriteText(Path, text);
            }
        }

        _text = text;
    }

    /// <summary>What the file says, and what it should say: that, and what is known here.</summary>
    private (string? There, string Text) Merged()
    {
        string? there = ReadText(Path);
        if (there is not null && !string.Equals(there, _text, StringComparison.Ordinal))
        {
            foreach (RecordedRun run in RecordFile.Read(Path).Runs.Where(run => !_file.Holds(run.Key) && !_replaced.Contains(run.Key)))
            {
                _file.Add(run);
            }
        }

        return (there, _file.Text());
    }

    private static bool HasOutcome(PointStatus point) => point.State is RunState.Completed or RunState.Diverged or RunState.Collapsed;

    private static string? ReadText(string path)
    {
        if (File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        return Directory.Exists(path) ? throw new IOException($"--record: {path} is a folder, not a file")
            : Directory.Exists(folder) ? null
            : throw new DirectoryNotFoundException($"--record: there is no folder {folder} for the file");
    }

    /// <summary>Of two runs of a point the newer counts, whose folder's name is the greater one.</summary>
    private void Hold(int index, RecordedRun run)
    {
        if (_held[index] is { } other && !string.Equals(other.Key, run.Key, StringComparison.Ordinal))
        {
            RecordedRun old = string.CompareOrdinal(other.Folder, run.Folder) < 0 ? other : run;
            _file.Remove(old.Key);
            _replaced.Add(old.Key);
            _held[index] = old == run ? other : run;
        }
        else
        {
            _held[index] = run;
        }
    }

    /// <summary>A recorded run under what its point is called by now, and with the options that this program has.</summary>
    private RecordedRun Today(RecordedRun run, int index, Dictionary<(RecordedSettings, int), RecordedSettings> known)
    {
        RecordedPoint point = PointOf(index);
        if (!known.TryGetValue((run.Settings, point.Number), out RecordedSettings? settings))
        {
            settings = PointIdentity.Today(run, _sweep.Points[index]);
            known[(run.Settings, point.Number)] = settings = JsonNode.DeepEquals(settings.Config, run.Settings.Config) ? run.Settings : settings;
        }

        bool same = ReferenceEquals(settings, run.Settings) && run.Point.Number == point.Number
            && string.Equals(run.Point.Label, point.Label, StringComparison.Ordinal)
            && run.Point.Axes.SequenceEqual(point.Axes, StringComparer.Ordinal) && run.Point.Choices.SequenceEqual(point.Choices, StringComparer.Ordinal);
        if (same)
        {
            return run;
        }

        RecordedRun today = run with { Point = point, Settings = settings };
        _file.Add(today);
        return today;
    }

    private RecordedPoint PointOf(int index)
    {
        SweepPoint point = _sweep.Points[index];
        return new RecordedPoint(_sweep.Name, point.Label, point.Number, _sweep.Axes, point.Choices);
    }
}
