using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

/// <summary>What sweep files say was published, and the shortening of sweeps.</summary>
public sealed class ExpectTests : IDisposable
{
    private const string Config = "config: {data: {kind: ring, modes: 4}, training: {steps: 40}, evaluation: {metrics: [mode-coverage]}}\n";
    private const string Source = "published: {source: 'A 2020, Table 1', plus-minus: standard-error, trials: 10}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TrainingDoesNotSeeWhatIsExpected()
    {
        Sweep plain = Load(Config + "axes: [{points: [{label: a}, {label: b, set: {training.steps: 20}}]}]\n");
        Sweep expecting = Load(Config + Source
            + """
              axes:
                - points:
                    - {label: a, expect: [{metric: modes, value: 3.5, plus-minus: 0.2, note: why}, {metric: hq, at-most: 0.5, claim: low}]}
                    - {label: b, set: {training.steps: 20}}
              """);

        Assert.Equal((plain.Id, "A 2020, Table 1", PlusMinusKind.StandardError, 10), (expecting.Id, expecting.Published!.Source, expecting.Published.PlusMinus, expecting.Published.Trials));
        Assert.Equal(
            [new ExpectConfig { Metric = "modes", Value = 3.5, PlusMinus = 0.2, Note = "why" }, new ExpectConfig { Metric = "hq", AtMost = 0.5, Claim = "low" }],
            expecting.Points[0].Expect);
        Assert.Empty(expecting.Points[1].Expect);
    }

    [Theory]
    [InlineData(Source, "{metric: mods, value: 3}", "a.yaml:1:1 expect: 'mods' is no single number that is measured here; did you mean 'modes'?\n")]
    [InlineData(Source, "{value: 3}", "a.yaml:4:12 axes[0].points[0].expect[0].metric: has no value; say what was measured")]
    [InlineData(Source, "{metric: modes}", "a.yaml:4:12 axes[0].points[0].expect[0]: expects nothing: give value, at-least, at-most or claim")]
    [InlineData(Source, "{metric: modes, value: 3, at-most: 4}", "a.yaml:4:35 axes[0].points[0].expect[0].value: is a mean, and at-least and at-most are about every run; give one or the other")]
    [InlineData(Source, "{metric: modes, at-least: 3, plus-minus: 1}", "a.yaml:4:53 axes[0].points[0].expect[0].plus-minus: belongs to a value")]
    [InlineData(Source, "{metric: modes, at-least: 3, at-most: 2}", "a.yaml:4:38 axes[0].points[0].expect[0].at-least: lies above at-most")]
    [InlineData("", "{metric: modes, value: 3}", "a.yaml:3:3 axes[0].points[0].expect: says what was published, but not where; add published: {source: …}")]
    [InlineData("published: {source: A}\n", "{metric: modes, value: 3, plus-minus: 1}", "a.yaml:4:3 axes[0].points[0].expect: has a ± of no kind; set published.plus-minus")]
    [InlineData("published: {source: A, plus-minus: deviation}\n", "{metric: modes, value: 3}", "a.yaml:2:1 published.trials: must be given: how many trials the ± is made of")]
    [InlineData("published: {trials: 3}\n", "{metric: modes, value: 3}", "a.yaml:2:1 published.source: has no value; say where the numbers stand")]
    public void WhatIsWrongIsSaid(string published, string expected, string message)
    {
        string error = Assert.Throws<ConfigException>(() => Load($"{Config}{published}axes: [{{points: [{{label: a,\n  expect: [{expected}]}}]}}]\n")).Message;

        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralAxesHaveNoPublishedNumbers()
    {
        string error = Assert.Throws<ConfigException>(() => Load(Config + Source
            + "axes:\n  - points: [{label: a, expect: [{metric: modes, value: 3}]}]\n  - grid: {training.batch: [8, 16]}\n")).Message;

        Assert.Contains("was published of one setting, and other axes make several of it; keep to one axis", error, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryRunIsShortenedToTheSameShare()
    {
        _ = Load(Config);
        Sweep sweep = SweepLoader.Load(
            new SweepRequest { File = "a.yaml", SetEach = ["training.steps=[40, 15, 2]"], Scale = 0.1 }, new ConfigFolders(_folder.FullName, _folder.FullName));

        // 1.5 steps are 2, the even one; a run has at least one.
        Assert.Equal([4, 2, 1], sweep.Points.Select(static point => point.Config.Training.Steps));
    }

    private Sweep Load(string text)
    {
        File.WriteAllText(_folder["a.yaml"], text);
        return SweepLoader.Load(new SweepRequest { File = "a.yaml" }, new ConfigFolders(_folder.FullName, _folder.FullName));
    }
}
