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
        RunFolder[] runs = [new SyntheticRun { SampleFiles = 1 }.WriteRing(_folder.FullName), new SyntheticRun { SampleFiles = 1 }.WriteTable(_folder.FullName)];
        ProgramResult result = await new ProgramUnderTest().RunAsync(["report", .. runs.Select(run => run.Id), "--runs-dir", _folder.FullName]);
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
}
