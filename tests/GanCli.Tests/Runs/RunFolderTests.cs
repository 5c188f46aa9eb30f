using System.Collections.Concurrent;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 17, 45, 1, TimeSpan.FromHours(2));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void AFolderIsNamedByTimeSeedAndHash(string culture) =>
        Cultures.Under(culture, () =>
        {
            var run = RunFolder.Create(_folder.FullName, "mog8", Now, "0", () => "3fa9c1");
            Assert.Equal(Path.Combine(_folder.FullName, "mog8", "20261122-154501-s0-3fa9c1"), run.Path);
            Assert.Equal(("mog8", "3fa9c1", Now), (run.Name, run.Id, run.Created));
            Assert.Equal(Path.Combine(run.Path, "checkpoints", "step-000001500.safetensors"), run.CheckpointPath(1500));
            Assert.Equal(Path.Combine(run.Path, "samples", "surface-000000000.npy"), run.SurfacePath(0));

            var again = RunFolder.Open(run.Path + Path.DirectorySeparatorChar);
            Assert.Equal((run.Path, run.Name, run.Id, run.Created), (again.Path, again.Name, again.Id, again.Created));
        });

    [Fact]
    public void RunsThatStartTogetherNeverShareAFolder()
    {
        // Five hashes for five threads in every round: whoever loses a race must take another.
        for (var round = 0; round < 40; round++)
        {
            var name = $"round{round}";
            var paths = new ConcurrentBag<string>();
            var threads = Enumerable.Range(0, 5).Select(_ => new Thread(() =>
            {
                var hash = 0;
                paths.Add(RunFolder.Create(_folder[name], "mog8", Now, "0", () => $"00000{hash++}").Path);
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            Assert.Equal(5, paths.Distinct().Count());
            Assert.Equal(5, RunFinder.All(_folder[name]).Count);
        }
    }

    [Fact]
    public void AShortHashIsUsedOnceAmongAllRuns()
    {
        var hashes = new Queue<string>(["aaaaaa", "aaaaaa", "bbbbbb"]);
        RunFolder.Create(_folder.FullName, "mog8", Now, "0", hashes.Dequeue);
        Assert.Equal("bbbbbb", RunFolder.Create(_folder.FullName, "grid25", Now.AddDays(1), "0", hashes.Dequeue).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("-a")]
    [InlineData("a\n")]
    public void ANameIsOnePartOfAPath(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => RunFolder.Create(_folder.FullName, name, Now, "0"));
        Assert.StartsWith($"'{name}' cannot be the name of a folder", error.Message);
        Assert.Throws<ArgumentException>(() => RunFolder.Create(_folder.FullName, "mog8", Now, name + "/"));
        Assert.Empty(Directory.GetDirectories(_folder.FullName));
    }

    [Fact]
    public void StepFilesComeInTheOrderOfTheirSteps()
    {
        var run = RunFolder.Create(_folder.FullName, "mog8", Now, "1-2-3");
        Assert.Empty(run.Samples());
        long[] steps = [2_000_000_000, 999_999_999, 5, 0, 1000];
        foreach (var step in steps)
        {
            File.WriteAllText(run.SamplesPath(step), "");
            File.WriteAllText(run.CheckpointPath(step), "");
            File.WriteAllText(run.SurfacePath(step), "");
        }

        File.WriteAllText(run.RealSamplesPath, "");
        File.WriteAllText(run.BestCheckpointPath, "");
        File.WriteAllText(run.PicturePath(7), "");
        File.WriteAllText(run.CheckpointPath(8) + ".1234abcd.tmp", "");
        var expected = steps.Order().ToArray();
        Assert.Equal(expected.Select(step => new StepFile(step, run.SamplesPath(step))), run.Samples());
        Assert.Equal(expected.Select(step => new StepFile(step, run.CheckpointPath(step))), run.Checkpoints());
        Assert.Equal(expected.Select(step => new StepFile(step, run.SurfacePath(step))), run.Surfaces());
    }

    [Fact]
    public void AMissingFolderIsSaidToBeMissing() =>
        Assert.Equal(
            $"{_folder["none"]}: there is no such folder",
            Assert.Throws<DirectoryNotFoundException>(() => RunFolder.Open(_folder["none"])).Message);
}
