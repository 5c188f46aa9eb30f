using System.Text.Json.Nodes;
using CliWrap;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary><c>gan sweep --record</c>, with the real program.</summary>
public sealed class SweepRecordTests : IDisposable
{
    // With a learning rate of 10 D's gradients are infinite within a few steps.
    private static readonly string[] Explosive =
        ["--set-each", "optimizer.discriminator.lr=[1e-3, 10]", "--set", "loss=least-squares", "--set", "optimizer.discriminator.kind=sgd"];

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task WithoutItsFoldersASweepIsDoneAndOnlyWhatIsNewRuns()
    {
        string[] command = ["sweep", "--config", "ring.yaml", "--set-each", "loss=[hinge, minimax]", "--record", "r.jsonl"];
        await _workshop.GanOk([.. command, "--seeds", "0..1"]);
        string record = File.ReadAllText(_workshop["r.jsonl"]);
        JsonNode folders = JsonNode.Parse((await _workshop.GanOk("compare", "--format", "json")).Data)!;
        Directory.Delete(_workshop["runs"], recursive: true);

        ProgramResult again = await _workshop.GanOk([.. command, "--seeds", "0..1", "--json"]);
        Assert.Contains("so far 4 completed\n", again.Talk, StringComparison.Ordinal);
        Assert.Contains("r.jsonl holds 4 of them\n", again.Talk, StringComparison.Ordinal);
        Assert.Equal(4, JsonNode.Parse(again.Data)!["completed"]!.GetValue<int>());
        Assert.Empty(RunFinder.All(_workshop["runs"]));
        Assert.Equal(record, File.ReadAllText(_workshop["r.jsonl"]));
        JsonNode recorded = JsonNode.Parse((await _workshop.GanOk("compare", "r.jsonl", "--format", "json")).Data)!;
        foreach (JsonNode? run in folders["groups"]!.AsArray().SelectMany(static group => group!["runs"]!.AsArray()))
        {
            run!["path"] = null;
        }

        Assert.Equal(folders.ToJsonString(), recorded.ToJsonString());

        Assert.StartsWith("  r.jsonl holds 4 of 6 runs; the rest:\n", (await _workshop.GanOk([.. command, "--seeds", "0..2", "--dry-run"])).Data,
            StringComparison.Ordinal);
        await _workshop.GanOk([.. command, "--seeds", "0..2"]);
        Assert.Equal(["2", "2"], RunFinder.All(_workshop["runs"]).Select(static run => run.Seed));
        Assert.Equal(6, RecordFile.Read(_workshop["r.jsonl"]).Runs.Count);
        Assert.Empty(record.Split('\n').Except(File.ReadAllLines(_workshop["r.jsonl"]).Append(""), StringComparer.Ordinal));
    }

    [Fact]
    public async Task ARunThatDivergedIsRecordedAndTriedAgainOnlyWhenAskedTo()
    {
        string[] command = ["sweep", "--config", "ring.yaml", .. Explosive, "--record", "r.jsonl", "--seeds", "0"];
        Assert.Equal(1, (await _workshop.Gan(command)).ExitCode);
        Directory.Delete(_workshop["runs"], recursive: true);
        ProgramResult again = await _workshop.Gan(command);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("so far 1 completed, 1 diverged\n", again.Talk, StringComparison.Ordinal);
        Assert.Contains("diverged · r.jsonl\n", again.Talk, StringComparison.Ordinal);
        Assert.Empty(RunFinder.All(_workshop["runs"]));
        RecordedRun before = RecordFile.Read(_workshop["r.jsonl"]).Runs.Single(static run => run.State == RunState.Diverged);

        await _workshop.Gan([.. command, "--retry-failed"]);
        RecordedRun after = RecordFile.Read(_workshop["r.jsonl"]).Runs.Single(static run => run.State == RunState.Diverged);
        Assert.NotEqual(before.Folder, after.Folder);
        Assert.Equal(after.Folder, Assert.Single(RunFinder.All(_workshop["runs"])).FolderPart);
    }

    [Fact]
    public async Task ABadFileStartsNothing()
    {
        _workshop.Write("r.jsonl", "{\"gan-record\":1}\nnonsense\n");
        foreach ((string file, int code,
            string error) in new[] { ("r.jsonl", 74, "error: r.jsonl:2: is damaged: "), ("no/r.jsonl", 74, "error: --record: there is no folder "), (".", 74,
                "error: --record: . is a folder") })
        {
            ProgramResult result = await _workshop.Gan("sweep", "--config", "ring.yaml", "--seeds", "0..1", "--record", file);
            Assert.Equal((code, 1), (result.ExitCode, result.Talk.Count(static letter => letter == '\n')));
            Assert.StartsWith(error, result.Talk, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_workshop["runs"]));
        }
    }

    [Fact]
    public async Task AfterCtrlCTheFinishedOnesAreThere()
    {
        string[] command =
            ["sweep", "--config", "ring.yaml", "--workers", "1", "--record", "r.jsonl", "--seeds", "0", "--set-each", "training.steps=[40, 100000000]", "--set",
                "evaluation.every=100000000"];
        CommandTask<CommandResult> running = _workshop.Start(PipeTarget.Null, command);
        await Workshop.Until(() => File.Exists(_workshop["r.jsonl"]) && RecordFile.Read(_workshop["r.jsonl"]).Runs.Count == 1
            && RunFinder.All(_workshop["runs"]).Count == 2, "the first run to end and the second to begin");
        Workshop.Send("INT", running.ProcessId);
        Assert.Equal(130, (await running).ExitCode);
        Assert.Equal(40, Assert.Single(RecordFile.Read(_workshop["r.jsonl"]).Runs).Step);
    }
}
