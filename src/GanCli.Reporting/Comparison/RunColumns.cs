namespace GanCli.Reporting.Comparison;

/// <summary>Columns of a table with a row for each run; a row is a group of that run alone.</summary>
public static class RunColumns
{
    private static readonly string[] Parts = ["init", "data", "latent"];

    private static readonly Column Seed = Of("seed", run => run.Seed) with { IsValue = true };

    // People name a run by its hash, other programs look for its folder.
    private static readonly Column Run =
        Of("run", run => run.Folder.Id) with { Machine = row => $"{row.Runs[0].Folder.Name}/{row.Runs[0].Folder.FolderPart}", DropOrder = 10 };

    private static readonly Column State = Of("state", run => run.State.ToString().ToLowerInvariant()) with { DropOrder = 8 };

    private static readonly Column Commit = Of("commit", run => run.Commit ?? "–");

    // A working folder outside of any repository says nothing of the program, nor does one inside somebody else's.
    private static readonly Column Program = Of("program", run => run.Program ?? "–");

    // What its sweep calls it, whatever else is compared.
    private static readonly Column Label = Of("label", run => run.Label ?? "–");

    private static readonly Column Success = Of("success", run => run.HoldsAllModes switch { true => "yes", false => "no", null => "–" }) with
    {
        Heading = "all modes",
        Number = row => Measure.Success.Of(row.Runs[0]),
        Merit = row => Measure.Success.Of(row.Runs[0]),
    };

    private static readonly Column[] Plain =
        [Column.Group, Seed, .. Parts.Select(Part), Run, Of("name", run => run.Folder.Name), Label, State, Success, Commit, Program];

    /// <summary>What one may ask for.</summary>
    public static ColumnChoice Of(RunComparison comparison)
    {
        bool apart = comparison.Groups.Any(group => group.Runs.Any(run => run.Seeds.Distinct(StringComparer.Ordinal).Count() > 1));
        bool counts = comparison.Groups.Any(group => group.Success is not null);
        Column[] measures = [.. comparison.Measures.Select(measure => Measured(comparison, measure.Name)!)];
        return new(
            [Column.Group, Seed],
            [
                Column.Group, Seed, Run, State, .. counts ? [Success]
                    : Array.Empty<Column>(), .. comparison.Main.Select((measure, i) => Measured(comparison, measure.Name)! with { DropOrder = i }),
                .. counts ? [Measured(comparison, Measure.First.Name)! with { DropOrder = 7 }]
                    : Array.Empty<Column>(), Measured(comparison, Measure.Seconds.Name)! with { DropOrder = 6 },
            ],
            [Column.Group, Seed, .. apart ? Parts.Select(Part)
                : [], Run, State, .. comparison.Differing.Select(Setting), Success, .. measures, Commit, Program],
            name => Array.Find(Plain, column => string.Equals(column.Name, name, StringComparison.Ordinal)) ?? Measured(comparison, name)
                ?? (comparison.Groups.Any(group => group.Settings.Meant(name).Any()) ? Setting(name) : null),
            [.. Plain.Select(column => column.Name).Concat(measures.Select(column => column.Name))]);
    }

    private static Column? Measured(RunComparison comparison, string name) =>
        comparison.Measures.Any(measure => string.Equals(measure.Name, name, StringComparison.Ordinal)) ? Column.Find(comparison, name) : null;

    // A machine finds nothing in a cell of a setting without a value.
    private static Column Setting(string path)
    {
        Column setting = Column.Setting(path);
        return setting with { Machine = row => setting.Text(row) is var text && string.Equals(text, "null", StringComparison.Ordinal) ? "" : text };
    }

    private static Column Part(string part, int place) => Of($"seed.{part}", run => run.Seeds[place]) with { IsValue = true };

    private static Column Of(string name, Func<ComparedRun, string> text) => new(name, name, row => text(row.Runs[0]));
}
