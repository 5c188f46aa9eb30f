using System.CommandLine;
using System.Globalization;
using GanCli.Sweeps;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>The options of <c>gan sweep</c> that choose and steer a launcher.</summary>
internal sealed class SlurmArguments
{
    private const string Local = "local";
    private const string Slurm = "slurm";
    private const string Directive = "#SBATCH ";
    private readonly Option<string> _launcher =
        new("--launcher") { HelpName = "NAME", Description = "local: processes on this machine (default); slurm: a Slurm job array", DefaultValueFactory =
            static _ => Local };
    private readonly Option<int?> _maxParallel = new("--max-parallel") { HelpName = "N", Description = "slurm: runs at the same time" };
    private readonly Option<string?> _partition = new("--partition") { HelpName = "NAME", Description = "slurm: partition" };
    private readonly Option<string?> _time =
        new("--time") { HelpName = "TIME", Description = "slurm: time limit of a run; two minutes before, it saves a checkpoint and ends" };
    private readonly Option<int> _requeue =
        new("--requeue") { HelpName = "N", Description = "slurm: how often a run whose time is up may queue again, and go on (default: 0)" };
    private readonly Option<string[]> _lines =
        new("--sbatch") { HelpName = "OPTION", Description = "slurm: a further option of sbatch without its dashes, for instance mem=2G; may be repeated" };
    private readonly Option<bool> _detach = new("--detach") { Description = "slurm: submit, and do not wait" };

    public IEnumerable<Option> Options => [_launcher, _partition, _time, _requeue, _maxParallel, _lines, _detach];

    /// <summary>What to ask Slurm for; null when runs stay on this machine.</summary>
    /// <exception cref="UsageException">Options that make no sense, alone or together.</exception>
    public SlurmOptions? Read(ParseResult arguments)
    {
        string launcher = arguments.GetValue(_launcher)!;
        if (launcher is not (Local or Slurm))
        {
            throw new UsageException($"--launcher: '{launcher}' is neither {Local} nor {Slurm}");
        }

        if (launcher is Local)
        {
            return Options.Skip(1).FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } foreign
                ? throw new UsageException($"{foreign.Name} is for --launcher slurm")
                : null;
        }

        int? most = arguments.GetValue(_maxParallel);
        if (most < 1)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--max-parallel is {most}; it must be at least 1"));
        }

        int requeue = arguments.GetValue(_requeue);
        if (requeue < 0)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--requeue is {requeue}; it must be at least 0"));
        }

        // A value of ours may not begin with two dashes.
        string[] lines =
            [.. (arguments.GetValue(_lines) ?? [])
                .Select(static line => "--" + (line.StartsWith(Directive, StringComparison.Ordinal) ? line[Directive.Length..] : line).TrimStart('-'))];
        return Array.Find(lines, static line => line.Length < 3 || line.Contains('\n', StringComparison.Ordinal)) is not null
            ? throw new UsageException("--sbatch takes one option of sbatch, for instance --sbatch mem=2G")
            : new SlurmOptions
            {
                Partition = arguments.GetValue(_partition),
                Time = arguments.GetValue(_time),
                Requeue = requeue,
                MaxParallel = most,
                Lines = lines,
                Detach = arguments.GetValue(_detach),
            };
    }
}
