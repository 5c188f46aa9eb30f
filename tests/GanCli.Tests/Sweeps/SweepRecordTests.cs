using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Sweeps;
using GanCli.Terminal;

namespace GanCli.Tests.Sweeps;

public sealed class SweepRecordTests : SweepWorkshop
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 45, 1, TimeSpan.Zero);

    private string Kept => Folder["r.jsonl"];

    [Theory]
    [InlineData(RunState.Completed, true)]
    [InlineData(RunState.Diverged, true)]
    [InlineData(RunState.Interrupted, false)]
    [InlineData(RunState.Failed, false)]
    public void WhatHasAnOutcomeIsHeldWithoutItsFolder(RunState state, bool isHeld)
    {
        Sweep sweep = Seeds("0..1");
        Keep(sweep, state);
        Directory.Delete(Folder["runs"], recursive: true);
        SweepRecord record = SweepRecord.Open(Kept, sweep);

        Assert.Equal((isHeld, false), (record.Holds(0), record.Holds(1)));
        Assert.Equal(isHeld ? (RunState?)state : null, record.Of(Status(sweep, 0)).State);
    }

    [Fact]
    public void MoreSeedsAndMoreSettingsLeaveTheNewOnes()
    {
        Keep(Seeds("0"), RunState.Completed);
        Assert.Equal([true, false, false], Held(Seeds("0..2")));
        Assert.Equal([true, false], Held(Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", SetEach = ["training.batch=[256, 128]"] })));
        Assert.Equal([false], Held(Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", Set = ["training.steps=41"] })));
        Assert.Equal([false], Held(Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", Name = "other" })));
    }

    // Neither what is written nor what computes makes it another experiment.
    [Theory]
    [InlineData("output.log-every=7")]
    [InlineData("training.num-threads=3")]
    [InlineData("device=cpu")]
    public void WhatChangesNoResultIsNoOtherRun(string setting)
    {
        Keep(Seeds("0"), RunState.Completed);
        Assert.Equal([true], Held(Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", Set = [setting] })));
    }

    [Fact]
    public void PointsThatAreOneExperimentAreRefused()
    {
        Sweep sweep = Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", SetEach = ["training.num-threads=[1, 2]"] });
        Assert.Equal(
            "--record: 'num-threads=1' and 'num-threads=2' differ in what computes or in what is written: to a record they are one experiment",
            Assert.Throws<UsageException>(() => SweepRecord.Open(Kept, sweep)).Message);
    }

    [Fact]
    public void OptionsThatAProgramDidNotHaveCountAsTheirDefaults()
    {
        Sweep sweep = Seeds("0");
        Keep(sweep, RunState.Completed);
        string today = System.IO.File.ReadAllText(Kept);
        Change(static config => config["training"]!.AsObject().Remove("d-steps"));
        Assert.DoesNotContain("d-steps", System.IO.File.ReadAllText(Kept), StringComparison.Ordinal);
        Assert.Equal([false], Held(Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", Set = ["training.d-steps=2"] })));

        // It is of one group with runs of today's program.
        SweepRecord record = SweepRecord.Open(Kept, sweep);
        Assert.True(record.Holds(0));
        record.Write();
        Assert.Equal(today, System.IO.File.ReadAllText(Kept));

        // A program whose default was another wrote that.
        Change(static config => config["training"]!["d-steps"] = 3);
        Assert.Equal([false], Held(sweep));
        Change(static config => config["no-such-key"] = 3);
        Assert.Equal([false], Held(sweep));
    }

    [Fact]
    public void TheSameDataFileElsewhereIsTheSameAndAnotherContentIsNot()
    {
        Write("ring.yaml", "data: {kind: csv, path: table.csv}\ntraining: {steps: 40}\nevaluation: {metrics: [sliced-wasserstein]}\n");
        Write("table.csv", "x,y\n1,2\n3,4\n");
        Keep(Seeds("0"), RunState.Completed);
        Assert.DoesNotContain(Folder.FullName, System.IO.File.ReadAllText(Kept), StringComparison.Ordinal);

        Directory.CreateDirectory(Folder["elsewhere"]);
        System.IO.File.Move(Folder["table.csv"], Folder["elsewhere", "table.csv"]);
        Assert.Equal([true], Held(Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", Set = ["data.path=elsewhere/table.csv"] })));
        Write("elsewhere/table.csv", "x,y\n1,2\n3,5\n");
        Assert.Equal([false], Held(Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", Set = ["data.path=elsewhere/table.csv"] })));
    }

    [Fact]
    public void ARunThatTookTheOnesPlaceIsTheOneThatCounts()
    {
        Sweep sweep = Seeds("0");
        Keep(sweep, RunState.Diverged);
        Keep(sweep, RunState.Completed, minutes: 1);
        RecordedRun run = Assert.Single(RecordFile.Read(Kept).Runs);
        Assert.Equal((RunState.Completed, "20261122-154601"), (run.State, run.Folder[..15]));

        // An older one, from another machine, takes no one's place.
        Keep(sweep, RunState.Completed, minutes: -1);
        Assert.Equal(run.Folder, Assert.Single(RecordFile.Read(Kept).Runs).Folder);
    }

    [Fact]
    public void WhatOthersWriteMeanwhileIsKept()
    {
        Sweep one = Seeds("0");
        SweepRecord first = SweepRecord.Open(Kept, one);
        Keep(Load(new SweepRequest { Config = "other.yaml", Seeds = "5" }), RunState.Completed);
        first.Take(Begin(one, RunState.Completed));
        first.Write();

        Assert.Equal(["other 5", "ring 0"], RecordFile.Read(Kept).Runs.Select(static run => $"{run.Point.Sweep} {run.Seed}"));
        Assert.Empty(Directory.GetFiles(Folder.FullName, "*.tmp"));
    }

    /// <summary>Each writer knows its own runs alone: what it wrote over would be gone for good.</summary>
    [Fact]
    public async Task TwoWritersAtOnceLoseNothing()
    {
        const int Runs = 25;
        string[] names = ["one", "two"];
        await Task.WhenAll(names.Select(name => Task.Run(() =>
        {
            for (int seed = 0; seed < Runs; seed++)
            {
                Keep(Load(new SweepRequest { Config = "ring.yaml", Name = name, Seeds = $"[{seed}]" }), RunState.Completed);
            }
        })));

        Assert.Equal([Runs, Runs], names.Select(name => RecordFile.Read(Kept).Runs.Count(run => run.Point.Sweep == name)));
    }

    [Fact]
    public async Task AWriterWaitsForTheOtherAndTakesInWhatItWrote()
    {
        Sweep mine = Seeds("0");
        PointStatus run = Begin(mine, RunState.Completed);
        Keep(Seeds("1"), RunState.Completed);
        string other = await System.IO.File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken);
        System.IO.File.Delete(Kept);
        SweepRecord record = SweepRecord.Open(Kept, mine);
        record.Take(run);
        Task write;
        using (RecordFile.Lock(Kept, TimeSpan.Zero))
        {
            Assert.Equal($"{Kept}: another process has been writing it for more than 0 s",
                Assert.Throws<IOException>(() => RecordFile.Lock(Kept, TimeSpan.Zero)).Message);
            write = Task.Run(record.Write, TestContext.Current.CancellationToken);
            Assert.NotSame(write, await Task.WhenAny(write, Task.Delay(300, TestContext.Current.CancellationToken)));
            await System.IO.File.WriteAllTextAsync(Kept, other, TestContext.Current.CancellationToken);
        }

        await write;
        Assert.Equal(["0", "1"], RecordFile.Read(Kept).Runs.Select(static each => each.Seed));
    }

    // A record that may only be read, in a folder of somebody else's, still says what is done.
    [Fact]
    public void WithNothingToWriteNoLockIsTaken()
    {
        Keep(Seeds("0"), RunState.Completed);
        System.IO.File.Delete(Kept + ".lock");
        SweepRecord.Open(Kept, Seeds("0")).Write();
        Assert.False(System.IO.File.Exists(Kept + ".lock"));
    }

    [Fact]
    public void APointIsCalledWhatTheSweepCallsItNow()
    {
        Keep(Load(new SweepRequest { Config = "ring.yaml", Seeds = "0", SetEach = ["loss=[hinge]"] }), RunState.Completed);
        Sweep renamed =
            File("base: ring.yaml\nname: ring\naxes: [{name: l, points: [{label: old, set: {loss: minimax}}, {label: new, set: {loss: hinge}}]}]\nseeds: "
                + "[0]\n");
        SweepRecord record = SweepRecord.Open(Kept, renamed);
        Assert.Equal((false, true), (record.Holds(0), record.Holds(1)));
        record.Write();
        RecordedPoint point = Assert.Single(RecordFile.Read(Kept).Runs).Point;
        Assert.Equal(("new", 1, "l", "new"), (point.Label, point.Number, Assert.Single(point.Axes), Assert.Single(point.Choices)));

        // Some of its settings alone have the places that they have among all.
        Sweep some = Load(new SweepRequest { File = "sweep.yaml", Only = ["new"] });
        Assert.Equal(1, Assert.Single(some.Points).Number);
    }

    [Fact]
    public void ADamagedFileIsLeftAlone()
    {
        Write("r.jsonl", "{\"gan-record\":1}\nx\n");
        Assert.StartsWith($"{Kept}:2: is damaged: ", Assert.Throws<InvalidDataException>(() => SweepRecord.Open(Kept, Seeds("0"))).Message,
            StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => SweepRecord.Open(Folder["no", "r.jsonl"], Seeds("0")));
        Assert.Throws<IOException>(() => SweepRecord.Open(Folder.FullName, Seeds("0")));
        Assert.Equal("{\"gan-record\":1}\nx\n", System.IO.File.ReadAllText(Kept));
    }

    private Sweep Seeds(string seeds) => Load(new SweepRequest { Config = "ring.yaml", Seeds = seeds });

    private bool[] Held(Sweep sweep) => SweepRecord.Open(Kept, sweep) is var record ? [.. sweep.Points.Select((_, i) => record.Holds(i))] : [];

    private void Keep(Sweep sweep, RunState state, int minutes = 0)
    {
        SweepRecord record = SweepRecord.Open(Kept, sweep);
        record.Take(Begin(sweep, state, minutes));
        record.Write();
    }

    /// <summary>A run of the sweep's first point, with what a record takes from its folder.</summary>
    private PointStatus Begin(Sweep sweep, RunState state, int minutes = 0)
    {
        SweepFolder folder = SweepFolder.Create(Folder["runs"], sweep.Name, sweep.Id);
        SweepStore.Write(sweep, folder, Now);
        SweepPoint point = sweep.Points[0];
        RunFolder run = RunFolder.Create(Folder["runs"], sweep.Name, Now.AddMinutes(minutes), point.Config.Seed.Words);
        System.IO.File.WriteAllText(run.ResolvedJsonPath, ConfigWriter.ToJson(point.Config));
        new DataInfo { Kind = "x", Dimension = 2, Columns = ["x", "y"], ContentHash = point.ContentHash }.Write(run.DataInfoPath);
        new RunStatus { State = state, Step = 40, Steps = 40, Process = new RunProcess(int.MaxValue, Now, "elsewhere"), Updated = Now, Seconds =
            2 }.Write(run.StatusPath);
        folder.Write(0, new PointRecord { Run = run.FolderPart });
        return folder.Status(folder.Plan().Points[0]);
    }

    private PointStatus Status(Sweep sweep, int index)
    {
        SweepFolder folder = SweepFolder.Create(Folder["runs"], sweep.Name, sweep.Id);
        SweepStore.Write(sweep, folder, Now);
        return folder.Status(folder.Plan().Points[index]);
    }

    /// <summary>Writes the record's run as if another program had made it.</summary>
    private void Change(Action<JsonObject> change)
    {
        RecordedRun run = Assert.Single(RecordFile.Read(Kept).Runs);
        JsonObject config = (JsonObject)run.Settings.Config.DeepClone();
        change(config);
        RecordFile record = new();
        record.Add(run with { Settings = run.Settings with { Config = config } });
        System.IO.File.WriteAllText(Kept, record.Text());
    }
}
