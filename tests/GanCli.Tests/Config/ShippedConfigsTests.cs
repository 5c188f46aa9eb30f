using GanCli.Engine.Config;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using GanCli.Tests.Data.Pictures;
using GanCli.Tests.Support;

namespace GanCli.Tests.Config;

/// <summary>The configs that travel with the program; <see cref="SchemaTests"/> holds them against the schema.</summary>
public sealed class ShippedConfigsTests
{
    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Repository.PathOf("configs"), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void AllThatArePromisedAreThere() =>
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "csv.yaml", "dirac.yaml", "grid25.yaml", "imbalanced-ring.yaml", "mog8-collapse.yaml", "mog8.yaml", "swiss-roll.yaml",
                "two-gaussians-collapse.yaml",
                "two-gaussians-split-updates.yaml", "two-gaussians.yaml",
            },
            Names.Select(row => row.Data).ToHashSet(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void OpensWithWhatToExpect(string name)
    {
        string comment = string.Join('\n', File.ReadLines(Repository.PathOf("configs", name)).TakeWhile(line => line.StartsWith('#')));

        Assert.Contains("Expect", comment, StringComparison.Ordinal);
        Assert.Contains("on two cores", comment, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TwoStepsFinish(string name)
    {
        using var folder = new TemporaryFolder();
        string[] brief =
        [
            "training.steps=2", "evaluation.samples=100", "evaluation.final-samples=100", "watch.samples=32", "watch.bank=64", "output.samples=100",
            "output.pictures=false", "output.tensorboard=false", "output.surface-side=0", "device=cpu", "training.num-threads=1",
        ];
        LoadedConfig config = ConfigLoader.Load(Repository.PathOf("configs", name), [.. brief.Select(ConfigOverride.Set), .. Small(name, folder)]);
        using TrainingRun run = TrainingRun.Start(config, new RunOptions(folder.FullName, "gan", []));

        TrainingResult result = run.Run(_ => [], TestContext.Current.CancellationToken);

        Assert.Equal((RunState.Completed, 2), (result.State, result.Step));
        Assert.NotEmpty(result.Metrics);
    }

    // Pictures: a few, in the files that the config expects, and no classifier to be trained.
    private static IEnumerable<ConfigOverride> Small(string name, TemporaryFolder folder)
    {
        ExperimentConfig config = ConfigLoader.Load(Repository.PathOf("configs", name)).Config;
        string? data = config.Data switch
        {
            StackedConfig { Source: GlyphsConfig } => "data={kind: stacked, source: {kind: glyphs, pictures: 120, held-out: 40}}",
            StackedConfig { Source: IdxConfig } => $"data={{kind: stacked, source: {{kind: idx, path: {PictureFolders.Digits(folder["idx"])}}}}}",
            GlyphsConfig => "data={kind: glyphs, pictures: 120, held-out: 40}",
            IdxConfig => $"data={{kind: idx, path: {PictureFolders.Digits(folder["idx"])}}}",
            Cifar10Config => $"data={{kind: cifar10, path: {PictureFolders.Cifar10(folder["cifar10"])}}}",
            ImagesConfig images => FormattableString.Invariant($"data={{kind: images, path: {PictureFolders.Images}, size: {images.Size}}}"),
            _ => null,
        };
        string[] small = ["evaluation.metrics=[{kind: prdc, extractor: random}]", "evaluation.best=null", "training.batch=4"];
        return data is null ? [] : [ConfigOverride.Set(data), .. small.Select(ConfigOverride.Set)];
    }
}
