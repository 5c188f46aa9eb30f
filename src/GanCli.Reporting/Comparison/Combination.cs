namespace GanCli.Reporting.Comparison;

/// <summary>A group with two changes against the better of the two groups with one of them: whether the combination is better than either alone.</summary>
/// <param name="Row">Its value on the axis of the rows.</param>
/// <param name="Column">Its value on that of the columns.</param>
/// <param name="Single">The group with one of the changes that has the better mean. It is picked by the outcomes of the runs that are tested, which can
/// only make the combination's gain look smaller than it is.</param>
/// <param name="Test">The combination against it.</param>
public sealed record Combination(string Row, string Column, RunGroup Single, BaselineTest Test)
{
    /// <summary>How much more both changes do together than the sum of what each does alone; null where the four groups share no seed, or are not
    /// paired.</summary>
    public BaselineTest? Interaction { get; init; }

    /// <summary>All combinations of a comparison along two axes.</summary>
    /// <param name="comparison">The groups.</param>
    /// <param name="baselines">The group without either change.</param>
    /// <param name="measures">What to compare, besides success rates.</param>
    /// <param name="paired">Whether runs of the same seed are pairs.</param>
    /// <returns>None where the groups span no two axes, have several baselines, or differ in their data: then they are no changes of one experiment.</returns>
    public static IReadOnlyList<Combination> All(RunComparison comparison, Baselines baselines, IReadOnlyList<Measure> measures, bool paired = true)
    {
        if (baselines.Only is not RunGroup baseline || comparison.DataDiffer || SettingAxes.Of(comparison) is not SettingAxes axes)
        {
            return [];
        }

        ((string row, string column), _) = axes.Cells.Single(cell => cell.Value.Settings == baseline.Settings);
        var changed = axes.Cells
            .Where(cell => !string.Equals(cell.Key.Row, row, StringComparison.Ordinal) && !string.Equals(cell.Key.Column, column, StringComparison.Ordinal))
            .Select(
                cell => (cell.Key, Group: cell.Value, ByRow: axes.Cells.GetValueOrDefault((cell.Key.Row, column)),
                    ByColumn: axes.Cells.GetValueOrDefault((row, cell.Key.Column))))
            .Where(cell => cell.ByRow is not null && cell.ByColumn is not null)
            .ToArray();
        return [.. BaselineTest.WithSuccess(comparison.Groups, measures).SelectMany(Of)];

        IEnumerable<Combination> Of(Measure measure)
        {
            // Of two that succeed equally often the one with more modes is better.
            RunGroup[] singles =
                [.. changed.Select(cell => new[] { cell.ByRow!, cell.ByColumn! }.OrderByDescending(group => Merit(group, measure))
                    .ThenByDescending(group => Merit(group, comparison.Metrics.FirstOrDefault(measure))).First())];
            IEnumerable<BaselineTest> tests =
                BaselineTest.Corrected([.. changed.Select((cell, i) => BaselineTest.Of(cell.Group, singles[i], measure, paired))]);
            BaselineTest?[] interactions =
                [.. changed.Select(cell => paired ? BaselineTest.Interaction(cell.Group, cell.ByRow!, cell.ByColumn!, baseline, measure) : null)];
            Queue<BaselineTest> corrected = new(BaselineTest.Corrected([.. interactions.OfType<BaselineTest>()]));
            return tests.Select((test, i) =>
                new Combination(changed[i].Key.Row, changed[i].Key.Column, singles[i], test) { Interaction = interactions[i] is null ? null
                    : corrected.Dequeue() });
        }

        static double Merit(RunGroup group, Measure measure) =>
            measure.Merit(group.Of(measure).Mean) is var merit && double.IsNaN(merit) ? double.NegativeInfinity : merit;
    }
}
