namespace GanCli.Reporting.Published;

/// <summary>Verdicts on expectations of one kind.</summary>
/// <param name="Evidence">The kind.</param>
/// <param name="Agree">How many agree.</param>
/// <param name="Differ">How many differ.</param>
/// <param name="Inconclusive">Of how many neither is shown.</param>
/// <param name="NotCounted">How many are no evidence: not run, or not at full length, without a number, or met by a sampler that knows nothing (and not missed
/// by ours).</param>
public sealed record Tally(Evidence Evidence, int Agree, int Differ, int Inconclusive, int NotCounted)
{
    /// <summary>What the kind is called.</summary>
    public string Name => Evidence switch
    {
        Evidence.Printed => "printed numbers",
        Evidence.Claim => "claims in words or pictures",
        _ => "closed forms (a test, no publication)",
    };

    /// <summary>Counts the rows of tables, a tally for each kind that there is. Rows of guesses are in none: they repeat what other rows expect.</summary>
    public static IReadOnlyList<Tally> Of(IEnumerable<PublishedTable> tables)
    {
        PublishedRow[] rows = [.. tables.SelectMany(table => table.Rows).Where(row => row.Hypothesis is null)];
        return [.. Enum.GetValues<Evidence>().Select(kind => Of(kind, [.. rows.Where(row => row.Expected.Evidence == kind)])).OfType<Tally>()];
    }

    private static Tally? Of(Evidence kind, IReadOnlyList<PublishedRow> rows) => rows.Count == 0 ? null : new(
        kind, Count(rows, Verdict.Agrees), Count(rows, Verdict.Differs), Count(rows, Verdict.Inconclusive), Count(rows, Verdict.NotCounted));

    private static int Count(IEnumerable<PublishedRow> rows, Verdict verdict) => rows.Count(row => row.Verdict == verdict);
}
