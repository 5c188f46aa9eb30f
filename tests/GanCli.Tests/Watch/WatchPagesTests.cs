using GanCli.Benchmarks.Watch;
using GanCli.Engine.Config;
using GanCli.Engine.Watch.Remedies;
using GanCli.Tests.Support;

namespace GanCli.Tests.Watch;

/// <summary>The pages of the watch and the runs that they show.</summary>
public sealed class WatchPagesTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("configs", "watch", "README.md"));

    /// <summary>Each loads, says what to expect, and has a picture of a few kilobytes on the page.</summary>
    [Theory]
    [InlineData("healthy")]
    [InlineData("collapsing")]
    [InlineData("hopping")]
    [InlineData("diverging")]
    public void ItsRunsLoadAndHaveAPicture(string name)
    {
        string path = Repository.PathOf("configs", "watch", name + ".yaml");

        Assert.NotNull(ConfigLoader.Load(path).Config.Watch);
        Assert.Contains("# Expect: ", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Repository.PathOf("configs", "watch", "pictures", name + ".png")).Length, 2000, 12_000);
        Assert.Contains($"[{name}.yaml]({name}.yaml) | ![", s_page, StringComparison.Ordinal);
        Assert.Contains($"(pictures/{name}.png)", s_page, StringComparison.Ordinal);
    }

    /// <summary>What stands on the pages and in the program is what the records say.</summary>
    [Fact]
    public void WhatWasMeasuredIsThatOfTheRecords()
    {
        string records = Repository.PathOf("configs", "watch", "records");
        string Commit(string name) => File.ReadAllText(Path.Combine(records, name)).Trim();

        Assert.Equal(RescueTable.Rates(records), File.ReadAllText(Repository.PathOf("configs", "watch", "treatments.csv")));
        Assert.StartsWith(WatchTable.Page(records, Commit("commit")), File.ReadAllText(Repository.PathOf("configs", "watch", "RESULTS.md")),
            StringComparison.Ordinal);
        Assert.StartsWith(RescueTable.Page(records, Commit("commit-rescues")), File.ReadAllText(Repository.PathOf("configs", "watch", "TREATMENTS.md")),
            StringComparison.Ordinal);
        Assert.Equal(RescueTable.Rates(records).Split('\n').Length - 2, TreatmentRates.All.Count);
    }

    /// <summary>Every treatment is on the page with what it does, and no other.</summary>
    [Fact]
    public void ThePageNamesEveryTreatment() => Assert.All(
        Treatments.All, static treatment => Assert.Contains(
            $"| `{treatment.Name}` | {treatment.Text} |", File.ReadAllText(Repository.PathOf("configs", "watch", "TREATMENTS.md")), StringComparison.Ordinal));

    /// <summary>The table of causes names all of them, in the order in which a diagnosis does.</summary>
    [Fact]
    public void ItsCausesAreThoseOfADiagnosis()
    {
        string[] named = [.. s_page.Split('\n').SkipWhile(static line => !line.StartsWith("| possible cause", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(static line => line.StartsWith('|')).Select(static line => line.Split('|')[1].Trim())];

        Assert.Equal(Enum.GetValues<Cause>().Select(CauseText.Name), named);
    }
}
