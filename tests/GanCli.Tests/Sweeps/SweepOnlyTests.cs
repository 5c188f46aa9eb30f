using GanCli.Engine.Sweeps;

namespace GanCli.Tests.Sweeps;

public sealed class SweepOnlyTests : SweepWorkshop
{
    // Names of values stay those of the whole sweep, so that its folder's runs keep theirs.
    [Theory]
    [InlineData("hinge, generator.lr=1e-3 | minimax, generator.lr=1e-3", "*=1e-3")]
    [InlineData("hinge, generator.lr=1e-4", "hinge, generator.lr=1e-4")]
    [InlineData("hinge, generator.lr=1e-4 | minimax, generator.lr=1e-3 | minimax, generator.lr=1e-4", "mini*", "hinge*1e-4")]
    public void SomeSettingsAloneAreRun(string labels, params string[] only)
    {
        Write("some.yaml",
            "base: ring.yaml\nseeds: 3..4\naxes: [{points: [{label: hinge, set: {loss: hinge}}, {label: minimax, set: {loss: minimax}}]}, {grid: "
                + "{optimizer.generator.lr: [1e-3, 1e-4]}}]\n");
        Sweep sweep = Load(new SweepRequest
        {
            File = "some.yaml",
            Only = only,
        });

        Assert.Equal(labels.Split(" | ").SelectMany(static (label, i) => new[] { $"3 {label}", $"4 {label}" })
            .Order(), sweep.Points.Select(static point => $"{point.Config.Seed.Words} {point.Label}").Order());
    }

    // A label is a label before it is a pattern.
    [Theory]
    [InlineData("GAN*", "GAN*")]
    [InlineData("GAN*+", "GAN*+")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("GA*", "GAN*", "GAN*+")]
    public void AWholeLabelMeansJustThatSetting(string only, params string[] labels)
    {
        Write("some.yaml",
            "base: ring.yaml\naxes: [{points: [{label: 'GAN*'}, {label: 'GAN*+', set: {training.batch: 4}}, {label: 'a\\b', set: {training.batch: 5}}]}]\n");

        Assert.Equal(labels, Load(new SweepRequest { File = "some.yaml", Only = [only] }).Points.Select(static point => point.Label));
    }

    [Theory]
    [InlineData("loss=hing", "--only: no setting is called 'loss=hing'; did you mean 'loss=hinge'?\n   settings: loss=hinge; loss=minimax", "hinge, minimax")]
    [InlineData("LOSS=*", "--only: no setting is called 'LOSS=*'\n   settings: loss=hinge; loss=minimax", "hinge, minimax")]
    [InlineData("loss=hinge", "--only: there are no settings to choose 'loss=hinge' from: nothing but the seed varies", "")]
    public void ASettingThatThereIsNotIsRefused(string only, string error, string losses) => AssertFault(
        new SweepRequest { Config = "ring.yaml", Seeds = "0..1", SetEach = losses.Length > 0 ? [$"loss=[{losses}]"] : [], Only = [only] }, error);
}
