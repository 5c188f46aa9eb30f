using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Sweeps;
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
        Assert.Equal(1, Gan("compare", "--record", Record, "--where", "optimizer.generator.lr=2", "--where", "state=diverged", "--format", "csv").Data
            .Split('\n').Length - 2);
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

    /// <summary>A record keeps what was run before the sweep file was changed. Under the labels that it has now only what it has now is compared.</summary>
    [Fact]
    public void OfASweepFileOnlyItsPointsAreComparedUnderItsLabels()
    {
        string file = Folder["few.yaml"];
        File.WriteAllText(file, Few("hinge", "minimax"));
        Recorded(file);
        File.WriteAllText(file, Few("wasserstein", "minimax"));
        Recorded(file);

        // Both choices bear the label 'remedy', so that labels name no groups.
        Assert.Equal(2, Gan("compare", "--record", Record, "--baseline", "plain").Code);
        JsonNode of = Json("compare", "--record", Record, "--of", file, "--baseline", "plain");
        Assert.Equal(["remedy", "plain"], of["groups"]!.AsArray().Select(static group => group!["group"]!.GetValue<string>())
            .OrderDescending(StringComparer.Ordinal));
        Assert.All(of["groups"]!.AsArray(), static group => Assert.Equal(2, group!["runs"]!.AsArray().Count));
        Assert.Equal("wasserstein", of["groups"]!.AsArray()
            .Single(static group => group!["group"]!.GetValue<string>() == "remedy")!["settings"]!["loss.kind"]!.GetValue<string>());
        Assert.Contains("2 recorded runs are no points of few.yaml as it stands: left out", of["notes"]!.AsArray()
            .Select(static note => note!.GetValue<string>()));

        // Another label is the same run, and a seed more is one that is missing.
        File.WriteAllText(file, Few("wasserstein", "minimax").Replace("plain", "vanilla", StringComparison.Ordinal)
            .Replace("0..1", "0..2", StringComparison.Ordinal));
        string rows = Gan("compare", "--record", Record, "--of", file, "--runs", "--columns", "label,seed,loss", "--format", "csv").Data;
        Assert.Equal(
            ["group,seed,label,loss", "remedy,0,remedy,wasserstein", "remedy,1,remedy,wasserstein", "vanilla,0,vanilla,minimax", "vanilla,1,vanilla,minimax"],
            Cells(rows).Order(StringComparer.Ordinal));
        Assert.Contains("2 of 6 runs of few.yaml are not recorded yet", Gan("compare", "--record", Record, "--of", file, "--format", "md").Data,
            StringComparison.Ordinal);

        static string Few(string remedy, string plain) =>
            $"config: {{name: few, data: {{kind: ring, modes: 4}}, training: {{steps: 40}}, evaluation: {{metrics: [mode-coverage]}}}}\nseeds: 0..1\naxes: "
                + $"[{{points: [{{label: plain, set: {{loss: {plain}}}}}, {{label: remedy, set: {{loss: {remedy}}}}}]}}]\n";

        // Columns in an order that does not depend on how they were asked for.
        static IEnumerable<string> Cells(string rows)
        {
            string[][] table = [.. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(','))];
            int[] order = [.. new[] { "group", "seed", "label", "loss" }.Select(name => Array.IndexOf(table[0], name))];
            return table.Select(cells => string.Join(',', order.Select(place => cells[place])));
        }
    }

    [Fact]
    public void OfBelongsToARecord()
    {
        Keep(Sweep());
        Assert.Equal((2, "", "error: --of says which runs of a record are meant; add --record FILE\n"), Gan("compare", "--of", "few.yaml"));
        Assert.Equal((2, "", "error: --of says which runs of a record are meant; leave out 'ring'\n"),
            Gan("compare", "ring", "--record", Record, "--of", "few.yaml"));
        File.WriteAllText(Folder["few.yaml"], "config: {data: ring}\nseeds: 0..1\n");
        Assert.Equal((74, "", $"error: --record: there is no file {Folder["none.jsonl"]}\n"),
            Gan("compare", "--record", Folder["none.jsonl"], "--of", Folder["few.yaml"]));
    }

    [Fact]
    public void AnEqualBudgetIsSaidToBeUnknown()
    {
        Keep(Sweep());
        (int code, string data, _) = Gan("compare", "--record", Record, "--by", "step", "--format", "md");
        Assert.Equal(0, code);
        Assert.Contains("o run tells how many steps it took at an evaluation on the way (records keep none): nothing to compare", data,
            StringComparison.Ordinal);
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
    public void TheStatusOfASweepCanBeReadFromItsRecord()
    {
        Keep(Sweep());
        (int code, string data, string talk) = Gan("sweep", "status", "--record", Record);
        Assert.Equal((0, ""), (code, talk));
        string[] lines = data.Split('\n');
        Assert.Equal("  ring · 6 runs recorded · 5 completed, 1 diverged", lines[0]);
        Assert.Equal(["SETTINGS", "SEED", "RUN", "STATUS", "STEP"], lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..5]);
        Assert.Equal(3, lines.Count(static line => line.StartsWith("  none ", StringComparison.Ordinal)));
        Assert.Equal(1, lines.Count(static line => line.Contains("diverged", StringComparison.Ordinal) && line.StartsWith("  r1 ", StringComparison.Ordinal)));
        Assert.Equal((0, data, ""), Gan("sweep", "status", Record));
        Assert.Equal((0, data, ""), Gan("sweep", "status", "ring", "--record", Record));

        JsonNode json = JsonNode.Parse(Gan("sweep", "status", "--json", "--record", Record).Data)!;
        Assert.Equal((6, 5), ((int)json["runs"]!, (int)json["completed"]!));
        Assert.Equal(8, json["points"]!.AsArray().Where(static point => (string)point!["label"]! == "r1" && (string)point["state"]! == "completed")
            .Max(static point => (double)point!["metrics"]!["modes"]!));

        Assert.Equal((2, "", $"error: no run of a sweep 'other' in {Record}; it holds ring\n"), Gan("sweep", "status", "other", "--record", Record));
        Assert.Equal((2, "", $"error: '{Record}' and --record {Record}: name one record\n"), Gan("sweep", "status", Record, "--record", Record));
        Assert.Equal(74, Gan("sweep", "status", "--record", Folder["none.jsonl"]).Code);
    }

    [Fact]
    public void AReportOfARecordIsRefusedWithTheWayOut()
    {
        Keep(Sweep());
        (int, string, string) refused = (2, "",
            $"error: {Record}: a record keeps what runs came to, not the curves and samples that a report draws; compare them with gan compare "
                + $"--record {Record}\n");
        Assert.Equal(refused, Gan("report", Record));
        Assert.Equal(refused, Gan("report", "--record", Record));
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
        runs.Add(["r1"], [8, 8, 7], static run => run
            with { Modes = [8, .. run.Modes], GradientsPerStep = 3, State = run.Seed is "2" ? RunState.Diverged : RunState.Completed, Commit = ("abc", true) });
        runs.Close();
        return runs.Sweep;
    }

    /// <summary>Adds runs of all points of a sweep file to the record, as if they had been made.</summary>
    private void Recorded(string file)
    {
        Sweep sweep = SweepLoader.Load(new SweepRequest { File = file });
        SweepFolder folder = SweepFolder.Create(Folder["made"], sweep.Name, sweep.Id);
        SweepPlan plan = SweepStore.Write(sweep, folder, SeedRun.Morning).Plan;
        SweepRecord record = SweepRecord.Open(Record, sweep);
        foreach ((PlannedRun point, SweepPoint made) in plan.Points.Zip(sweep.Points).Where(each => !record.Holds(each.First.Index)))
        {
            RunFolder run = RunFolder.Create(Folder["made"], sweep.Name, SeedRun.Morning.AddSeconds(RecordFile.IsOne(Record) ? 60 : 0), point.Seed);
            File.WriteAllText(run.ResolvedJsonPath, ConfigWriter.ToJson(made.Config));
            new RunStatus { State = RunState.Completed, Step = 40, Steps = 40, Process = new RunProcess(int.MaxValue, SeedRun.Morning, "elsewhere"), Updated =
                SeedRun.Morning, Seconds = 2 }.Write(run.StatusPath);
            folder.Write(point.Index, new PointRecord { Run = run.FolderPart });
            record.Take(folder.Status(point));
        }

        record.Write();
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
