using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

/// <summary>The sweep files that travel with the program.</summary>
public sealed class ShippedSweepsTests
{
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
    public void RemediesAreAllOfTheirFolderOnBothKindsOfData()
    {
        Sweep sweep = Load("remedies.yaml");
        string[] remedies = [.. Directory.GetFiles(Repository.PathOf("configs", "remedies"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path))];
        IEnumerable<string> wanted = from remedy in remedies from data in (string[])["ring", "grid"] select $"{remedy}, {data}";

        Assert.Equal(wanted.Order(StringComparer.Ordinal), sweep.Points.Take(2 * remedies.Length).Select(point => point.Label).Order(StringComparer.Ordinal));
        Assert.Equal(10 * 2 * remedies.Length, sweep.Points.Count);

        // On the ring a point is the remedy's file, but for its length and its evaluations.
        Assert.All(
            sweep.Points.Take(2 * remedies.Length).Where(static point => point.Label.EndsWith(", ring", StringComparison.Ordinal)),
            static point =>
            {
                ExperimentConfig file = ConfigLoader.Load(Repository.PathOf("configs", "remedies", point.Label[..^", ring".Length] + ".yaml"), []).Config;
                Assert.Equal(
                    ConfigWriter.ToJson(file with { Name = null, Seed = point.Config.Seed, Training = file.Training with { Steps = 6000, NumThreads = 1 }, Evaluation = point.Config.Evaluation, Output = point.Config.Output }),
                    ConfigWriter.ToJson(point.Config with { Name = null }));
            });
    }

    private static Sweep Load(string name) => SweepLoader.Load(new SweepRequest { File = Repository.PathOf("configs", "sweeps", name) });
}
