using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Runs;
using GanCli.Sweeps;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

public sealed class SweepStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 45, 1, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public SweepStoreTests() => File.WriteAllText(_folder["ring.yaml"], "data: {kind: ring, modes: 4}\ntraining: {steps: 40}\n");

    public void Dispose() => _folder.Dispose();

    // What failed stays as it is until somebody asks for another try, in a larger sweep too.
    [Theory]
    [InlineData(RunState.Completed)]
    [InlineData(RunState.Interrupted)]
    [InlineData(RunState.Crashed)]
    [InlineData(RunState.Diverged)]
    [InlineData(RunState.Failed)]
    public void ALargerSweepTakesOverWhatThereIsAsItStands(RunState state)
    {
        RunFolder run = Begin(Store("0"), 0, state);
        SweepFolder larger = Store("0..1");

        Assert.Equal([run.FolderPart, null], Records(larger));
        Assert.Equal(state, larger.Status(larger.Plan().Points[0]).State);
    }

    [Fact]
    public void ThatAnAttemptWasKilledIsTakenOverToo()
    {
        SweepFolder small = Store("0..1");
        RunFolder run = Begin(small, 0, RunState.Crashed);
        small.Write(0, new PointRecord { Run = run.FolderPart, Failure = "killed" });

        // Nothing was begun here: another try costs nothing.
        small.Write(1, new PointRecord { Failure = "no space left on device" });
        SweepFolder larger = Store("0..2");

        Assert.Equal([(RunState.Failed, "killed"), (null, null), (null, null)], larger.Plan().Points.Select(larger.Status)
            .Select(static point => (point.State, point.Message)));
    }

    // It failed in the first sweep, and was gone on with in the second.
    [Fact]
    public void OfOneRunInTwoSweepsWhatBecameOfItLastIsTaken()
    {
        SweepFolder small = Store("0");
        RunFolder run = Begin(small, 0, RunState.Interrupted);
        small.Write(0, new PointRecord { Run = run.FolderPart, Failure = "killed" });
        SweepFolder larger = Store("0..1");
        larger.Write(0, new PointRecord { Run = run.FolderPart });

        // Whichever is found first.
        foreach (SweepFolder newest in new[] { small, larger })
        {
            File.SetLastWriteTimeUtc(newest.PlanPath, DateTime.UtcNow.AddMinutes(1));
            SweepFolder next = Store(newest == small ? "0..2" : "0..3");
            Assert.Equal((run.FolderPart, null), (next.Record(0).Run, next.Record(0).Failure));
            Directory.Delete(next.Path, recursive: true);
        }
    }

    [Fact]
    public void ARunThatSomebodyTookToAnotherLengthIsNoneOfTheSweepAnyMore()
    {
        SweepFolder small = Store("0..1");
        RunFolder[] runs = [Begin(small, 0, RunState.Completed), Begin(small, 1, RunState.Completed)];
        RunStatus status = RunStatus.Read(runs[0].StatusPath);
        (status with { Steps = 80, Step = 80 }).Write(runs[0].StatusPath);

        Assert.Equal([null, runs[1].FolderPart, null], Records(Store("0..2")));
        Assert.Equal([null, runs[1].FolderPart], Records(Store("0..1")));
    }

    [Fact]
    public void RunsOnWhatWasInTheDataFileBeforeAreLeftAlone()
    {
        File.WriteAllText(_folder["ring.yaml"], "data: {kind: csv, path: table.csv}\ntraining: {steps: 40}\nevaluation: {metrics: [sliced-wasserstein]}\n");
        (SweepFolder Folder, int OfOtherData) Table(string text, string seeds)
        {
            File.WriteAllText(_folder["table.csv"], text);
            Sweep sweep = SweepLoader.Load(new SweepRequest { Config = "ring.yaml", Seeds = seeds }, new ConfigFolders(_folder.FullName, _folder["shipped"]));
            SweepFolder folder = SweepFolder.Create(_folder["runs"], sweep.Name, sweep.Id);
            return (folder, SweepStore.Write(sweep, folder, Now).OfOtherData);
        }

        SweepFolder first = Table("x,y\n1,2\n3,4\n", "0..1").Folder;
        RunFolder[] runs = [Begin(first, 0, RunState.Completed), Begin(first, 1, RunState.Interrupted)];
        new DataInfo { Kind = "csv", Dimension = 2, Columns = ["x", "y"], ContentHash = Hash("x,y\n1,2\n3,4\n") }.Write(runs[0].DataInfoPath);
        File.Copy(runs[0].DataInfoPath, runs[1].DataInfoPath);

        (SweepFolder changed, int left) = Table("x,y\n1,2\n3,5\n", "0..2");
        Assert.Equal(2, left);
        Assert.Equal([null, null, null], Records(changed));
        (SweepFolder restored, left) = Table("x,y\n1,2\n3,4\n", "0..2");
        Assert.Equal(0, left);
        Assert.Equal([runs[0].FolderPart, runs[1].FolderPart, null], Records(restored));

        static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void WhatSomebodyWorksOnIsNotTaken()
    {
        SweepFolder first = Store("0..2");
        RunFolder[] runs = [.. Enumerable.Range(0, 3).Select(i => Begin(first, i, i == 2 ? RunState.Completed : RunState.Interrupted))];
        using IDisposable? point = first.TryLock(0);
        using IDisposable? byHand = runs[1].TryLock();

        Assert.Equal([null, null, runs[2].FolderPart, null], Records(Store("0..3")));
    }

    [Fact]
    public void OfSeveralTheOneThatCameFarthestIsTaken()
    {
        Begin(Store("0"), 0, RunState.Interrupted, step: 30);
        RunFolder complete = Begin(Store("0..1"), 0, RunState.Completed);
        Assert.Equal(complete.FolderPart, Records(Store("0..2"))[0]);

        SweepFolder first = Store("7");
        RunFolder far = Begin(first, 0, RunState.Interrupted, step: 30);
        SweepFolder second = Store("7..8");
        second.Write(0, new PointRecord { Run = Begin(second, 0, RunState.Interrupted, step: 20).FolderPart });
        Assert.Equal(far.FolderPart, Records(Store("7..9"))[0]);
    }

    [Fact]
    public void ASweepThatIsGoneOnWithTakesOverWhatAnotherHasMadeSince()
    {
        Store("0..1");
        RunFolder run = Begin(Store("0..2"), 1, RunState.Completed);

        Assert.Equal([null, run.FolderPart], Records(Store("0..1")));
    }

    [Fact]
    public void OptionsThatAProgramDidNotHaveCountAsTheirDefaults()
    {
        SweepFolder old = Store("0..1");
        RunFolder[] runs = [.. Enumerable.Range(0, 2).Select(i => Begin(old, i, RunState.Completed))];
        for (int i = 0; i < 2; i++)
        {
            string[] lines = File.ReadAllLines(old.ConfigPath(i));
            string[] without = [.. lines.Where(static line => !line.Contains("beta2:", StringComparison.Ordinal))];
            Assert.Equal(2, lines.Length - without.Length);
            File.WriteAllLines(old.ConfigPath(i), without);
        }

        // Another program gives the same sweep another identity.
        SweepFolder elsewhere = SweepFolder.Open(Moved(old));

        Assert.Equal(runs.Select(static run => run.FolderPart), Records(Store("0..1")));
        Assert.Equal([null, null], Records(Store("0..1", "optimizer.generator.beta2=0.99")));
        Assert.Equal(2, elsewhere.Runs().Count);
    }

    [Fact]
    public void AConfigThatTheProgramRefusesIsNotTaken()
    {
        SweepFolder old = Store("0");
        Begin(old, 0, RunState.Completed);
        File.AppendAllText(old.ConfigPath(0), "no-such-key: 1\n");
        Moved(old);

        Assert.Equal([null], Records(Store("0")));
    }

    private static string?[] Records(SweepFolder sweep) => [.. sweep.Plan().Points.Select(point => sweep.Record(point.Index).Run)];

    private static string Moved(SweepFolder sweep)
    {
        string path = Path.Combine(Path.GetDirectoryName(sweep.Path)!, "sweep-00000000");
        Directory.Move(sweep.Path, path);
        return path;
    }

    private SweepFolder Store(string seeds, params string[] settings)
    {
        Sweep sweep =
            SweepLoader.Load(new SweepRequest { Config = "ring.yaml", Seeds = seeds, Set = settings }, new ConfigFolders(_folder.FullName, _folder["shipped"]));
        SweepFolder folder = SweepFolder.Create(_folder["runs"], sweep.Name, sweep.Id);
        SweepStore.Write(sweep, folder, Now);
        return folder;
    }

    private RunFolder Begin(SweepFolder sweep, int index, RunState state, long step = 20)
    {
        RunFolder run = RunFolder.Create(_folder["runs"], sweep.Name, Now, "0");
        new RunStatus { State = state, Step = step, Steps = 40, Process = RunProcess.Current(), Updated = Now }.Write(run.StatusPath);
        sweep.Write(index, new PointRecord { Run = run.FolderPart });
        return run;
    }
}
