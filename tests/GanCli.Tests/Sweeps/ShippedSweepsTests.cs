using GanCli.Engine.Sweeps;
using GanCli.Tests.Data.Pictures;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

/// <summary>The sweep files that travel with the program.</summary>
public sealed class ShippedSweepsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Repository.PathOf("configs", "sweeps"), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPointIsValidAndItsFileSaysWhatTheQuestionIs(string name)
    {
        Sweep sweep = Load(name);

        Assert.Equal(Path.GetFileNameWithoutExtension(name), sweep.Name);
        Assert.All(sweep.Points, static point => Assert.Equal(1, point.Config.Training.NumThreads));
        Assert.Contains('?', string.Concat(File.ReadLines(Repository.PathOf("configs", "sweeps", name)).TakeWhile(line => line.StartsWith('#'))));
    }

    [Fact]
    public void RemediesAreAllOfTheirFolderOnBothKindsOfDataWithEqualStepsAndFreshSeeds()
    {
        Sweep tuning = Load("remedies-tuning.yaml");
        Sweep sweep = Load("remedies.yaml");
        string[] remedies =
            [.. Directory.GetFiles(Repository.PathOf("configs", "remedies"), "*.yaml", SearchOption.AllDirectories)
                .Select(path => Path.GetFileNameWithoutExtension(path))];
        IEnumerable<string> wanted = from remedy in remedies from data in (string[])["ring", "grid"] select $"{data} / {remedy}";

        Assert.Equal(wanted.Order(StringComparer.Ordinal), sweep.Points.Select(static point => point.Label)
            .Where(static label => !label.EndsWith(", tuned", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, 10).Select(static seed => (long?)seed), sweep.Points.Select(static point => point.Config.Seed.Single).Distinct()
            .Order());
        Assert.Equal([100L, 101L, 102L], tuning.Points.Select(static point => point.Config.Seed.Single).Distinct().Order());
        Assert.All(sweep.Points.Concat(tuning.Points),
            static point =>
                Assert.True(point.Config.Training.Steps == 20_000 && point.Config.Training.Batch == 128
                    && point.Config.Evaluation.FinalSamples == 10_000, point.Label));

        // The same budget for everybody: four values, two rates of the discriminator, two kinds of data.
        Assert.Equal(
            remedies.Order(StringComparer.Ordinal).Select(static remedy => (remedy, 16)),
            tuning.Points.Select(static point => point.Label).Distinct(StringComparer.Ordinal)
                .GroupBy(static label => label.Split(" / ")[0], StringComparer.Ordinal).Select(static group => (group.Key, group.Count()))
                .OrderBy(static each => each.Key, StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    // Pictures that the user has to bring.
    private Sweep Load(string name) => SweepLoader.Load(new SweepRequest
    {
        File = Repository.PathOf("configs", "sweeps", name),
        Set = name.StartsWith("stacked", StringComparison.Ordinal) ? [$"data.source.path={PictureFolders.Digits(_folder["idx"])}"] : [],
    });
}
