using System.Diagnostics;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class RunFinderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 45, 1, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("latest", "90c4aa")]
    [InlineData("b07d2e", "b07d2e")]
    [InlineData("b07", "b07d2e")]
    [InlineData("20261122-154501", "3fa9c1")]
    [InlineData("s7", "b07d2e")]
    [InlineData("mog8/latest", "b07d2e")]
    [InlineData("mog8/3fa", "3fa9c1")]
    [InlineData("mog8/20261122-154501-s0-3fa9c1/", "3fa9c1")]
    [InlineData("grid25", "90c4aa")]
    [InlineData("c1", "3fa9c1")]
    public void ARunIsFoundByWhatPeopleType(string text, string id)
    {
        Fill();
        Assert.Equal(id, RunFinder.Find(_folder.FullName, text).Id);
    }

    [Fact]
    public void ARunIsFoundByItsFolderWhereverItIs()
    {
        Fill();
        var run = RunFinder.Find(_folder.FullName, "3fa9c1");
        Assert.Equal(run.Path, RunFinder.Find("elsewhere", run.Path).Path);

        var renamed = _folder["baseline"];
        Directory.Move(run.Path, renamed);
        File.WriteAllText(Path.Combine(renamed, "config.resolved.json"), "{}");
        Assert.Equal("baseline", RunFinder.Find("elsewhere", renamed).Id);
    }

    [Theory]
    [InlineData("ffffff", "no run 'ffffff' in {0}; the newest are 90c4aa (grid25), b07d2e (mog8), 3fa9c1 (mog8)")]
    [InlineData("grid25/3fa", "no run 'grid25/3fa' in {0}; the newest are 90c4aa (grid25), b07d2e (mog8), 3fa9c1 (mog8)")]
    [InlineData("", "no run '' in {0}; the newest are 90c4aa (grid25), b07d2e (mog8), 3fa9c1 (mog8)")]
    [InlineData("s0", "'s0' names 2 runs; the newest are 90c4aa (grid25), 3fa9c1 (mog8)")]
    [InlineData("mog8", "'mog8' names 2 runs; the newest are b07d2e (mog8), 3fa9c1 (mog8)")]
    public void WhatNamesNoRunOrSeveralIsAnsweredWithRuns(string text, string message)
    {
        Fill();
        Assert.Equal(
            string.Format(message, _folder.FullName),
            Assert.Throws<RunNotFoundException>(() => RunFinder.Find(_folder.FullName, text)).Message);
    }

    [Fact]
    public void WhereThereAreNoRunsItSaysSo()
    {
        Assert.Equal(
            $"no run 'latest': there are no runs in {_folder["none"]} yet",
            Assert.Throws<RunNotFoundException>(() => RunFinder.Find(_folder["none"], "latest")).Message);
        Assert.Empty(RunFinder.All(_folder["none"]));
    }

    [Fact]
    public void AWholeHashGoesBeforePartsOfOtherNames()
    {
        RunFolder.Create(_folder.FullName, "mog8", Now, "123456", () => "abcdef");
        RunFolder.Create(_folder.FullName, "mog8", Now, "0", () => "123456");
        Assert.Equal("0", RunFinder.Find(_folder.FullName, "123456").FolderPart.Split("-s")[1][..1]);
    }

    [Fact]
    public void AThousandRunsAreListedNewestFirst()
    {
        for (var number = 0; number < 1000; number++)
        {
            Directory.CreateDirectory(_folder[$"name{number % 10}/{Now.AddSeconds(number * 7919 % 1000):yyyyMMdd-HHmmss}-s0-{number:x6}"]);
        }

        Directory.CreateDirectory(_folder["name1/notes"]);
        File.WriteAllText(_folder["README.md"], "");
        var watch = Stopwatch.StartNew();
        var runs = RunFinder.All(_folder.FullName);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
        Assert.Equal(1000, runs.Count);
        Assert.Equal(runs.OrderByDescending(run => run.FolderPart, StringComparer.Ordinal).Select(run => run.Path), runs.Select(run => run.Path));
    }

    private void Fill()
    {
        RunFolder.Create(_folder.FullName, "mog8", Now, "0", () => "3fa9c1");
        RunFolder.Create(_folder.FullName, "mog8", Now.AddMinutes(1), "7", () => "b07d2e");
        RunFolder.Create(_folder.FullName, "grid25", Now.AddMinutes(2), "0", () => "90c4aa");
    }
}
