using CliWrap;
using GanCli.Runs;
using GanCli.Tests.Support;
using GanCli.Tests.Training;

namespace GanCli.Tests.EndToEnd;

/// <summary>One run from its config to its report, as a person would go about it.</summary>
public sealed class WholeStoryTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Fact]
    public async Task TrainInterruptResumeSampleEvaluateReport()
    {
        string[] settings =
            ["--config", "ring.yaml", "--set", "training.steps=12000", "--set", "output.checkpoint-every=2000", "--set", "output.sample-every=4000"];
        RunFolder whole = await _workshop.Train([.. settings, "--name", "whole"]);

        CommandTask<CommandResult> process = _workshop.Start(PipeTarget.Null, ["train", .. settings, "--name", "parts"]);
        RunFolder? parts = null;
        await Workshop.Until(() => (parts = RunFinder.All(_workshop["runs"]).SingleOrDefault(static run => run.Name == "parts")) is not null
            && MetricsReader.Read(parts.MetricsPath).Rows.Count > 3, "some steps");
        Workshop.Send("INT", process.ProcessId);
        int code = (await process).ExitCode;
        Assert.True(code is 130, $"ended with {code} before it could be interrupted");
        Assert.InRange(RunStatus.Read(parts!.StatusPath).Step, 40, 11_999);

        ProgramResult[] both = await Task.WhenAll(_workshop.Gan("train", "--resume", parts.Id), _workshop.Gan("train", "--resume", parts.Id));
        Assert.Equal([0, 2], both.Select(static result => result.ExitCode).Order());
        Assert.Equal(WithoutName(whole), WithoutName(parts));
        Assert.Equal(TrainerRecord.Rows(whole.MetricsPath), TrainerRecord.Rows(parts.MetricsPath));

        ProgramResult sample = await _workshop.GanOk("sample", "--checkpoint", parts.Id, "-n", "100", "--out", "samples.csv");
        Assert.Equal("", sample.Data + sample.Talk);
        Assert.Equal(101, File.ReadAllLines(_workshop["samples.csv"]).Length);
        await _workshop.GanOk("sample", "--checkpoint", parts.Id, "--out", "samples.png");
        ProgramResult eval = await _workshop.GanOk("eval", "--checkpoint", parts.Id, "-n", "500");
        Assert.Matches(@"Modes held +\d/4°? +higher +4/4 +4/4 to 4/4 +\d/4 +500", eval.Data);
        ProgramResult report = await _workshop.GanOk("report", parts.Id);
        Assert.Equal(parts.ReportHtmlPath + "\n", report.Data);
        Assert.Contains("</html>", await File.ReadAllTextAsync(parts.ReportHtmlPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(parts.ReportMarkdownPath));
        ProgramResult list = await _workshop.GanOk("runs");
        Assert.Matches($@"{parts.Id} +parts +completed +12,000", list.Data);
    }

    public void Dispose() => _workshop.Dispose();

    private static IEnumerable<KeyValuePair<string, string>> WithoutName(RunFolder run) =>
        TrainerRecord.Checkpoint(run.CheckpointPath(12_000)).Where(static entry => entry.Key != "metadata/config");
}
