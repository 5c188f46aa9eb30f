using System.Text.Json.Nodes;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Tests.Reporting.Comparison;

namespace GanCli.Tests.Commands;

/// <summary><c>gan compare --record</c>: runs without their folders.</summary>
public sealed class CompareRecordTests : ComparedRuns
{
    private string Record => Folder["r.jsonl"];

    [Fact]
    public void ARecordComparesAsItsFoldersDo()
    {
        SweepFolder sweep = Sweep();
        JsonNode folders = Json("compare", sweep.Path);
        string rows = Gan("compare", sweep.Path, "--runs", "--format", "csv").Data;
        Assert.Contains(",diverged,", rows, StringComparison.Ordinal);
        Keep(sweep);
        Directory.Delete(Folder["ring"], recursive: true);

        JsonNode recorded = Json("compare", "--record", Record);
        foreach (JsonNode? run in folders["groups"]!.AsArray().SelectMany(static group => group!["runs"]!.AsArray()))
        {
            // Only where it lies is not known.
            Assert.NotNull(run!["path"]);
            run["path"] = null;
        }

        Assert.Equal(folders.ToJsonString(), recorded.ToJsonString());
        Assert.Equal(rows, Gan("compare", Record, "--runs", "--format", "csv").Data);
        Assert.Equal(1, Gan("compare", "--record", Record, "--where", "optimizer.generator.lr=2", "--where", "state=diverged", "--format", "csv").Data.Split('\n').Length - 2);
    }

    [Fact]
    public void ARunInBothCountsOnceAndAsItsFolderHasIt()
    {
        SweepFolder sweep = Sweep();
        Keep(sweep);
        JsonNode both = Json("compare", sweep.Path, "--record", Record);
        Assert.Equal(Json("compare", sweep.Path).ToJsonString(), both.ToJsonString());
        Assert.Equal(Json("compare", Record, "--record", Record).ToJsonString(), Json("compare", Record).ToJsonString());

        // Some of them gone, the rest of the sweep and the record make the whole.
        foreach ((_, RunFolder run) in sweep.Runs().Take(3))
        {
            Directory.Delete(run.Path, recursive: true);
        }

        JsonNode mixed = Json("compare", "ring", Record);
        Assert.Equal(3, mixed["groups"]!.AsArray().SelectMany(static group => group!["runs"]!.AsArray()).Count(static run => run!["path"] is null));
        Assert.Equal(both["tests"]!.ToJsonString(), mixed["tests"]!.ToJsonString());
    }

    [Fact]
    public void AnEqualBudgetIsSaidToBeUnknown()
    {
        Keep(Sweep());
        (int code, string data, _) = Gan("compare", "--record", Record, "--by", "step", "--format", "md");
        Assert.Equal(0, code);
        Assert.Contains("o run tells how many steps it took at an evaluation on the way (records keep none): nothing to compare", data, StringComparison.Ordinal);
    }

    [Fact]
    public void ABadFileIsOneLineAndNoComparison()
    {
        File.WriteAllText(Record, "{\"gan-record\":1}\n{\"run\":\n{}\n");
        foreach (string[] arguments in new[] { new[] { "compare", "--record", Record }, ["compare", Record] })
        {
            (int code, string data, string talk) = Gan(arguments);
            Assert.Equal((74, "", 1), (code, data, talk.Count(static letter => letter == '\n')));
            Assert.StartsWith($"error: {Record}:2: is damaged: ", talk, StringComparison.Ordinal);
        }

        File.WriteAllText(Record, "{\"gan-record\":9}\n");
        Assert.Equal((74, "", $"error: {Record}:1: a record of version 9; this program knows version 1\n"), Gan("compare", "--record", Record));
        Assert.Equal(74, Gan("compare", "--record", Folder["none.jsonl"]).Code);
    }

    [Fact]
    public void ALineThatIsCutShortIsNamed()
    {
        Keep(Sweep());
        string text = File.ReadAllText(Record);
        File.WriteAllText(Record, text[..^9]);
        Assert.Contains("its last line is cut short: left out", Gan("compare", "--record", Record, "--format", "md").Data, StringComparison.Ordinal);
    }

    /// <summary>Two settings with three seeds each, of which a run diverged; the second setting was begun first.</summary>
    private SweepFolder Sweep()
    {
        SweptRuns runs = new(Folder.FullName, "remedy");
        runs.Add(["none"], [2, 3, 4], static run => run with { Begun = 7, Modes = [1, .. run.Modes], SecondsPerStep = 0.1 / 3 });
        runs.Add(["r1"], [8, 8, 7], static run => run with { Modes = [8, .. run.Modes], GradientsPerStep = 3, State = run.Seed is "2" ? RunState.Diverged : RunState.Completed, Commit = ("abc", true) });
        runs.Close();
        return runs.Sweep;
    }

    private void Keep(SweepFolder sweep)
    {
        RecordFile record = new();
        foreach ((PlannedRun point, RunFolder run) in sweep.Runs())
        {
            record.Add(RecordedRuns.Of(run, new RecordedPoint(sweep.Name, point.Label, point.Index / 3, sweep.Plan().Axes, point.Choices))!);
        }

        File.WriteAllText(Record, record.Text());
    }

    private JsonNode Json(params string[] arguments)
    {
        (int code, string data, string talk) = Gan([.. arguments, "--format", "json"]);
        Assert.True(code == 0, talk);
        return JsonNode.Parse(data)!;
    }
}
