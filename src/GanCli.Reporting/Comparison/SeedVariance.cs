using GanCli.Reporting.Statistics;

namespace GanCli.Reporting.Comparison;

/// <summary>Whose luck a measure is within a group: that of initial weights, of the data or of latents.</summary>
public sealed record SeedVariance(RunGroup Group, Measure Measure, VarianceShares Shares)
{
    /// <summary>All groups and measures where the seeds were set apart in a way that tells them apart, and where anything varies.</summary>
    public static IReadOnlyList<SeedVariance> Of(IReadOnlyList<RunGroup> groups, IReadOnlyList<Measure> measures) =>
    [
        .. from @group in groups
           from measure in measures
           let runs = @group.Runs.Select(run => (run.Seeds, Value: measure.Of(run))).Where(run => double.IsFinite(run.Value))
           let shares = VarianceShares.Of([.. runs])
           where shares is not null && double.IsFinite(shares.RestShare)
           select new SeedVariance(@group, measure, shares),
    ];
}
