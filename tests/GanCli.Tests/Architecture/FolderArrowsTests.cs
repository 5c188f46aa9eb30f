using System.Text.RegularExpressions;
using GanCli.Tests.Support;

namespace GanCli.Tests.Architecture;

/// <summary>The arrows between the engine's folders, read from the using directives: the compiler rejects those that nothing needs, so they are
/// what a file depends on.</summary>
public sealed partial class FolderArrowsTests
{
    /// <summary>From the ground up: a folder uses only those before it.</summary>
    private static readonly string[] Storeys =
    [
        "Kernels", "Random", "Tensors", "Graphs", "Schedules", "Optimizers", "Networks", "Data", "Priors", "Game", "Losses", "Regularizers", "Metrics",
        "Watch", "Training", "Sessions", "Sweeps",
    ];

    /// <summary>What the records of a whole config name: the roots of the families. Components in turn name Config's base records, as all do.</summary>
    private static readonly string[] Config = ["Config"];

    [Fact]
    public void AFolderOfTheEngineUsesOnlyThoseBelowIt()
    {
        string engine = Repository.PathOf("src", "GanCli.Engine");
        Assert.Empty(Folders(engine).SelectMany(folder => Arrows(engine, folder)));
    }

    /// <summary>Components know one another by traits, declared on their records: a remedy that comes later is met by every conflict that is about
    /// it.</summary>
    [Fact]
    public void NoConflictAsksForASiblingByItsType()
    {
        string engine = Repository.PathOf("src", "GanCli.Engine");
        string[] families = ["Config", "Data", "Priors", "Networks", "Losses", "Regularizers", "Optimizers", "Schedules", "Metrics", "Game"];

        Assert.Empty(
            from folder in families
            from path in Directory.GetFiles(Path.Combine(engine, folder), "*.cs", SearchOption.AllDirectories)
            from Match asked in TypeTests().Matches(File.ReadAllText(path))
            where !string.Equals(asked.Groups["type"].Value, Path.GetFileNameWithoutExtension(path) + "Config", StringComparison.Ordinal)
                && !string.Equals(asked.Groups["type"].Value, Path.GetFileNameWithoutExtension(path), StringComparison.Ordinal)
                && asked.Groups["type"].Value is not ("ComponentConfig" or "ScheduleConfig" or "ExperimentConfig")
            select $"{Path.GetFileName(path)}: {asked.Value}");
    }

    [Fact]
    public void EveryFolderHasItsStorey() =>
        Assert.Equal([.. Storeys.Concat(Config).Order(StringComparer.Ordinal)], Folders(Repository.PathOf("src", "GanCli.Engine")));

    private static string[] Folders(string engine) =>
    [
        .. Directory.GetDirectories(engine).Select(static path => Path.GetFileName(path)!).Where(static name => name is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Arrows(string engine, string folder) =>
        from path in Directory.GetFiles(Path.Combine(engine, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from used in Usings().Matches(File.ReadAllText(path)).Select(static match => match.Groups["folder"].Value).Distinct(StringComparer.Ordinal)
        where used != folder && !Config.Contains(folder) && !Config.Contains(used) && Array.IndexOf(Storeys, used) > Array.IndexOf(Storeys, folder)
        select $"{Path.GetRelativePath(engine, path).Replace('\\', '/')} uses {used}";

    [GeneratedRegex(@"^using (?:static )?GanCli\.Engine\.(?<folder>\w+)", RegexOptions.Multiline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Usings();

    [GeneratedRegex(@"(?:\bis (?:not )?|\bor |OfType<)(?<type>[A-Z]\w*Config)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeTests();
}
