using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.RegularExpressions;
using GanCli.Commands;
using GanCli.Engine.Config;
using GanCli.Runs;

namespace GanCli.Completion;

/// <summary>Words that only this program knows: runs, sweeps, configs, components, keys of configs. Reads names of folders and configs, never a run.</summary>
internal static partial class Candidates
{
    private const int MostRuns = 100;

    private static readonly Dictionary<string, Func<CompletionContext, IEnumerable<string>>> OfSymbols = new(StringComparer.Ordinal)
    {
        ["RUN"] = Runs,
        ["--checkpoint"] = Runs,
        ["--resume"] = Runs,
        ["SWEEP"] = Sweeps,
        ["--config"] = static context => Configs(context, sweeps: false),
        ["--file"] = static context => Configs(context, sweeps: true),
        ["--expect"] = static context => Configs(context, sweeps: true),
        ["--of"] = static context => Configs(context, sweeps: true),
        ["KIND"] = static _ => Catalog.Families.Select(static family => family.Plural).Concat(Catalog.Families.SelectMany(static family => family.Kinds))
            .Concat(Commands.ListedSection.Names),
        ["--metrics"] = static _ => Catalog.FindFamily("metrics")!.Kinds.Append("all"),
        ["--set"] = static context => Settings(context, each: false),
        ["--set-each"] = static context => Settings(context, each: true),
        ["--by"] = static _ => Reporting.Comparison.Budget.All.Select(static budget => budget.Name),
        ["--format"] = static _ => ["table", "md", "csv", "json"],
    };

    /// <summary>Gives every argument and option below a command the words that it can be.</summary>
    public static void Attach(Command command)
    {
        foreach (Argument argument in command.Arguments.Where(static argument => OfSymbols.ContainsKey(argument.Name)))
        {
            argument.CompletionSources.Add(OfSymbols[argument.Name]);
        }

        foreach (Option option in command.Options.Where(static option => OfSymbols.ContainsKey(option.Name)))
        {
            option.CompletionSources.Add(OfSymbols[option.Name]);
        }

        foreach (Command below in command.Subcommands)
        {
            Attach(below);
        }
    }

    private static IEnumerable<string> Runs(CompletionContext context)
    {
        RunFolder[] runs = [.. RunFinder.All(Directory(context)).Take(MostRuns)];
        bool isMany = context.ParseResult.CommandResult.Command.Arguments.Any(static argument => argument is { Name: "RUN", Arity.MaximumNumberOfValues: > 1 });
        return runs.Length == 0 ? []
            : [RunFinder.Latest, .. runs.Select(static run => run.Id), .. runs.Select(run => isMany ? run.Name : $"{run.Name}/{RunFinder.Latest}")
                .Distinct(StringComparer.Ordinal), .. context.WordToComplete.Length > 0 ? runs.Select(static run => run.FolderPart) : []];
    }

    private static IEnumerable<string> Sweeps(CompletionContext context)
    {
        IReadOnlyList<SweepFolder> sweeps = SweepFinder.All(Directory(context));
        return sweeps.Count == 0 ? []
            : [RunFinder.Latest, .. sweeps.Select(static sweep => sweep.Name).Distinct(StringComparer.Ordinal), .. sweeps.Select(static sweep => sweep.Id)];
    }

    private static string Directory(CompletionContext context) => RunsDirectory.Resolve(Value(context, "--runs-dir"));

    private static string? Value(CompletionContext context, string option) =>
        context.ParseResult.CommandResult.Command.Options
            .FirstOrDefault(known => string.Equals(known.Name, option, StringComparison.Ordinal)) is Option<string?> found
            ? context.ParseResult.GetValue(found) : null;

    /// <summary>Config files of the folder that the word names, folders, and those that come with the program.</summary>
    private static IEnumerable<string> Configs(CompletionContext context, bool sweeps)
    {
        string folder = context.WordToComplete[..(context.WordToComplete.LastIndexOf('/') + 1)];
        var here = new DirectoryInfo(Path.GetFullPath(folder.Length == 0 ? "." : folder));
        IEnumerable<string> local = !here.Exists ? [] : here.EnumerateFileSystemInfos()
            .Where(entry => entry.Name[0] != '.' && (entry is DirectoryInfo || (entry.Extension is ".yaml" or ".yml" && IsSweep(entry.FullName) == sweeps)))
            .Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : ""));
        string shipped = ConfigFolders.Default.Shipped;
        IEnumerable<string> known = !System.IO.Directory.Exists(shipped) ? []
            : System.IO.Directory.EnumerateFiles(shipped, "*.yaml", SearchOption.AllDirectories)
            .Where(path => IsSweep(path) == sweeps).Select(path => Path.GetRelativePath(shipped, path).Replace('\\', '/'));
        return local.Concat(known).Order(StringComparer.Ordinal);
    }

    private static bool IsSweep(string path) => new FileInfo(path) is { Length: < 1 << 20 } && KeyOfSweeps.IsMatch(File.ReadAllText(path));

    /// <summary>Keys of the config that the line names, or of one that states nothing; behind the equals sign, words that the key takes.</summary>
    private static IEnumerable<string> Settings(CompletionContext context, bool each)
    {
        string word = context.WordToComplete;
        IEnumerable<KeyPlace> keys = KeyPlaces.Of(Value(context, "--config") is { } config ? ConfigLoader.Load(config).Config : new ExperimentConfig());
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || each)
        {
            return keys.Select(static place => place.Path + "=");
        }

        OptionType? type = keys.FirstOrDefault(place => string.Equals(place.Path, word[..equals], StringComparison.Ordinal)).Key?.Type;
        IEnumerable<string> values = type?.Form == OptionForm.Boolean ? ["true", "false"] : type?.Family?.Kinds ?? type?.Choices ?? [];
        return values.Select(value => $"{word[..(equals + 1)]}{value}");
    }

    [GeneratedRegex("^(axes|seeds|published|config):", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyOfSweeps { get; }
}
