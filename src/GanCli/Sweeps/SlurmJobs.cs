using System.Globalization;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Sweeps;

/// <summary>The jobs that a sweep submitted, and what is left of them in Slurm's queue.</summary>
internal sealed class SlurmJobs(SweepFolder sweep)
{
    private const char Separator = '|';

    /// <summary>The jobs' numbers, each with the point that its task 0 is; empty where none was submitted.</summary>
    public IReadOnlyDictionary<string, int> All { get; private set; } = Read(sweep.SlurmJobsPath);

    /// <summary>Notes a job.</summary>
    public void Add(string job, int first)
    {
        All = new Dictionary<string, int>(All, StringComparer.Ordinal) { [job] = first };
        AtomicFile.WriteText(sweep.SlurmJobsPath,
            string.Concat(All.Select(static entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value}\n"))));
    }

    /// <summary>The points in the queue, each with why it waits, in Slurm's word, or null where it does not.</summary>
    /// <exception cref="IOException">Slurm does not answer.</exception>
    public IReadOnlyDictionary<int, string?> Queue()
    {
        var points = new Dictionary<int, string?>();
        if (All.Count == 0)
        {
            return points;
        }

        foreach (string line in SlurmTool.Run("squeue", "--me", "--noheader", "--array", "--format=%F|%K|%T|%r").Split('\n'))
        {
            if (line.Split(Separator) is [var job, var task, var state, var reason]
                && All.TryGetValue(job, out int first)
                && int.TryParse(task, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            {
                points[first + index] = state is "PENDING" ? reason : null;
            }
        }

        return points;
    }

    /// <summary>What is left in the queue, in words; null where nothing was submitted or Slurm cannot be asked from here.</summary>
    public static string? Describe(SweepFolder sweep)
    {
        var jobs = new SlurmJobs(sweep);
        try
        {
            IReadOnlyDictionary<int, string?> queue = jobs.Queue();
            string[] waiting = [.. queue.Values.OfType<string>()];
            return jobs.All.Count == 0 ? null
                : queue.Count == 0 ? "nothing in Slurm's queue"
                : string.Create(CultureInfo.InvariantCulture,
                    $"in Slurm's queue: {queue.Count - waiting.Length} running, {waiting.Length} waiting{Because(waiting)}");
        }
        catch (Exception exception) when (exception is IOException or UsageException)
        {
            return null;
        }
    }

    /// <summary>Why tasks wait: <c> (Resources)</c>, or nothing where none does.</summary>
    public static string Because(IEnumerable<string> reasons) =>
        string.Join(", ", reasons.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) is { Length: > 0 } words ? $" ({words})" : "";

    private static Dictionary<string, int> Read(string path) => File.Exists(path)
        ? File.ReadLines(path).Select(static line => line.Split(' '))
            .ToDictionary(static words => words[0], static words => int.Parse(words[1], CultureInfo.InvariantCulture), StringComparer.Ordinal)
        : new Dictionary<string, int>(StringComparer.Ordinal);
}
