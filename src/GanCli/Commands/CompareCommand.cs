using System.CommandLine;
using GanCli.Engine.Config;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Published;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Sweeps;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan compare</c>.</summary>
internal sealed class CompareCommand : GanCommand
{
    private static readonly string[] Formats = ["table", "md", "csv", "json"];

    private readonly Argument<string[]> _runs = new("RUN")
    {
        Description = "Runs: folders (all runs below them), sweeps, records of runs (files), names, patterns with * and ? (default: all runs)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _each =
        new("--runs") { Description =
            "A row for each run instead of each group: seed, settings that differ, all that was measured, commit (csv and json: everything)" };
    private readonly Option<bool> _onlyDiff = new("--only-diff") { Description = "A column for each setting that differs between groups" };
    private readonly Option<string?> _sort =
        new("--sort") { HelpName = "COLUMN", Description =
            "Best first by a column; numbers and texts rise; -COLUMN the other way round (default: success, then the first metric)" };
    private readonly Option<string?> _columns = new("--columns")
    {
        HelpName = "NAMES",
        Description =
            "Columns: runs, success, first, seconds, cost, steps, gradients, diverged, name, metrics (modes; modes.mean, .sd, .interval, .median, .min, "
                + ".max, .n), settings (loss); with --runs: seed, run, name, label, state, success, commit, program, metrics, settings",
    };

    private readonly Option<string[]> _where = CreateWhereOption();
    private readonly Option<string> _format =
        new("--format") { HelpName = "FORMAT", Description = "table, md, csv or json (csv and json in full precision)", DefaultValueFactory = _ => Formats[0] };
    private readonly Option<string?> _baseline = CreateBaselineOption();
    private readonly Option<bool> _unpaired = CreateUnpairedOption();
    private readonly Option<string?> _by = CreateByOption();
    private readonly Option<string[]> _expect =
        new("--expect") { HelpName = "FILE", Description = "Instead: what a sweep file says was published, beside the runs of its sweeps; may be repeated" };
    private readonly Option<string[]> _record =
        new("--record") { HelpName = "FILE", Description =
            "Runs that gan sweep --record kept, whose folders need not be here: these alone, or beside RUN; may be repeated" };
    private readonly Option<string?> _of =
        new("--of") { HelpName = "FILE", Description =
            "Of recorded runs only those that are points of this sweep file as it stands, under its labels: a record keeps earlier ones too" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public CompareCommand()
        : base(
            "compare",
            "Compare groups of runs that differ in settings, over their seeds",
            ("gan compare", "all runs, in groups that differ in nothing but seeds, tested against one of them"),
            ("gan compare losses --only-diff --sort reverse-kl", "the runs of that name, with what differs, the best first"),
            ("gan compare runs/remedies --where 'metrics.modes>=4' --format md", "a folder of runs, some of them, as Markdown"),
            ("gan compare losses --by seconds", "how far each had come after the same time"),
            ("gan compare losses --runs --format csv", "a row for each run, as pandas and R want it"),
            ("gan compare --record results.jsonl", "the runs that a sweep kept in a file"),
            ("gan compare --record results.jsonl --of FILE", "of these the ones that the sweep file stands for now"),
            ("gan compare --expect papers/dirac-gan.yaml", "published numbers and ours, and whether they agree"))
    {
        Arguments.Add(_runs);
        foreach (Option option in (Option[])[_each, _onlyDiff, _sort, _columns, _where, _format, _baseline, _unpaired, _by, _expect, _record, _of,
            _runsDirectory])
        {
            Options.Add(option);
        }
    }

    /// <summary>The option that names the group to test against.</summary>
    internal static Option<string?> CreateBaselineOption() => new("--baseline")
    {
        HelpName = "GROUP",
        Description =
            "What groups are tested against: a group's name or a part of it, or a choice on an axis of a sweep (default: baseline if there is one, else the "
                + "group begun first)",
    };

    /// <summary>The option that picks runs.</summary>
    internal static Option<string[]> CreateWhereOption() => new("--where")
    {
        HelpName = "CONDITION",
        Description = "Only runs of which this is true: loss=hinge, metrics.modes>=8, seed<5, name=mog8; several: all of them",
    };

    /// <summary>The option that makes no pairs.</summary>
    internal static Option<bool> CreateUnpairedOption() =>
        new("--unpaired") { Description = "Tests that take no runs of equal seeds as pairs: for many groups of few seeds" };

    /// <summary>The option that compares at equal cost.</summary>
    internal static Option<string?> CreateByOption() => new("--by")
    {
        HelpName = "BUDGET",
        Description = "Compare at equal step, seconds or gradients: the least that a run ended with",
    };

    /// <summary>The groups of the runs that were asked for.</summary>
    /// <param name="folders">Runs with folders.</param>
    /// <param name="where">Conditions that all hold.</param>
    /// <param name="by">The budget at which to compare, or null.</param>
    /// <param name="records">Records of runs.</param>
    /// <param name="of">The sweep file that recorded runs have to be points of, or null.</param>
    /// <returns>The comparison, and what a reader has to know.</returns>
    internal static (RunComparison Comparison, IReadOnlyList<string> Notes) Compare(
        IReadOnlyList<RunFolder> folders, IReadOnlyList<string> where, string? by, IReadOnlyList<string>? records = null, string? of = null)
    {
        Budget? budget = by is null ? null
            : Budget.All.First(known => string.Equals(known.Name, OneOf("--by", by, [.. Budget.All.Select(each => each.Name)]), StringComparison.Ordinal));
        (IReadOnlyList<ComparedRun> recorded, IReadOnlyList<string> torn) = of is null ? RecordedRuns.Read(records ?? [])
            : RecordedSweep.Read(of, records ?? []);
        (IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> damage) = RunComparison.Read(folders);
        runs = RecordedRuns.Joined(runs, recorded);
        damage = [.. damage, .. torn];
        RunComparison comparison = RunComparison.Of(RunConditions.Of(runs, where), budget);
        if (comparison.Groups.Count == 0)
        {
            throw new RunNotFoundException($"none of the runs came to an end yet: {string.Join("; ", comparison.Notes.Concat(damage))}");
        }

        return (comparison, [.. comparison.Notes, .. damage]);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string format = OneOf("--format", arguments.GetValue(_format)!, Formats);
        if (arguments.GetValue(_expect) is { Length: > 0 } files)
        {
            return Expect(files, arguments, format, output);
        }

        if (arguments.GetValue(_each) && Array.Find<Option>([_baseline, _unpaired], option => IsGiven(arguments, option)) is Option other)
        {
            throw new UsageException($"--runs shows runs and tests nothing; leave out {other.Name}");
        }

        ILookup<bool, string> words = (arguments.GetValue(_runs) ?? []).ToLookup(RecordFile.IsOne);
        string[] records = [.. arguments.GetValue(_record) ?? [], .. words[true]];

        string? of = arguments.GetValue(_of);
        if (of is not null && (records.Length == 0 || words[false].Any()))
        {
            throw new UsageException(
                $"--of says which runs of a record are meant; {(records.Length == 0 ? "add --record FILE" : $"leave out '{words[false].First()}'")}");
        }

        // Without words all runs are meant, but where a record is given it is what is meant.
        IReadOnlyList<RunFolder> folders = records.Length > 0 && !words[false].Any() ? []
            : RunSelection.Find(RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)), [.. words[false]]);
        (RunComparison comparison, IReadOnlyList<string> notes) = Compare(folders, arguments.GetValue(_where) ?? [], arguments.GetValue(_by), records, of);
        ComparisonView view = View(arguments, comparison, format, notes);
        switch (format)
        {
            case "md":
                output.Data.Write(ComparisonText.Markdown(view));
                break;
            case "csv":
                Rows(ComparisonText.Csv(view), view.Notes, output);
                break;
            case "json" when view.OfRuns:
                Rows(ComparisonText.JsonRows(view), view.Notes, output);
                break;
            case "json":
                output.Data.WriteLine(ComparisonText.Json(view));
                break;
            default:
                ComparisonTables.Write(view, output);
                break;
        }

        return ExitCodes.Ok;
    }

    // Rows have no place for notes.
    private static void Rows(string rows, IReadOnlyList<string> notes, Output output)
    {
        output.Data.Write(rows);
        foreach (string note in notes)
        {
            output.Say(note);
        }
    }

    private int Expect(string[] files, ParseResult arguments, string format, Output output)
    {
        Option? other = Array.Find<Option>([_each, _onlyDiff, _sort, _columns, _where, _baseline, _unpaired, _by, _of], option => IsGiven(arguments, option));
        if (other is not null || arguments.GetValue(_runs) is { Length: > 0 })
        {
            throw new UsageException($"--expect takes the runs of its sweeps, as they are; leave out {other?.Name ?? "the names of runs"}");
        }

        IReadOnlyList<PublishedTable> tables =
            PublishedTables.Read(files, RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)), arguments.GetValue(_record) ?? []);
        switch (format)
        {
            case "md":
                output.Data.Write(PublishedText.Markdown(tables));
                break;
            case "json":
                output.Data.WriteLine(PublishedText.Json(tables));
                break;
            case "csv":
                throw new UsageException("--expect has no form as CSV; use --format json");
            default:
                PublishedTables.Write(tables, output);
                break;
        }

        return ExitCodes.Ok;
    }

    private ComparisonView View(ParseResult arguments, RunComparison comparison, string format, IReadOnlyList<string> notes)
    {
        bool each = arguments.GetValue(_each);
        Baselines? baseline = each ? null : Baseline(comparison, arguments.GetValue(_baseline));
        ColumnChoice choice = each ? RunColumns.Of(comparison) : Column.OfGroups(comparison, baseline);
        ColumnChoice other = each ? Column.OfGroups(comparison, baseline) : RunColumns.Of(comparison);
        IReadOnlyList<Column>? chosen = arguments.GetValue(_columns) is string names
            ? [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => Find("--columns", name))] : null;
        bool everything = chosen is null && (format is "csv" || (each && format is "json"));
        List<Column> columns =
            [.. (chosen ?? (everything ? choice.Everything : choice.Default)).DistinctBy(static column => column.Name, StringComparer.Ordinal)];
        columns.InsertRange(0, choice.Always.Where(column => !columns.Contains(column)));
        if (arguments.GetValue(_onlyDiff) && !everything)
        {
            columns.InsertRange(choice.Always.Count, comparison.Differing.Select(path => choice.Find(path)!)
                .Where(column => !columns.Exists(other => string.Equals(other.Name, column.Name, StringComparison.Ordinal))));
        }

        IReadOnlyList<RunGroup> best = ComparisonView.BestFirst(comparison);
        IReadOnlyList<RunGroup> rows = each ? ComparisonView.EachRun(best) : best;
        if (arguments.GetValue(_sort) is string sort)
        {
            rows = Find("--sort", sort.TrimStart('-')).Sort(each ? rows : comparison.Groups, sort.StartsWith('-'));
        }

        // Steps and gradients are what somebody chose, not what came of it.
        IReadOnlyList<Measure> tested = chosen is null ? comparison.Main
            : [.. chosen.Select(column => column.Measure).OfType<Measure>().Distinct().Except([Measure.Steps, Measure.Gradients])];
        return new ComparisonView(comparison, rows, columns, baseline, tested, notes) { Paired = !arguments.GetValue(_unpaired), OfRuns = each };

        Column Find(string option, string name)
        {
            if (choice.Find(name) is Column column)
            {
                return column;
            }

            IEnumerable<string> settings = comparison.Groups.SelectMany(group => group.Settings.Entries).Select(entry => entry.Key);
            throw new UsageException(other.Find(name) is not null
                ? each ? $"{option}: '{name}' is of a whole group; leave out --runs, which makes a row of each run"
                    : $"{option}: '{name}' is of a single run; add --runs, which makes a row of each run"
                : $"{option}: '{name}' is no column{Spelling.DidYouMean(name, choice.Words.Concat(settings))}\n  columns: {string.Join(", ", choice.Words)}, "
                    + $"settings");
        }
    }

    /// <summary>What to test against; null where there is nothing to test.</summary>
    internal static Baselines? Baseline(RunComparison comparison, string? name) =>
        name is null && comparison.Groups.Count < 2 ? null
        : comparison.Baseline(name)
            ?? throw new UsageException(
                $"--baseline: '{name}' does not name one group{Spelling.DidYouMean(name!, comparison.Groups.Select(group => group.Label))}"
                + $"\n  groups: {string.Join(", ", comparison.Groups.Select(group => $"'{group.Label}'"))}");

    private static bool IsGiven(ParseResult arguments, Option option) => arguments.GetResult(option) is { Implicit: false };

    private static string OneOf(string option, string word, IReadOnlyList<string> words) =>
        words.Contains(word, StringComparer.Ordinal) ? word : throw new UsageException($"{option}: '{word}' is not one of {string.Join(", ", words)}");
}
