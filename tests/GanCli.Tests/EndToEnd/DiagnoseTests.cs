using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary><c>gan diagnose</c>, and <c>gan train --on-collapse rescue</c>.</summary>
public sealed class DiagnoseTests : IDisposable
{
    // G does not move, so that it is stuck at the third look, step 15.
    private static readonly string[] s_stuck =
    [
        "train", "--config", "ring.yaml", "--set", "optimizer.generator.lr=1e-12", "--set", "watch.every=5", "--set",
        "watch.thresholds={uncovered: 0.06, healthy: 0.05, patience: 3, improving: 1}",
    ];

    private readonly Workshop _workshop = new();

    [Fact]
    public async Task ACollapsedRunIsExplainedAndItsFirstProposalTrains()
    {
        await _workshop.GanOk([.. s_stuck, "--quiet"]);
        ProgramResult text = await _workshop.GanOk("diagnose");
        JsonNode json = JsonNode.Parse((await _workshop.GanOk("diagnose", "--json")).Data)!;

        Assert.Matches(@"^  ring · [0-9a-f]{6} · completed · step 40\n\n  watch     (partial collapse|collapsed) \(", text.Data);
        Assert.DoesNotContain("\e", text.Data, StringComparison.Ordinal);
        JsonArray causes = json["causes"]!.AsArray();
        Assert.All(causes, cause => Assert.Contains(
            CauseText.Name(Enum.Parse<Cause>(cause!["cause"]!.GetValue<string>().Replace("-", "", StringComparison.Ordinal), ignoreCase: true)), text.Data,
            StringComparison.Ordinal));
        string[] changes = [.. json["proposals"]![0]!["changes"]!.AsArray().Select(static change => change!.GetValue<string>())];
        string[] sets = [.. changes.SelectMany(static change => new[] { "--set", change })];
        await _workshop.GanOk(["train", "--config", _workshop.Latest().ResolvedYamlPath, "--quiet", .. sets]);

        ExperimentConfig trained = ConfigLoader.FromJson(File.ReadAllText(_workshop.Latest().ResolvedJsonPath), "run");
        Assert.Equal(json["proposals"]![0]!["treatment"]!.GetValue<string>().StartsWith("r1-r2", StringComparison.Ordinal) ? 2 : trained.Regularizers.Count,
            trained.Regularizers.Count);
    }

    [Fact]
    public async Task ARescueIsSaidWhereItHappensAndStandsInTheRun()
    {
        ProgramResult result = await _workshop.GanOk([.. s_stuck, "--on-collapse", "rescue"]);
        RunFolder run = _workshop.Latest();
        IReadOnlyList<Rescue> rescues = RunManifest.Read(run.ManifestPath).Rescues;

        Assert.Equal([15, 30], rescues.Select(static rescue => rescue.Step));
        Assert.All(rescues, rescue => Assert.Contains(rescue.Clause(), result.Talk, StringComparison.Ordinal));
        string flat = string.Join(' ', (await _workshop.GanOk("runs", "show")).Data.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.All(rescues, rescue => Assert.Contains(rescue.Clause(), flat, StringComparison.Ordinal));
        await _workshop.GanOk("report");
        string page = File.ReadAllText(run.ReportMarkdownPath);
        Assert.Contains("The run was rescued at step 15: begun anew, with ", page, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse((await _workshop.GanOk("diagnose", "--json")).Data)!;
        Assert.Equal(
            rescues.Select(static rescue => rescue.Treatment),
            json["rescues"]!.AsArray().Select(static rescue => rescue!["treatment"]!.GetValue<string>()));
        Assert.DoesNotContain(
            rescues[0].Treatment, json["proposals"]!.AsArray().Select(static proposal => proposal!["treatment"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("--set watch=false", "error: * has no verdict: its watch was off, or has not looked yet; judge it with: gan eval *\n")]
    [InlineData("--set watch.thresholds={uncovered: 0.98, collapsed: 0.99}", "")]
    public async Task WithoutACollapseThereIsNothingToDiagnose(string option, string talk)
    {
        await _workshop.GanOk(["train", "--config", "ring.yaml", "--quiet", .. option.Split(' ', 2)]);
        ProgramResult result = await _workshop.Gan("diagnose");

        Assert.Equal(talk.Length == 0, result.ExitCode == 0);
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(talk).Replace("\\*", ".*", StringComparison.Ordinal) + "$", result.Talk);
        if (talk.Length == 0)
        {
            Assert.Contains("there is nothing to diagnose", string.Join(' ', result.Data.Split((char[])[' ', '\n'],
                StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OnCollapseKnowsOneWord()
    {
        ProgramResult result = await _workshop.Gan("train", "--config", "ring.yaml", "--on-collapse", "stop");

        Assert.Equal((2, ""), (result.ExitCode, result.Data));
        Assert.Equal("error: --on-collapse knows 'rescue' only, not 'stop'; to end the run instead: --fail-on collapse\n", result.Talk);
    }

    public void Dispose() => _workshop.Dispose();
}
