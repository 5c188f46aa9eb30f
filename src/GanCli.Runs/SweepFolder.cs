using System.Globalization;

namespace GanCli.Runs;

/// <summary>The folder of a sweep, beside those of its runs: <c>runs/&lt;name&gt;/sweep-&lt;id&gt;/</c>. The format is described in
/// <c>runs/README.md</c>.</summary>
public sealed class SweepFolder
{
    private const string Prefix = "sweep-";
    private const string PlanFile = "sweep.json";

    private SweepFolder(string path)
    {
        Path = path;
        var full = System.IO.Path.GetFullPath(path);
        Id = System.IO.Path.GetFileName(full)[Prefix.Length..];
        NameDirectory = System.IO.Path.GetDirectoryName(full)!;
    }

    /// <summary>The folder, as it was given.</summary>
    public string Path { get; }

    /// <summary>The hash in the folder's name.</summary>
    public string Id { get; }

    /// <summary>The sweep's name, which is that of its runs.</summary>
    public string Name => System.IO.Path.GetFileName(NameDirectory);

    /// <summary>The folder of all runs, which its runs are made in.</summary>
    public string RunsDirectory => System.IO.Path.GetDirectoryName(NameDirectory)!;

    public string PlanPath => In(PlanFile);

    public string DefinitionPath => In("sweep.yaml");

    /// <summary>The batch script of Slurm jobs.</summary>
    public string SlurmScriptPath => In("slurm.sh");

    /// <summary>The Slurm jobs that were submitted, one a line: its number, and the point that its task 0 is.</summary>
    public string SlurmJobsPath => In("slurm.txt");

    public string LogsDirectory => In("logs");

    private string NameDirectory { get; }

    /// <summary>The config of a point, every key with its value.</summary>
    public string ConfigPath(int index) => In("points", Number(index) + ".yaml");

    /// <summary>What the program said while it worked on a point.</summary>
    public string LogPath(int index) => In("logs", Number(index) + ".log");

    /// <summary>Makes or reopens the folder of a sweep, with its sub-folders.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static SweepFolder Create(string runsDirectory, string name, string id)
    {
        var folder = new SweepFolder(System.IO.Path.Combine(runsDirectory, name, Prefix + id));
        Directory.CreateDirectory(folder.In("points"));
        Directory.CreateDirectory(folder.In("logs"));
        return folder;
    }

    /// <summary>Whether a folder is one of a sweep.</summary>
    public static bool IsSweep(string path) =>
        System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)).StartsWith(Prefix, StringComparison.Ordinal)
        && File.Exists(System.IO.Path.Combine(path, PlanFile));

    /// <summary>Opens an existing folder.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not the folder of a sweep.</exception>
    public static SweepFolder Open(string path) =>
        IsSweep(path)
            ? new SweepFolder(System.IO.Path.TrimEndingDirectorySeparator(path))
            : throw new DirectoryNotFoundException($"{path}: is not the folder of a sweep");

    /// <summary>Keeps others from running the same sweep until disposed.</summary>
    /// <returns>Null when another process runs it.</returns>
    public IDisposable? TryLock() => FileLock.Try(In("lock"));

    /// <summary>Keeps others from working on the same point until disposed.</summary>
    /// <returns>Null when another process works on it.</returns>
    public IDisposable? TryLock(int index) => FileLock.Try(In("points", Number(index) + ".lock"));

    /// <summary>Whether another process works on a point just now: on behalf of this sweep, or on its run for another one or by hand.</summary>
    public bool IsBeingWorkedOn(int index)
    {
        using var free = TryLock(index);
        return free is null || Run(Record(index)) is { } run && run.IsBeingWorkedOn();
    }

    public SweepPlan Plan() => SweepPlan.Read(PlanPath);

    /// <summary>What has become of a point so far.</summary>
    public PointRecord Record(int index) => File.Exists(RecordPath(index)) ? PointRecord.Read(RecordPath(index)) : new PointRecord();

    public void Write(int index, PointRecord record) => record.Write(RecordPath(index));

    /// <summary>The run of a point; null while there is none, or when somebody removed its folder.</summary>
    public RunFolder? Run(PointRecord record) =>
        record.Run is { } part && System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, part) is var path && Directory.Exists(path)
            ? RunFolder.Open(path)
            : null;

    /// <summary>The runs that there are, in the plan's order, each with its point.</summary>
    public IReadOnlyList<(PlannedRun Point, RunFolder Run)> Runs() =>
        [.. Plan().Points.Select(point => (Point: point, Run: Run(Record(point.Index)))).Where(pair => pair.Run is not null)
            .Select(pair => (pair.Point, pair.Run!))];

    /// <summary>How a point stands.</summary>
    public PointStatus Status(PlannedRun point)
    {
        var record = Record(point.Index);
        var run = Run(record) is { } folder ? RunSummary.Read(folder) : null;
        var state = run?.Status?.State;

        // A run that ended by itself has said how; a failure is of an attempt that could not even do that.
        return record.Failure is { } failure && state is not (RunState.Completed or RunState.Diverged or RunState.Collapsed)
            ? new PointStatus(point, RunState.Failed, failure, run)
            : new PointStatus(point, state, run?.Status?.Message, run);
    }

    private static string Number(int index) => index.ToString("D4", CultureInfo.InvariantCulture);

    private string RecordPath(int index) => In("points", Number(index) + ".json");

    private string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
