using GanCli.Engine.Config;

namespace GanCli.Engine.Watch.Remedies;

/// <summary>What is done when a run has collapsed and does not recover: it goes back to the weights of the last healthy look, or to its start, and goes on
/// with other settings. Steps go on where they were.</summary>
public sealed record RescueConfig : ConfigSection
{
    [Option("Rescues at most; after them the run goes on as it is, or ends where fail-on says so", Min = 1, Max = 20, ObservesOnly = true)]
    public int Times { get; init; } = 3;

    [Option("Treatments to choose from, in this order; null: those that gan diagnose proposes, by how often each helped", MinItems = 1, ObservesOnly = true,
        AllowSingle = true)]
    public IReadOnlyList<string>? Treatments { get; init; }

    public override void Validate(ConfigCheck check)
    {
        foreach (string unknown in (Treatments ?? []).Where(static name => Remedies.Treatments.Find(name) is null))
        {
            string[] known = [.. Remedies.Treatments.All.Select(static treatment => treatment.Name)];
            string there = string.Join(", ", known);
            check.Fail("treatments", $"'{ScalarText.Show(unknown)}' is no treatment{Spelling.DidYouMean(unknown, known)}; there are {there}");
        }
    }
}
