using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

/// <summary>What sweep files say was published, and the shortening of sweeps.</summary>
public sealed class ExpectTests : IDisposable
{
    private const string Config = "config: {data: {kind: ring, modes: 4}, training: {steps: 40}, evaluation: {metrics: [mode-coverage]}}\n";
    private const string Source = "published: {source: 'A 2020, Table 1', kind: printed, plus-minus: standard-error, trials: 10}\n";
    private const string Claims = "published: {source: A, kind: claims}\n";

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
                    - {label: a, expect: [{metric: modes, value: 3.5, plus-minus: 0.2, note: why}, {metric: hq, value: 0.5, margin: 0.1, claim: low}]}
                    - {label: b, set: {training.steps: 20}}
                    - {label: c, hypothesis: they trained longer, set: {training.steps: 60}, expect: [{metric: modes, value: 3.5, margin: 0.6}]}
              """);
        Sweep alike = Load(Config + "axes: [{points: [{label: a}, {label: b, set: {training.steps: 20}}, {label: c, set: {training.steps: 60}}]}]\n");

        Assert.NotEqual(plain.Id, expecting.Id);
        Assert.Equal(
            (alike.Id, "A 2020, Table 1", PublishedKind.Printed, PlusMinusKind.StandardError, 10),
            (expecting.Id, expecting.Published!.Source, expecting.Published.Kind, expecting.Published.PlusMinus, expecting.Published.Trials));
        Assert.Equal([null, null, "they trained longer"], expecting.Points.Select(static point => point.Hypothesis));
        Assert.Equal(
            [new ExpectConfig { Metric = "modes", Value = 3.5, PlusMinus = 0.2, Note = "why" },
                new ExpectConfig { Metric = "hq", Value = 0.5, Margin = 0.1, Claim = "low" }],
            expecting.Points[0].Expect);
        Assert.Empty(expecting.Points[1].Expect);
    }

    [Theory]
    [InlineData(Source, "{metric: mods, value: 3, margin: 1}", "a.yaml:1:1 expect: 'mods' is no single number that is measured here; did you mean 'modes'?\n")]
    [InlineData(Source, "{value: 3}", "a.yaml:4:12 axes[0].points[0].expect[0].metric: has no value; say what was measured")]
    [InlineData(Source, "{metric: modes}", "a.yaml:4:12 axes[0].points[0].expect[0]: expects nothing: give value, at-least, at-most or claim")]
    [InlineData(Source, "{metric: modes, value: 3, at-most: 4}",
        "a.yaml:4:35 axes[0].points[0].expect[0].value: is a mean, and at-least and at-most are about every run; give one or the other")]
    [InlineData(Source, "{metric: modes, value: 3, margin: 0}", "a.yaml:4:46 axes[0].points[0].expect[0].margin: 0 is too small; it must be more than 0")]
    [InlineData(Claims, "{metric: modes, at-least: 3, margin: 1}", "a.yaml:4:49 axes[0].points[0].expect[0].margin: belongs to a value")]
    [InlineData(Source, "{metric: modes, at-least: 3}",
        "a.yaml:4:3 axes[0].points[0].expect: expects no number where printed ones are published; give value, or set published.kind to claims")]
    [InlineData(Claims, "{metric: modes, value: 3}",
        "a.yaml:4:3 axes[0].points[0].expect: expects a number where words and pictures are published; give at-least, at-most or claim, or set "
            + "published.kind to printed")]
    [InlineData("published: {source: A, kind: closed-form}\n", "{metric: modes, value: 3}",
        "a.yaml:4:3 axes[0].points[0].expect: expects no number with a tolerance where closed forms are published; give value and plus-minus")]
    [InlineData("published: {source: A, kind: closed-form, plus-minus: tolerance}\n", "{metric: modes, value: 3, plus-minus: 1, margin: 1}",
        "a.yaml:4:3 axes[0].points[0].expect: has a margin beside its tolerance; leave it out")]
    [InlineData("published: {source: A, kind: printed}\n", "{metric: modes, value: 3}",
        "a.yaml:4:3 axes[0].points[0].expect: has no margin for modes: there is no ±, and no other value of it in this file; set margin")]
    [InlineData("published: {source: A, kind: printed, plus-minus: tolerance}\n", "{metric: modes, value: 3, plus-minus: 1}",
        "a.yaml:2:51 published.plus-minus: is a tolerance of what was computed only; printed numbers have a margin")]
    [InlineData("published: {source: A, kind: closed-form, plus-minus: deviation, trials: 3}\n", "{metric: modes, value: 3, plus-minus: 1}",
        "a.yaml:2:55 published.plus-minus: of what was computed is a tolerance")]
    [InlineData("published: {source: A}\n", "{metric: modes, claim: low}",
        "a.yaml:2:1 published.kind: has no value; say what stands there: printed, claims or closed-form")]
    [InlineData(Source, "{metric: modes, at-least: 3, plus-minus: 1}", "a.yaml:4:53 axes[0].points[0].expect[0].plus-minus: belongs to a value")]
    [InlineData(Source, "{metric: modes, at-least: 3, at-most: 2}", "a.yaml:4:38 axes[0].points[0].expect[0].at-least: lies above at-most")]
    [InlineData("", "{metric: modes, value: 3}", "a.yaml:3:3 axes[0].points[0].expect: says what was published, but not where; add published: {source: …}")]
    [InlineData("published: {source: A, kind: printed}\n", "{metric: modes, value: 3, plus-minus: 1}",
        "a.yaml:4:3 axes[0].points[0].expect: has a ± of no kind; set published.plus-minus")]
    [InlineData("published: {source: A, kind: printed, plus-minus: deviation}\n", "{metric: modes, value: 3}",
        "a.yaml:2:1 published.trials: must be given: how many trials the ± is made of")]
    [InlineData("published: {kind: printed, trials: 3}\n", "{metric: modes, value: 3}",
        "a.yaml:2:1 published.source: has no value; say where the numbers stand")]
    public void WhatIsWrongIsSaid(string published, string expected, string message)
    {
        string error = Assert.Throws<ConfigException>(() => Load($"{Config}{published}axes: [{{points: [{{label: a,\n  expect: [{expected}]}}]}}]\n")).Message;

        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hypothesis: '', expect: [{metric: modes, value: 3, margin: 1}]", "axes[0].points[0].hypothesis: has no words; say what is guessed")]
    [InlineData("hypothesis: spacing 1", "axes[0].points[0].hypothesis: is about what was published, and nothing is expected; give expect")]
    public void AGuessIsAboutSomething(string point, string message) => Assert.Contains(
        message,
        Assert.Throws<ConfigException>(() => Load($"{Config}{Source}axes: [{{points: [{{label: a, {point}}}]}}]\n")).Message,
        StringComparison.Ordinal);

    // Two values leave a gap between them, and a tenth of that is a margin; so does a ± that is not 0.
    [Fact]
    public void AMarginThatFollowsNeedNotBeStated()
    {
        const string Printed =
            "published: {source: A, kind: printed}\naxes: [{points: [{label: a, expect: [{metric: modes, value: 3}]}, {label: b, set: {training.steps: 20}, "
                + "expect: [{metric: modes, value: 2}]}]}]\n";
        Assert.Equal([3, 2], Load(Config + Printed).Points.Select(static point => point.Expect.Single().Value!.Value));
        Assert.Equal(0.2, Load(Config + Source + "axes: [{points: [{label: a, expect: [{metric: modes, value: 3, plus-minus: 0.2}]}]}]\n").Points[0].Expect
            .Single().PlusMinus);
        Assert.Contains("has no margin for modes",
            Assert.Throws<ConfigException>(() => Load(Config + Printed.Replace("value: 2", "value: 3", StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);
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
