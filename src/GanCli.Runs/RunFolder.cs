using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace GanCli.Runs;

/// <summary>The folder of one run: where everything in it is. The format is described in <c>runs/README.md</c>.</summary>
public sealed partial class RunFolder
{
    private const string TimeFormat = "yyyyMMdd-HHmmss";
    private const int HashDigits = 6;

    private RunFolder(string path)
    {
        Path = path;
        var full = System.IO.Path.GetFullPath(path);
        FolderPart = System.IO.Path.GetFileName(full);
        Name = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(full)) ?? "";
        var match = FolderName.Match(FolderPart);
        Id = match.Success ? match.Groups["hash"].Value : FolderPart;
        Seed = match.Success ? match.Groups["seed"].Value : null;
        Created = DateTimeOffset.TryParseExact(
            match.Groups["time"].Value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : new DateTimeOffset(Directory.GetCreationTimeUtc(path));
    }

    /// <summary>The folder, as it was given.</summary>
    public string Path { get; }

    /// <summary>The short hash at the end of the folder's name; the whole name where somebody changed it.</summary>
    public string Id { get; }

    /// <summary>The run's name: that of the folder above.</summary>
    public string Name { get; }

    /// <summary>The seed, or several as <c>1-2-3</c>; null where somebody changed the folder's name.</summary>
    public string? Seed { get; }

    /// <summary>The last part of the path: time, seed and hash.</summary>
    public string FolderPart { get; }

    /// <summary>When it was begun, to the second (UTC).</summary>
    public DateTimeOffset Created { get; }

    public string ConfigPath => In("config.yaml");

    public string ResolvedYamlPath => In("config.resolved.yaml");

    public string ResolvedJsonPath => In("config.resolved.json");

    public string ManifestPath => In("manifest.json");

    public string StatusPath => In("status.json");

    public string MetricsPath => In("metrics.jsonl");

    public string MetricsInfoPath => In("metrics.json");

    public string DataInfoPath => In("data.json");

    public string LogPath => In("log.jsonl");

    public string CheckpointsDirectory => In("checkpoints");

    public string BestCheckpointPath => In("checkpoints", "best.safetensors");

    /// <summary>The state at the last healthy look, of runs that may be rescued.</summary>
    public string HealthyCheckpointPath => In("checkpoints", "healthy.safetensors");

    public string SamplesDirectory => In("samples");

    public string RealSamplesPath => In("samples", "real.npy");

    public string PlotsDirectory => In("plots");

    public string TensorboardDirectory => In("tensorboard");

    public string ReportHtmlPath => In("report.html");

    public string ReportMarkdownPath => In("report.md");

    public string ReportDirectory => In("report");

    public string CheckpointPath(long step) => In("checkpoints", StepName("step", step, "safetensors"));

    public string SamplesPath(long step) => In("samples", StepName("step", step, "npy"));

    public string PicturePath(long step) => In("samples", StepName("step", step, "png"));

    public string SurfacePath(long step) => In("samples", StepName("surface", step, "npy"));

    public string InterpolationPath(long step) => In("samples", StepName("interpolation", step, "npy"));

    public string NearestPath(long step) => In("samples", StepName("nearest", step, "npy"));

    public string UncoveredPath(long step) => In("samples", StepName("uncovered", step, "npy"));

    public string NearestInfoPath(long step) => In("samples", StepName("nearest", step, "json"));

    /// <summary>The checkpoints by rising step, without the copy of the best.</summary>
    public IReadOnlyList<StepFile> Checkpoints() => StepFiles(CheckpointsDirectory, "step", "safetensors");

    /// <summary>The arrays of generated samples by rising step.</summary>
    public IReadOnlyList<StepFile> Samples() => StepFiles(SamplesDirectory, "step", "npy");

    /// <summary>The arrays of D's output by rising step.</summary>
    public IReadOnlyList<StepFile> Surfaces() => StepFiles(SamplesDirectory, "surface", "npy");

    /// <summary>The arrays of pictures on the way from one latent to another by rising step.</summary>
    public IReadOnlyList<StepFile> Interpolations() => StepFiles(SamplesDirectory, "interpolation", "npy");

    /// <summary>The arrays of generated pictures beside the training pictures nearest to them by rising step.</summary>
    public IReadOnlyList<StepFile> Nearest() => StepFiles(SamplesDirectory, "nearest", "npy");

    /// <summary>The arrays of real samples that are left out by rising step.</summary>
    public IReadOnlyList<StepFile> Uncovered() => StepFiles(SamplesDirectory, "uncovered", "npy");

    /// <summary>Claims a new folder, with its sub-folders. No two callers ever get the same one, and none gets a short hash that is in use.</summary>
    /// <param name="runsDirectory">The folder of all runs; made if it is missing.</param>
    /// <param name="name">The run's name: one part of a path.</param>
    /// <param name="utc">Now.</param>
    /// <param name="seed">The seed, or several as <c>1-2-3</c>: letters, digits and dashes.</param>
    /// <exception cref="ArgumentException">The name or the seed cannot be part of a path.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be made.</exception>
    public static RunFolder Create(string runsDirectory, string name, DateTimeOffset utc, string seed) =>
        Create(runsDirectory, name, utc, seed, () => RandomNumberGenerator.GetHexString(HashDigits, lowercase: true));

    internal static RunFolder Create(string runsDirectory, string name, DateTimeOffset utc, string seed, Func<string> nextHash)
    {
        if (!IsName(name))
        {
            throw new ArgumentException($"'{name}' cannot be the name of a folder", nameof(name));
        }

        if (seed.Length == 0 || !seed.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'))
        {
            throw new ArgumentException($"'{seed}' cannot stand in the name of a folder", nameof(seed));
        }

        if (File.Exists(runsDirectory))
        {
            throw new IOException($"{runsDirectory}: is a file, not a folder for runs");
        }

        var inUse = RunFinder.All(runsDirectory).Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var hash = nextHash();
            var time = utc.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
            var path = System.IO.Path.Combine(runsDirectory, name, $"{time}-s{seed}-{hash}");
            if (!inUse.Contains(hash) && !Directory.Exists(path) && Claim(path))
            {
                var run = new RunFolder(path);
                Directory.CreateDirectory(run.CheckpointsDirectory);
                Directory.CreateDirectory(run.SamplesDirectory);
                return run;
            }
        }
    }

    /// <summary>Keeps other sessions out of the run until disposed. The system lets go too when the process ends, however it ends.</summary>
    /// <returns>Null when another session is at work.</returns>
    /// <exception cref="IOException">The lock cannot be written.</exception>
    public IDisposable? TryLock() => FileLock.Try(In("lock"));

    /// <summary>Whether another session is at work on it just now.</summary>
    public bool IsBeingWorkedOn()
    {
        using var free = TryLock();
        return free is null;
    }

    /// <summary>Opens an existing folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static RunFolder Open(string path) =>
        Directory.Exists(path)
            ? new RunFolder(System.IO.Path.TrimEndingDirectorySeparator(path))
            : throw new DirectoryNotFoundException($"{path}: there is no such folder");

    /// <summary>What a run's folder was called that need not be here: nothing but its names can be asked for.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="folderPart">The last part of its path.</param>
    public static RunFolder Named(string name, string folderPart) => new(System.IO.Path.Combine(name, folderPart));

    /// <summary>Whether a folder is one of a run.</summary>
    public static bool IsRun(string path) =>
        FolderName.IsMatch(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)))
            ? Directory.Exists(path)
            : File.Exists(System.IO.Path.Combine(path, "config.resolved.json"));

    /// <summary>Whether a text can be the name of a run: one part of a path, on any file system.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 100
        && name[0] is not ('.' or '-' or ' ')
        && name[^1] is not ('.' or ' ')
        && !name.Any(character => char.IsControl(character) || "/\\:*?\"<>|".Contains(character, StringComparison.Ordinal));

    // Making a folder succeeds for everybody who tries; only one can create a file that must not exist.
    private static bool Claim(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // On a system's own file system (/proc) .NET only says that something is not found.
            throw new IOException($"{path}: this folder cannot be made there; choose another place for runs", exception);
        }

        try
        {
            File.Open(System.IO.Path.Combine(path, "log.jsonl"), FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(System.IO.Path.Combine(path, "log.jsonl")))
        {
            return false;
        }
    }

    private static string StepName(string start, long step, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{start}-{step:D9}.{extension}");

    private static List<StepFile> StepFiles(string directory, string start, string extension)
    {
        var files = new List<StepFile>();
        if (!Directory.Exists(directory))
        {
            return files;
        }

        foreach (var path in Directory.EnumerateFiles(directory, $"{start}-*.{extension}"))
        {
            var digits = System.IO.Path.GetFileNameWithoutExtension(path).AsSpan(start.Length + 1);
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            {
                files.Add(new StepFile(step, path));
            }
        }

        files.Sort((left, right) => left.Step.CompareTo(right.Step));
        return files;
    }

    private string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    [GeneratedRegex("^(?<time>[0-9]{8}-[0-9]{6})-s(?<seed>[A-Za-z0-9-]+)-(?<hash>[0-9a-f]{6})$", RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FolderName { get; }
}
