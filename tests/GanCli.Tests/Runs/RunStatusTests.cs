using System.Diagnostics;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class RunStatusTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 45, 1, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void TheFileIsReadByPeopleAndPrograms(string culture) =>
        Cultures.Under(culture, () =>
        {
            var status = new RunStatus
            {
                State = RunState.Diverged,
                Step = 6_412,
                Steps = 10_000,
                Process = new RunProcess(41, Now, "lab"),
                Updated = Now.AddSeconds(9.25),
                Seconds = 9.25,
                Message = "D's loss is not finite",
                Metrics = new Dictionary<string, RowValue> { ["kl"] = double.NaN, ["frequency"] = (double[])[0.25, 0.75] },
                Best = new BestCheckpoint(6_000, "modes", 7.5),
                Watch = new WatchVerdict(WatchWord.PartialCollapse, 3_200, 0.375, new Dictionary<string, double> { ["uncovered"] = 0.375 })
                {
                    All = [WatchWord.PartialCollapse, WatchWord.PoorSamples],
                },
            };
            status.Write(_folder["status.json"]);
            Assert.Equal(
                """
                {
                  "state": "diverged",
                  "step": 6412,
                  "steps": 10000,
                  "process": {
                    "id": 41,
                    "started": "2026-11-22T15:45:01+00:00",
                    "host": "lab"
                  },
                  "updated": "2026-11-22T15:45:10.25+00:00",
                  "seconds": 9.25,
                  "message": "D's loss is not finite",
                  "metrics": {
                    "kl": "NaN",
                    "frequency": [
                      0.25,
                      0.75
                    ]
                  },
                  "best": {
                    "step": 6000,
                    "metric": "modes",
                    "value": 7.5
                  },
                  "watch": {
                    "verdict": "partial-collapse",
                    "since": 3200,
                    "uncovered": 0.375,
                    "evidence": {
                      "uncovered": 0.375
                    },
                    "all": [
                      "partial-collapse",
                      "poor-samples"
                    ],
                    "beats-uninformed": null
                  }
                }

                """.ReplaceLineEndings("\n"),
                File.ReadAllText(_folder["status.json"]));
            var read = RunStatus.Read(_folder["status.json"]);
            Assert.Equal(status with { Metrics = read.Metrics, Watch = read.Watch }, read);
            Assert.Equal((WatchWord.PartialCollapse, (long?)3_200, 0.375), (read.Watch!.Verdict, read.Watch.Since, read.Watch.Uncovered));
            Assert.Equal([WatchWord.PartialCollapse, WatchWord.PoorSamples], read.Watch.All);
            Assert.Equal(double.NaN, read.Metrics["kl"].Number);
            Assert.Equal([0.25, 0.75], read.Metrics["frequency"].List!);
        });

    [Fact]
    public void ARunningStatusWhoseProcessWasKilledHasCrashed()
    {
        using var process = Process.Start("sleep", "60");
        var status = Running(new RunProcess(process.Id, new DateTimeOffset(process.StartTime), Environment.MachineName));
        Assert.Same(status, status.Effective());

        process.Kill();
        process.WaitForExit();
        Assert.Equal(RunState.Crashed, status.Effective().State);
        Assert.Equal("the process ended without a word", status.Effective().Message);
        Assert.Equal(RunState.Running, (status with { Process = status.Process with { Host = "another" } }).Effective().State);
        Assert.Equal(RunState.Completed, (status with { State = RunState.Completed }).Effective().State);
    }

    [Fact]
    public void AnotherProcessOfTheSameNumberIsNotTheRun()
    {
        var current = RunProcess.Current();
        Assert.False(current.IsGone());
        Assert.False((current with { Started = current.Started.AddSeconds(-5) }).IsGone());
        Assert.True((current with { Started = current.Started.AddMinutes(-5) }).IsGone());
    }

    [Fact]
    public void AProcessThatNobodyWaitedForIsGone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Unix keeps ended processes");

        // The shell starts a child, then becomes a program that never asks after it.
        using var parent =
            Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            var child = int.Parse(parent.StandardOutput.ReadLine()!);
            var run = new RunProcess(child, new DateTimeOffset(parent.StartTime), Environment.MachineName);
            Assert.True(SpinWait.SpinUntil(run.IsGone, TimeSpan.FromSeconds(10)));
            Assert.True(Directory.Exists($"/proc/{child}"));
        }
        finally
        {
            parent.Kill();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"state":"asleep"}""")]
    [InlineData("""{"state":"running","step":1,"steps":2,"process":null,"updated":"2026-11-22T15:45:01Z"}""")]
    public void AnotherFileIsRefusedByName(string content)
    {
        File.WriteAllText(_folder["status.json"], content);
        var error = Assert.Throws<InvalidDataException>(() => RunStatus.Read(_folder["status.json"]));
        Assert.StartsWith(_folder["status.json"] + ": ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void EveryCutIsNoticed()
    {
        Running(new RunProcess(1, Now, "lab")).Write(_folder["status.json"]);
        var text = File.ReadAllText(_folder["status.json"]);
        for (var length = 0; length < text.TrimEnd().Length; length++)
        {
            File.WriteAllText(_folder["cut.json"], text[..length]);
            Assert.Throws<InvalidDataException>(() => RunStatus.Read(_folder["cut.json"]));
        }
    }

    [Fact]
    public void KeysOfALaterVersionArePassedOver()
    {
        File.WriteAllText(
            _folder["status.json"],
            """{"state":"running","step":1,"steps":2,"process":{"id":1,"started":"2026-11-22T15:45:01Z","host":"a"},"updated":"2026-11-22T15:45:01Z","mood":"good"}""");
        Assert.Empty(RunStatus.Read(_folder["status.json"]).Metrics);
    }

    private static RunStatus Running(RunProcess process) =>
        new() { State = RunState.Running, Step = 1, Steps = 2, Process = process, Updated = Now };

    [Theory]
    [InlineData("seconds", "-1e300")]
    [InlineData("seconds", "1e300")]
    [InlineData("seconds", "\"NaN\"")]
    [InlineData("step", "-1")]
    [InlineData("steps", "-9223372036854775808")]
    [InlineData("id", "-1")]
    [InlineData("id", "0")]
    [InlineData("step", "9223372036854775808")]
    [InlineData("message", "\"\\ud800\"")]
    [InlineData("metrics", "{\"\\udc00\": 1}")]
    public void ImpossibleValuesAreDamage(string key, string value)
    {
        string path = _folder["status.json"];
        var fields =
            new Dictionary<string, string> { ["step"] = "1", ["steps"] = "2", ["id"] = "41", ["seconds"] = "1.5", ["message"] = "\"a\"", ["metrics"] =
                "{}", [key] = value };
        File.WriteAllText(path, $$"""
            {"state": "completed", "step": {{fields["step"]}}, "steps": {{fields["steps"]}}, "process": {"id": {{fields["id"]}}, "started": "2026-11-22T15:45:01+00:00", "host": "lab"},
             "updated": "2026-11-22T15:45:01+00:00", "seconds": {{fields["seconds"]}}, "message": {{fields["message"]}}, "metrics": {{fields["metrics"]}}}
            """);

        var fault = Assert.Throws<InvalidDataException>(() => RunStatus.Read(path));

        Assert.StartsWith(path + ": ", fault.Message, StringComparison.Ordinal);
    }
}
