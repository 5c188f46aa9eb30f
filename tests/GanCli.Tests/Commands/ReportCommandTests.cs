using GanCli.Runs;
using GanCli.Tests.Reporting;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheLatestRunIsTheDefault()
    {
        RunFolder run = new SyntheticRun { SampleFiles = 2 }.WriteRing(_folder.FullName);
        ProgramResult result = await new ProgramUnderTest().RunAsync("report", "--runs-dir", _folder.FullName);
        Assert.Equal((0, run.ReportHtmlPath + "\n", ""), (result.ExitCode, result.Data, result.Talk));
        Assert.True(File.Exists(run.ReportMarkdownPath));
    }

    [Fact]
    public async Task SeveralRunsAreNamedByTheirHashes()
    {
        RunFolder[] runs =
            [new SyntheticRun { SampleFiles = 1 }.WriteRing(_folder.FullName), new SyntheticRun { SampleFiles = 1 }.WriteTable(_folder.FullName)];
        ProgramResult result = await new ProgramUnderTest().RunAsync(["report", "--each", .. runs.Select(run => run.Id), "--runs-dir", _folder.FullName]);
        Assert.Equal((0, string.Concat(runs.Select(run => run.ReportHtmlPath + "\n"))), (result.ExitCode, result.Data));
    }

    [Fact]
    public async Task OneUnknownNameAndNothingIsWritten()
    {
        RunFolder run = new SyntheticRun { SampleFiles = 1 }.WriteRing(_folder.FullName);
        ProgramResult result = await new ProgramUnderTest().RunAsync("report", run.Id, "nowhere", "--runs-dir", _folder.FullName);
        Assert.Equal((2, ""), (result.ExitCode, result.Data));
        Assert.Contains("nowhere", result.Talk, StringComparison.Ordinal);
        Assert.False(File.Exists(run.ReportHtmlPath));
    }

    [Fact]
    public async Task SeveralRunsAreComparedOnOnePage()
    {
        Reporting.Comparison.ComparisonReportTests.Fill(_folder.FullName);
        string page = _folder["mog8/comparison.html"];
        ProgramResult result = await new ProgramUnderTest().RunAsync("report", "mog8", "--baseline", "8000", "--runs-dir", _folder.FullName);
        Assert.Equal((0, page + "\n", ""), (result.ExitCode, result.Data, result.Talk));
        Assert.Contains("<h2>Against steps=8000</h2>", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "report.html", SearchOption.AllDirectories));

        string other = _folder["other.html"];
        result = await new ProgramUnderTest().RunAsync("report", "mog8", "--out", other, "--runs-dir", _folder.FullName);
        Assert.Equal((0, other + "\n"), (result.ExitCode, result.Data));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public async Task SomeOfTheRunsAreComparedAtEqualCost()
    {
        Reporting.Comparison.ComparisonReportTests.Fill(_folder.FullName);
        string page = _folder["mog8/comparison.html"];
        ProgramResult result =
            await new ProgramUnderTest().RunAsync("report", "mog8", "--where", "seed<2", "--by", "step", "--unpaired", "--runs-dir", _folder.FullName);
        Assert.Equal((0, page + "\n", ""), (result.ExitCode, result.Data, result.Talk));
        string text = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("2 groups, 4 runs", text, StringComparison.Ordinal);
        Assert.Contains("<li>Each run as it was at its last evaluation within 8,000 steps, the least that a run ended with.</li>", text,
            StringComparison.Ordinal);
        Assert.Contains("labels, 2 against 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsForSeveralRunsIsRefusedForOne()
    {
        RunFolder run = new SyntheticRun { SampleFiles = 1, State = RunState.Interrupted }.WriteRing(_folder.FullName);
        ProgramResult result = await new ProgramUnderTest().RunAsync("report", "--out", "page.html", "--runs-dir", _folder.FullName);
        Assert.Equal((2, "error: --out is for several runs that are compared; here is one run\n"), (result.ExitCode, result.Talk));
        result = await new ProgramUnderTest().RunAsync("report", "--unpaired", "--runs-dir", _folder.FullName);
        Assert.Equal((2, "error: --unpaired is for several runs that are compared; here is one run\n"), (result.ExitCode, result.Talk));
        new SyntheticRun { SampleFiles = 1, Seed = "1", State = RunState.Failed }.WriteRing(_folder.FullName);
        result = await new ProgramUnderTest().RunAsync("report", "mog8", "--runs-dir", _folder.FullName);
        Assert.Equal(
            (2, "error: none of the runs came to an end yet: 2 runs without an outcome left out: 1 interrupted, 1 failed\n"), (result.ExitCode, result.Talk));
        Assert.False(File.Exists(run.ReportHtmlPath));
    }
}
