using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

/// <summary>What groups are called where their configs have little in common.</summary>
public sealed class LabelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ANameThatOnlyOneGroupHasIsItsLabel()
    {
        new SeedRun { Name = "mine", Loss = Long("a") }.Write(_folder.FullName);
        new SeedRun { Name = "theirs", Loss = Long("b"), Begun = 1 }.Write(_folder.FullName);
        new SeedRun { Name = "theirs", Loss = Long("b"), LearningRate = "0.1", Begun = 2 }.Write(_folder.FullName);
        Assert.Equal(["mine", "theirs lr=0.001", "theirs lr=0.1"], Labels());
    }

    [Fact]
    public void OfLongNamesWhatTellsThemApartIsLeft()
    {
        new SeedRun { Loss = Long("a") }.Write(_folder.FullName);
        new SeedRun { Loss = Long("b"), LearningRate = "0.1", Begun = 1 }.Write(_folder.FullName);
        new SeedRun { Loss = Long("b"), LearningRate = "0.2", Begun = 2 }.Write(_folder.FullName);
        Assert.Equal(["lr=0.001", "lr=0.1", "lr=0.2"], Labels());
    }

    [Fact]
    public void ShortNamesTellAllThatDiffers()
    {
        new SeedRun { Loss = """{"kind":"minimax"}""" }.Write(_folder.FullName);
        new SeedRun { LearningRate = "0.1", Begun = 1 }.Write(_folder.FullName);
        Assert.Equal(["minimax lr=0.001", "hinge lr=0.1"], Labels());
    }

    private static string Long(string kind) =>
        $$"""{"kind":"a-loss-of-kind-{{kind}}","first-option":"{{kind}}","second-option":"{{kind}}","third-option":"{{kind}}","fourth-option":"{{kind}}"}""";

    private IEnumerable<string> Labels() => RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs).Groups.Select(group => group.Label);
}
