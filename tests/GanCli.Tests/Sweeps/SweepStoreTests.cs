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

    [Theory]
    [InlineData(RunState.Completed, true)]
    [InlineData(RunState.Interrupted, true)]
    [InlineData(RunState.Crashed, true)]
    [InlineData(RunState.Diverged, false)]
    [InlineData(RunState.Failed, false)]
    public void ALargerSweepTakesOverWhatHasNotFailed(RunState state, bool takes)
    {
        RunFolder run = Begin(Store("0"), 0, state);

        Assert.Equal([takes ? run.FolderPart : null, null], Records(Store("0..1")));
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
        Sweep sweep = SweepLoader.Load(new SweepRequest { Config = "ring.yaml", Seeds = seeds, Set = settings }, new ConfigFolders(_folder.FullName, _folder["shipped"]));
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
