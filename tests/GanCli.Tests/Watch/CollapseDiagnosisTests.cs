using GanCli.Engine.Config;
using GanCli.Engine.Watch;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;

namespace GanCli.Tests.Watch;

/// <summary>Causes by what looks have shown, and treatments that make valid configs.</summary>
public sealed class CollapseDiagnosisTests
{
    private const string Base = "data=ring; prior.dimension=8; generator.widths=[64, 64]; discriminator.widths=[64, 64]; training.steps=100";

    /// <param name="settings">Of the config.</param>
    /// <param name="accuracy">D's, at the newest look.</param>
    /// <param name="gradient">G's at the newest look; 1 at the first.</param>
    /// <param name="causes">All that are named, in their order.</param>
    [Theory]
    [InlineData("", 0.8, 1.0, "NoDiversitySignal")]
    [InlineData("", null, null, "NoDiversitySignal")]
    [InlineData("", 0.97, 1.0, "DiscriminatorTooStrong")]
    [InlineData("", 0.6, 1.0, "DiscriminatorTooWeak")]
    [InlineData("", 0.1, 1.0, "DiscriminatorTooWeak")]
    [InlineData("", 0.8, 0.9e-3, "GradientVanished")]
    [InlineData("", 0.98, 0.9e-3, "GradientVanished DiscriminatorTooStrong")]
    [InlineData("; prior.dimension=1", 0.8, 1.0, "Capacity")]
    [InlineData("; discriminator.widths=[64, 16]", 0.8, 1.0, "Capacity")]
    [InlineData("; optimizer.generator.lr=3e-3; optimizer.discriminator.lr=1e-3", 0.8, 1.0, "GeneratorTooFast")]
    [InlineData("; optimizer.generator.lr=3e-3; optimizer.discriminator.lr=1e-3; training.d-steps=2", 0.8, 1.0, "NoDiversitySignal")]
    [InlineData("; optimizer.discriminator.lr={kind: linear, from: 1e-3, to: 0, end: 40}", 0.8, 1.0, "GeneratorTooFast")]
    [InlineData("; optimizer.generator.lr=5e-3; optimizer.discriminator.lr=5e-3", 0.5, 1.0, "StepSize DiscriminatorTooWeak")]
    public void Causes(string settings, double? accuracy, double? gradient, string causes)
    {
        var history = new WatchHistory { Begun = new TrainingSignals(0.7, gradient is null ? null : 1), Newest = new TrainingSignals(accuracy, gradient) };
        CollapseDiagnosis diagnosis = CollapseDiagnosis.Of(Config(Base + settings), history, 50, []);

        Assert.Equal(causes, string.Join(' ', diagnosis.Symptoms.Select(static symptom => symptom.Cause)));
        Assert.All(diagnosis.Symptoms, static symptom => Assert.NotEmpty(symptom.Evidence));
    }

    [Theory]
    [InlineData("0.2 0.3", "NoDiversitySignal")]
    [InlineData("0.4 0.3", "GeneratorTooFast")]
    [InlineData("0.9", "NoDiversitySignal")] // one look is too few
    public void SamplesThatMoveMeanAFastGenerator(string moved, string cause)
    {
        var history = new WatchHistory { Moved = [.. moved.Split(' ').Select(static each => double.Parse(each, null))], Newest = new TrainingSignals(0.8, 1) };

        Assert.Equal(cause, CollapseDiagnosis.Of(Config(Base), history, 50, []).Cause.ToString());
    }

    /// <summary>Each makes a config that loads, differs, and holds what its name says.</summary>
    [Theory]
    [InlineData("r1-r2", "loss.kind regularizers[0] regularizers[1]")]
    [InlineData("r1-r2-strong", "loss.kind regularizers[0] regularizers[1]")]
    [InlineData("wgan-gp", "loss.kind regularizers[0] training.d-steps")]
    [InlineData("slower-generator", "optimizer.generator.lr")]
    [InlineData("r1-r2-slower", "loss.kind regularizers[0] regularizers[1] optimizer.generator.lr")]
    [InlineData("instance-noise", "regularizers[0]")]
    [InlineData("r1-r2-wider", "generator.widths discriminator.widths loss.kind regularizers[0] regularizers[1]")]
    public void TreatmentsChangeWhatTheySay(string name, string changed)
    {
        ExperimentConfig config = Config(Base);
        Proposal proposal = CollapseDiagnosis.Proposed(Treatments.Find(name)!, config, 50, Cause.NoDiversitySignal, null)!;

        Assert.Equal(changed, string.Join(' ', ConfigDiff.TrainingDifferences(config, proposal.Config).Select(static difference => difference.Path)));
        string yaml = string.Join('\n', proposal.Yaml());
        Assert.Equal(ConfigWriter.ToJson(proposal.Config), ConfigWriter.ToJson(ConfigLoader.FromJson(
            ConfigWriter.ToJson(config), "", proposal.Changes.Select(ConfigOverride.Set))));
        Assert.All(proposal.Changes, change => Assert.Contains(change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..], yaml, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("r1-r2")]
    [InlineData("r1-r2-strong")]
    [InlineData("wgan-gp")]
    [InlineData("instance-noise")]
    public void WhatIsInPlaceIsNoTreatment(string name)
    {
        Proposal proposal = CollapseDiagnosis.Proposed(Treatments.Find(name)!, Config(Base), 50, Cause.NoDiversitySignal, null)!;

        Assert.Null(CollapseDiagnosis.Proposed(Treatments.Find(name)!, proposal.Config, 60, Cause.NoDiversitySignal, null));
    }

    [Fact]
    public void PenaltiesMakeRoomAndOtherRemediesStay()
    {
        ExperimentConfig config = Config(Base + "; regularizers=[{kind: instance-noise, std: 0.2}, wgan-gp, weight-clipping]; loss=wasserstein");
        IReadOnlyList<string> changes = Treatments.Find("r1-r2")!.Changes(config, 50);

        Assert.Equal(["loss=relativistic", "regularizers=[{kind: instance-noise, std: 0.2}, {kind: r1, gamma: 0.1}, {kind: r2, gamma: 0.1}]"], changes);
    }

    /// <summary>A learning rate on a schedule keeps it.</summary>
    [Theory]
    [InlineData("1e-3", "optimizer.generator.lr=0.000333")]
    [InlineData("{kind: linear, from: 3e-3, to: 0}", "optimizer.generator.lr.from=0.001 optimizer.generator.lr.to=0")]
    [InlineData("{kind: step, from: 3e-3, factor: 0.1, milestones: 20}", "optimizer.generator.lr.from=0.001")]
    public void SlowerIsAThirdOfTheWholeSchedule(string lr, string changes)
    {
        ExperimentConfig config = Config(Base + $"; optimizer.generator.lr={lr}");
        Proposal proposal = CollapseDiagnosis.Proposed(Treatments.Find("slower-generator")!, config, 50, Cause.NoDiversitySignal, null)!;

        Assert.Equal(changes, string.Join(' ', proposal.Changes));
        Assert.Equal(config.Optimizer.Generator.Lr.At(50, 100) / 3, proposal.Config.Optimizer.Generator.Lr.At(50, 100), 1e-6);
        Assert.Single(proposal.Yaml());
    }

    /// <summary>A run whose rates end at 0 is judged by those of the time when it was found stuck.</summary>
    [Fact]
    public void RatesAreThoseOfTheTimeWhenItWasStuck()
    {
        var history = new WatchHistory
        {
            StuckAt = 50, Newest = new TrainingSignals(0.8, 1), Recent = [new WatchedShare(100, 0.5)],
            Runs = new Dictionary<WatchWord, WatchedRun> { [WatchWord.PartialCollapse] = new WatchedRun(40, 12) },
        };
        ExperimentConfig config = Config(
            Base + "; optimizer.generator.lr={kind: linear, from: 1e-3, to: 0}; optimizer.discriminator.lr={kind: linear, from: 1e-3, to: 0, end: 90}");

        Assert.Equal(Cause.NoDiversitySignal, CollapseDiagnosis.Of(config, history, 0, []).Cause);
        Assert.Equal(Cause.NoDiversitySignal, CollapseDiagnosis.Of(config, history with { StuckAt = null }, 0, []).Cause);
    }

    /// <summary>Not what was tried, and not what could not be trained.</summary>
    [Fact]
    public void WhatWasTriedOrDoesNotFitIsNotProposed()
    {
        var history = new WatchHistory { Newest = new TrainingSignals(0.8, 1) };
        Assert.DoesNotContain(
            CollapseDiagnosis.Of(Config(Base), history, 50, ["r1-r2", "slower-generator"]).Proposals,
            static proposal => proposal.Treatment is "r1-r2" or "slower-generator");
        Assert.Equal(
            ["slower-generator"],
            CollapseDiagnosis.Of(Config(Base), history, 50, [], static changed => changed.Regularizers.Count == 0)
                .Proposals.Select(static proposal => proposal.Treatment));
    }

    [Fact]
    public void RatesAreCountsOfRuns() => Assert.All(TreatmentRates.All, static rate => Assert.InRange(rate.Held, 0, rate.Runs));

    private static ExperimentConfig Config(string settings) => ConfigLoader.FromJson("{}", "test", settings.Split("; ").Select(ConfigOverride.Set));
}
