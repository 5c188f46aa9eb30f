using GanCli.Engine.Config;
using GanCli.Sweeps;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

public sealed class StepWorkKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("optimizer.generator.lr=0.00125", true)]
    [InlineData("seed=7", true)]
    [InlineData("training.steps=77", true)]
    [InlineData("data.std=0.07", true)]
    [InlineData("evaluation.every=9", true)]
    [InlineData("training.batch=77", false)]
    [InlineData("training.d-steps=3", false)]
    [InlineData("generator.widths=[8]", false)]
    [InlineData("loss=hinge", false)]
    [InlineData("regularizers=[r1]", false)]
    [InlineData("training.dtype=float64", false)]
    [InlineData("discriminator.dropout=0.5", false)]
    public void SettingsWithTheSameWorkAreMeasuredOnce(string change, bool same) =>
        Assert.Equal(same, StepWorkKey.Of(Config([])) == StepWorkKey.Of(Config([change])));

    public void Dispose() => _folder.Dispose();

    private ExperimentConfig Config(IEnumerable<string> changes)
    {
        File.WriteAllText(_folder["a.yaml"], "data: {kind: ring, std: 0.05}\noptimizer: {generator: {kind: adam, lr: 0.001}}\n");
        return ConfigLoader.Load("a.yaml", changes.Select(ConfigOverride.Set), new ConfigFolders(_folder.FullName, _folder.FullName)).Config;
    }
}
