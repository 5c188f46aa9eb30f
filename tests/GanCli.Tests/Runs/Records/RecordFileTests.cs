using System.Globalization;
using System.Text.Json.Nodes;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs.Records;

public sealed class RecordFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatWasAddedIsReadToTheLastBit()
    {
        RecordedRun run = Made(3) with
        {
            State = RunState.Collapsed,
            First = 700,
            Width = 0.75,
            Hopping = 2,
            IsAtEnd = false,
            Distance = 1.0 / 3,
            GradientsPerStep = 12,
            Commit = "ab+",
            Values =
                new Dictionary<string, RowValue>(StringComparer.Ordinal) { ["modes"] = 7, ["kl"] = 0.1 + 0.2, ["mmd"] = double.NaN, ["shares"] =
                    new[] { 0.25, double.PositiveInfinity } },
        };
        RecordedRun read = Assert.Single(Reread(run).Runs);

        Assert.Equal(
            (run.Key, run.State, run.Step, run.IsAtEnd, run.Width, run.Hopping, run.Seconds, run.SecondsPerStep, run.First, run.Distance, run.GradientsPerStep,
                run.Program, run.Commit, run.Seed),
            (read.Key, read.State, read.Step, read.IsAtEnd, read.Width, read.Hopping, read.Seconds, read.SecondsPerStep, read.First, read.Distance,
                read.GradientsPerStep, read.Program, read.Commit, read.Seed));
        Assert.Equal(["modes 7", "kl 0.30000000000000004", "mmd NaN", "shares 0.25 Infinity"], read.Values.Select(static value => value.Value.List is { } list
            ? $"{value.Key} {string.Join(' ', list.Select(static number => number.ToString(CultureInfo.InvariantCulture)))}"
            : string.Create(CultureInfo.InvariantCulture, $"{value.Key} {value.Value.Number}")));
        Assert.Equal((run.Point.Label, run.Point.Number, "remedy", "r1, strong"), (read.Point.Label, read.Point.Number, Assert.Single(read.Point.Axes),
            Assert.Single(read.Point.Choices)));
        Assert.True(JsonNode.DeepEquals(run.Settings.Config, read.Settings.Config));
        Assert.Equal(run.Metrics.Metrics.ToArray(), read.Metrics.Metrics.ToArray());
    }

    // Nothing of a run that has no such number may appear from nowhere.
    [Fact]
    public void WhatARunDoesNotTellStaysUnknown()
    {
        RecordedRun read =
            Assert.Single(
                Reread(Made(0)
                    with { SecondsPerStep = double.NaN, GradientsPerStep = null, Program = null, Commit = null, Values =
                        new Dictionary<string, RowValue>(StringComparer.Ordinal) }).Runs);
        Assert.Equal((double.NaN, double.NaN, double.NaN, null, null, null, 0), (read.SecondsPerStep, read.First, read.Distance, read.GradientsPerStep,
            read.Program, read.Commit, read.Values.Count));
    }

    [Fact]
    public void TheOrderInWhichRunsComeDoesNotMatter()
    {
        RecordedRun[] runs = [.. Enumerable.Range(0, 12).Select(Made), Made(1) with { Point = Made(1).Point with { Sweep = "another" } }];
        string text = Text(runs);
        Assert.Equal(text, Text([.. runs.Reverse()]));

        // Nor in which lines stand in the file, so lines of two files can be put together.
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        File.WriteAllLines(_folder["mixed.jsonl"], [lines[0], .. lines[1..].Reverse(), .. lines[1..]]);
        Assert.Equal(text, RecordFile.Read(_folder["mixed.jsonl"]).Text());
    }

    [Fact]
    public void AnotherSeedIsOneMoreLineAndAnotherSettingAFew()
    {
        RecordedRun[] runs = [.. Enumerable.Range(0, 6).Select(Made)];
        string[] before = Text(runs).Split('\n');
        string[] seed = Text([.. runs, Made(6)]).Split('\n');
        Assert.Equal(before.Length + 1, seed.Length);
        Assert.Empty(before.Except(seed, StringComparer.Ordinal));

        RecordedRun other =
            Made(0) with { Folder = "20261122-080000-s0-ffffff", Point = Made(0).Point with { Label = "r2", Number = 1 }, Settings =
                SettingsOf("""[{"kind":"r2"}]""") };
        string[] setting = Text([.. runs, other]).Split('\n');
        Assert.Equal(["part", "point", "run", "settings"], setting.Except(before, StringComparer.Ordinal).Select(static line => line.Split('"')[1])
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatNoRunNeedsAnyMoreIsGone()
    {
        RecordFile record = new();
        record.Add(Made(0));
        string before = record.Text();
        RecordedRun other = Made(1) with { Settings = SettingsOf("""[{"kind":"r2"}]"""), Program = "gan 9" };
        record.Add(other);
        Assert.NotEqual(before, record.Text());
        record.Remove(other.Key);
        Assert.Equal(before, record.Text());
    }

    [Fact]
    public void ThousandsOfRunsStaySmall()
    {
        // As long as numbers get: 14 metrics of full precision and the shares of 25 modes.
        System.Random random = new(1);
        RecordFile record = new();
        for (int i = 0; i < 300; i++)
        {
            Dictionary<string, RowValue> values =
                new(StringComparer.Ordinal) { ["modes"] = 25, ["shares"] = Enumerable.Range(0, 25).Select(_ => random.Next(10_000) / 10_000.0).ToArray() };
            MetricsInfo metrics = Described([.. Enumerable.Range(0, 13).Select(static metric => $"metric-{metric}")]);
            foreach (string name in metrics.Metrics.Keys.Where(static name => name.StartsWith("metric-", StringComparison.Ordinal)))
            {
                values[name] = random.NextDouble();
            }

            record.Add(
                Made(i % 10)
                    with { Folder = FormattableString.Invariant($"20261122-{i:D6}-s{i % 10}-123456"), Settings =
                        SettingsOf($$"""[{"kind":"r1","gamma":{{i / 10}}}]"""), Metrics = metrics, Values = values });
        }

        string text = record.Text();
        Assert.InRange(text.Length / 300, 0, 800);
        Assert.Equal(300, text.Split('\n').Count(static line => line.StartsWith("{\"run\":", StringComparison.Ordinal)));
    }

    [Fact]
    public void ALastLineThatIsCutShortCostsThatRunOnly()
    {
        string text = Text([.. Enumerable.Range(0, 3).Select(Made)]);
        File.WriteAllText(_folder["r.jsonl"], text[..^40]);
        RecordFile record = RecordFile.Read(_folder["r.jsonl"]);
        Assert.True(record.IsTorn);
        Assert.Equal(["0", "1"], record.Runs.Select(static run => run.Seed));

        // With its end it is whole.
        File.WriteAllText(_folder["r.jsonl"], text[..^1]);
        Assert.Equal((false, 3), (RecordFile.Read(_folder["r.jsonl"]).IsTorn, RecordFile.Read(_folder["r.jsonl"]).Runs.Count));
    }

    [Theory]
    [InlineData("", "{\"gan-record\":", "r.jsonl:1: is damaged: ")]
    [InlineData("{\"gan-record\":1}", "{\"gan-record\":2}", "r.jsonl:1: a record of version 2; this program knows version 1")]
    [InlineData("{\"gan-record\":1}", "{\"gan-record\":\"x\"}", "r.jsonl:1: 'gan-record' is not a whole number of at least 0")]
    [InlineData("{\"gan-record\":1}", "{\"step\":1}", "r.jsonl:1: this is no record of runs; those begin with {\"gan-record\":1}")]
    [InlineData("{\"gan-record\":1}", "[1]", "r.jsonl:1: is no line of a record")]
    [InlineData("{\"gan-record\":1}\n", "{\"gan-record\":1}\n{}\n", "r.jsonl:2: is no line of a record")]
    [InlineData("{\"gan-record\":1}\n", "{\"gan-record\":1}\n\n", "r.jsonl:2: is damaged: ")]
    [InlineData("{\"gan-record\":1}\n", "{\"gan-record\":1}\n{\"other\":\"1\"}\n", "r.jsonl:2: 'other' begins no line of a record")]
    [InlineData("{\"gan-record\":1}\n", "{\"gan-record\":1}\n<<<<<<< HEAD\n", "r.jsonl:2: is damaged: a conflict that git left: keep the lines of both sides")]
    [InlineData("\"version\":\"gan 1\"", "\"version\":\"gan 2\"", "r.jsonl:2: is damaged: what it says does not belong to its hash ")]
    [InlineData("\"label\":\"r1, strong\"", "\"label\":\"r2\"", "r.jsonl:12: is damaged: what it says does not belong to its hash ")]
    [InlineData("\"seed\":0", "\"seed\":-1", "r.jsonl:13: 'seed' is not a whole number of at least 0")]
    [InlineData("\"seed\":0", "\"seed\":[0]", "r.jsonl:13: 'seed' is not a seed")]
    [InlineData("\"seed\":0", "\"seed\":0,\"seed\":0", "r.jsonl:13: is damaged: ")]
    [InlineData("\"step\":1000", "\"step\":1e99", "r.jsonl:13: 'step' is not a whole number of at least 0")]
    [InlineData("\"seconds\":12.5", "\"seconds\":\"NaN\"", "r.jsonl:13: 'seconds' is not a number of at least 0")]
    [InlineData("\"seconds\":12.5", "\"seconds\":1e999", "r.jsonl:13: 'seconds' is not a number of at least 0")]
    [InlineData("\"seconds\":12.5,", "", "r.jsonl:13: 'seconds' is not a number of at least 0")]
    [InlineData("\"step\":1000", "\"state\":\"running\",\"step\":1000", "r.jsonl:13: 'state' is not diverged or collapsed")]
    [InlineData("\"values\":[8,", "\"values\":[", "r.jsonl:13: 'values' is not a list of 4, one for each metric")]
    [InlineData("\"values\":[8,", "\"values\":[\"8\",", "r.jsonl:13: the value of 'modes' is neither a number nor a list of numbers")]
    [InlineData("{\"run\":\"", "{\"run\":\"../../", "r.jsonl:13: 'run' is not the name of a run's folder")]
    [InlineData("\"program\":\"", "\"program\":\"f", "r.jsonl:2: is damaged: what it says does not belong to its hash ")]
    public void ABadLineIsNamed(string part, string by, string error)
    {
        string text = part.Length == 0 ? by + "\n" : Text([Made(0)]) is var good && good.Contains(part, StringComparison.Ordinal) ? Replaced(good, part, by)
            : throw new InvalidOperationException(good);
        File.WriteAllText(_folder["r.jsonl"], text);
        string message = Assert.Throws<InvalidDataException>(() => RecordFile.Read(_folder["r.jsonl"])).Message;
        Assert.StartsWith(_folder[error], message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void WhatARunNeedsHasToBeThere()
    {
        string[] lines = Text([Made(0)]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 1; i < lines.Length - 1; i++)
        {
            string kind = lines[i].Split('"')[1];
            string id = lines[i].Split('"')[3];
            File.WriteAllLines(_folder["r.jsonl"], [.. lines[..i], .. lines[(i + 1)..]]);
            string message = Assert.Throws<InvalidDataException>(() => RecordFile.Read(_folder["r.jsonl"])).Message;
            Assert.EndsWith($": its {kind} {id} is nowhere in the file", message, StringComparison.Ordinal);
        }
    }

    // A reader must end, with an exception of its own, whatever it is given.
    [Fact]
    public void NoByteMakesAReaderFail()
    {
        byte[] good = System.Text.Encoding.UTF8.GetBytes(Text([Made(0), Made(1)]));
        System.Random random = new(7);
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] bad = [.. good];
            bad[random.Next(bad.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["r.jsonl"], bad);
            try
            {
                _ = RecordFile.Read(_folder["r.jsonl"]).Text();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1500, 2000);
    }

    [Fact]
    public void AFolderIsNoRecordAndNeitherIsAnyOtherFile()
    {
        File.WriteAllText(_folder["other.txt"], "x");
        File.WriteAllText(_folder["r.jsonl"], Text([Made(0)]));
        Assert.Equal([false, false, false, true],
            new[] { _folder.FullName, _folder["none"], _folder["other.txt"], _folder["r.jsonl"] }.Select(RecordFile.IsOne));
    }

    private static string Replaced(string text, string part, string by) =>
        text.IndexOf(part, StringComparison.Ordinal) is var at ? text[..at] + by + text[(at + part.Length)..] : text;

    private static string Text(IReadOnlyList<RecordedRun> runs)
    {
        RecordFile record = new();
        foreach (RecordedRun run in runs)
        {
            record.Add(run);
        }

        return record.Text();
    }

    private static RecordedSettings SettingsOf(string remedies) => new(
        (JsonObject)JsonNode.Parse(
            $$"""{"device":"auto","data":{"kind":"ring","std":0.02},"regularizers":{{remedies}},"training":{"steps":1000,"lr":1e-8} }""")!, null);

    private static MetricsInfo Described(params string[] more)
    {
        OrderedDictionary<string, MetricDescription> metrics = new(StringComparer.Ordinal)
        {
            ["modes"] =
                new("Modes held", MetricDirection.Higher, MetricDisplay.Count) { Total = 8, Perfect = new PerfectScore(64, 8, 7.5, 8), UninformedFinal =
                    new UninformedScore("uniform", 96, 1, 0, 2) },
            ["kl"] = new("KL", MetricDirection.Lower, MetricDisplay.Number) { Help = "ü ± \"quoted\"", Samples = 64 },
            ["mmd"] = new("MMD", MetricDirection.Lower, MetricDisplay.Number),
            ["shares"] = new("Shares", MetricDirection.Closer, MetricDisplay.PerMode),
        };
        foreach (string name in more)
        {
            metrics[name] = new(name, MetricDirection.Lower, MetricDisplay.Number);
        }

        return new MetricsInfo(metrics);
    }

    private static RecordedRun Made(int seed) => new()
    {
        Folder = FormattableString.Invariant($"20261122-080000-s{seed}-{seed:x6}"),
        Point = new RecordedPoint("remedies", "r1, strong", 0, ["remedy"], ["r1, strong"]),
        Settings = SettingsOf("""[{"kind":"r1","gamma":0.05}]"""),
        Seed = FormattableString.Invariant($"{seed}"),
        State = RunState.Completed,
        Step = 1000,
        Seconds = 12.5,
        SecondsPerStep = 0.0125,
        Program = "gan 1",
        Metrics = Described(),
        Values = new Dictionary<string, RowValue>(StringComparer.Ordinal) { ["modes"] = 8, ["kl"] = 0.125, ["mmd"] = 1e-9, ["shares"] = new[] { 0.5, 0.5 } },
    };

    private RecordFile Reread(RecordedRun run)
    {
        File.WriteAllText(_folder["r.jsonl"], Text([run]));
        return RecordFile.Read(_folder["r.jsonl"]);
    }
}
