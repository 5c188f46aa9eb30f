using System.Text.Json;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary><c>gan eval</c> of trained runs.</summary>
[Collection(TrainedRuns.Name)]
public sealed class EvalTests(TrainedRuns runs)
{
    [Fact]
    public async Task EvaluatingAgainWithAsManySamplesGivesWhatTrainingGave()
    {
        ProgramResult result = await runs.GanOk("eval", "--checkpoint", runs.Ring.Id, "-n", "96", "--json");

        // The watch looks at samples of its own, and as many as it always does.
        var expected = System.Text.Json.Nodes.JsonNode.Parse(runs.RingResult.Data)!["metrics"]!.AsObject()
            .Where(static metric => !metric.Key.StartsWith("watch.", StringComparison.Ordinal)).ToArray();
        var actual = System.Text.Json.Nodes.JsonNode.Parse(result.Data)!["metrics"]!.AsObject();
        Assert.Equal(expected.Select(static m => m.Key), actual.Select(static m => m.Key));
        Assert.All(expected, metric => Assert.Equal(metric.Value!["value"]!.ToJsonString(), actual[metric.Key]!["value"]!.ToJsonString()));
    }

    [Fact]
    public async Task EvalSaysFromHowManySamplesEachValueIsMade()
    {
        ProgramResult few = await runs.GanOk("eval", "--checkpoint", runs.Ring.Id, "-n", "3000", "--metrics", "mode-coverage,prdc", "--json");
        ProgramResult many =
            await runs.GanOk("eval", "--checkpoint", runs.Ring.Id, "-n", "3000", "--metrics", "mode-coverage", "--metrics", "prdc", "--metric-samples", "2600",
                "--json");
        Assert.Equal((3000, 2500), Samples(few));
        Assert.Equal((3000, 2600), Samples(many));
        Assert.DoesNotContain("\"mmd\"", few.Data, StringComparison.Ordinal);

        (int Hq, int Precision) Samples(ProgramResult result)
        {
            using JsonDocument document = JsonDocument.Parse(result.Data);
            JsonElement metrics = document.RootElement.GetProperty("metrics");
            Assert.Equal(JsonValueKind.Number, metrics.GetProperty("hq").GetProperty("uninformed").ValueKind);
            return (metrics.GetProperty("hq").GetProperty("samples").GetInt32(), metrics.GetProperty("precision").GetProperty("samples").GetInt32());
        }
    }

    [Theory]
    [InlineData("--metric-samples 10,000: 300 samples are drawn, so that comparisons take 300; more with -n 10000", "--metric-samples", "10000")]
    [InlineData(null, "--metric-samples", "300")]
    [InlineData(null)]
    public async Task EvalSaysWhatLimitsTheSamplesThatAreCompared(string? words, params string[] options)
    {
        ProgramResult result = await runs.Gan(["eval", "--checkpoint", runs.Ring.Id, "-n", "300", "--metrics", "mode-coverage,mmd", .. options]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(words is not null, result.Talk.Contains("--metric-samples", StringComparison.Ordinal));
        Assert.Contains(words ?? "", result.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvalSaysThatATableHasNoMoreRows()
    {
        using Workshop workshop = new();
        await workshop.GanOk("train", "--config", "table.yaml", "--quiet");
        ProgramResult result = await workshop.GanOk("eval", "-n", "3000", "--metrics", "mmd", "--metric-samples", "2000");
        Assert.Matches(@"--metric-samples 2,000: the data have (\d+) rows, so that comparisons take \1\n", result.Talk);
    }

    [Fact]
    public async Task WhereAValueIsMarkedTheNumberThatTheRuleTakesIsShown()
    {
        ProgramResult table = await runs.GanOk("eval", "--checkpoint", runs.Ring.Id, "-n", "300", "--metrics", "mode-coverage,kid,prdc");
        ProgramResult json = await runs.GanOk("eval", "--checkpoint", runs.Ring.Id, "-n", "300", "--metrics", "mode-coverage,kid,prdc", "--json");
        using JsonDocument document = JsonDocument.Parse(json.Data);
        JsonElement[] metrics =
            [.. document.RootElement.GetProperty("metrics").EnumerateObject().Select(metric => metric.Value)
                .Where(metric => metric.GetProperty("beats-uninformed").ValueKind != JsonValueKind.Null
            && metric.GetProperty("uninformed-at-best").ValueKind != JsonValueKind.Null)];
        Assert.NotEmpty(metrics);
        Assert.Equal(metrics.Count(metric => !metric.GetProperty("beats-uninformed").GetBoolean()), table.Data.Split('\n')
            .TakeWhile(line => !line.StartsWith("  ° ", StringComparison.Ordinal)).Count(line => line.Contains('°', StringComparison.Ordinal)));
        Assert.Contains("BLOB’S BEST", table.Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: --metrics: 'pdrc' is not a metric; did you mean 'prdc'?", "--metrics", "pdrc")]
    [InlineData("error: --metrics: data-copying cannot be computed here: ", "--metrics", "data-copying")]
    [InlineData("error: --metric-samples is 1; it must be from 2 to 262,144", "--metric-samples", "1")]
    public async Task AWrongMetricIsExplained(string message, params string[] options)
    {
        ProgramResult result = await runs.Gan(["eval", "--checkpoint", runs.Ring.Id, .. options]);
        Assert.Equal((2, ""), (result.ExitCode, result.Data));
        Assert.StartsWith(message, result.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluatingNeedsTheDataItWasTrainedOn()
    {
        ProgramResult gone = await runs.Gan("eval", "--checkpoint", runs.Table.Id, "-n", "10");
        Assert.Equal(74, gone.ExitCode);
        Assert.Matches(
            "^error: [^\n]*table.csv: the data file of [^\n]* is not there any more; put it back, or say where [^\n]*: --set data.path=FILE [^\n]*\n$",
            gone.Talk);

        // The same content under another name will do; another content and another key will not.
        runs.Write("t2.csv", "height,weight\n1,2\n3,5\n");
        ProgramResult changed = await runs.Gan("eval", "--checkpoint", runs.Table.Id, "-n", "10", "--set", "data.path=" + runs["t2.csv"]);
        ProgramResult other = await runs.Gan("eval", "--checkpoint", runs.Table.Id, "-n", "10", "--set", "training.steps=1");
        File.WriteAllText(runs["t2.csv"], TrainedRuns.TableText);
        ProgramResult moved = await runs.Gan("eval", "--checkpoint", runs.Table.Id, "-n", "10", "--set", "data.path=" + runs["t2.csv"]);
        File.Delete(runs["t2.csv"]);
        Assert.Equal(2, changed.ExitCode);
        Assert.StartsWith($"error: {runs["t2.csv"]}: holds something else than ", changed.Talk, StringComparison.Ordinal);
        Assert.Equal(2, other.ExitCode);
        Assert.Equal("error: --set training.steps=1: only data.path=FILE can be set here: the run is measured as it was trained\n", other.Talk);
        Assert.Equal(0, moved.ExitCode);
    }
}
