using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCli.Engine.Sessions;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan diagnose</c>.</summary>
internal sealed class DiagnoseCommand : GanCommand
{
    private const int Most = 3;

    private readonly Argument<string> _run = new("RUN")
    {
        Description = "A run's folder, a part of its name, or latest",
        DefaultValueFactory = _ => RunFinder.Latest,
    };

    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();
    private readonly Option<bool> _json = new("--json") { Description = "Write it as JSON" };

    public DiagnoseCommand()
        : base(
            "diagnose",
            "Say why a run leaves out part of the data, and what to change",
            ("gan diagnose", "the latest run"),
            ("gan diagnose 3fa9c1 --json", "for a script"))
    {
        Arguments.Add(_run);
        Options.Add(_runsDirectory);
        Options.Add(_json);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        RunFolder folder = RunFinder.Find(RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)), arguments.GetValue(_run)!);
        RunDiagnosis found = RunDiagnosis.Of(folder);
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(Json(folder, found));
            return ExitCodes.Ok;
        }

        RunSummary run = RunSummary.Read(folder);
        var state = RunWords.State(run.Status?.State);
        output.Data.WriteLine(
            $"  {output.PaintData(run.Name, Style.Strong)} · {run.Id} · {output.PaintData(state.Text, state.Style)} · step {RunWords.Step(run.Status)}");
        output.Data.WriteLine();
        Fact("watch", WatchText.Clause(found.Verdict), output);
        foreach (Rescue rescue in found.Rescues)
        {
            Fact("done", rescue.Clause(), output);
        }

        if (found.Causes is null)
        {
            Fact("", Nothing(found.Verdict, run.Status?.State), output);
            return ExitCodes.Ok;
        }

        foreach ((int i, Symptom symptom) in found.Causes.Symptoms.Index())
        {
            Fact(i == 0 ? "possible" : "", $"{CauseText.Name(symptom.Cause)}: {symptom.Evidence}", output);
        }

        WriteProposals(folder, found, arguments.GetValue(_runsDirectory), output);
        return ExitCodes.Ok;
    }

    private static void WriteProposals(RunFolder folder, RunDiagnosis found, string? runsDirectory, Output output)
    {
        Proposal[] proposals = [.. found.Causes!.Proposals.Take(Most)];
        output.Data.WriteLine();
        if (proposals.Length == 0)
        {
            Fact("change", "Of what this program knows to change, nothing fits this config or has not been tried.", output);
            return;
        }

        foreach ((int i, Proposal proposal) in proposals.Index())
        {
            Fact(i == 0 ? "change" : "or", proposal.Text, output);
            if (proposal.Rate is { } rate)
            {
                Fact("", Helped(rate), output);
            }

            foreach (string line in proposal.Yaml())
            {
                Fact("", output.PaintData(line, Style.Strong), output, isCopied: true);
            }
        }

        if (proposals[0].Rate is null)
        {
            output.Data.WriteLine();
            Fact("", "How often each helps is not measured yet: their order means nothing.", output);
        }

        if (found.Causes.Proposals[0].Unchanged is { } left)
        {
            output.Data.WriteLine();
            Fact("nothing", string.Create(CultureInfo.InvariantCulture, $"helped {left.Held} of {left.Runs} {Such(left)}"), output);
        }

        // The config on disk is the one that was asked for, without what rescues have changed.
        IEnumerable<string> changes = found.Rescues.SelectMany(static rescue => rescue.Changes).Concat(proposals[0].Changes)
            .Reverse().DistinctBy(static change => change[..change.IndexOf('=', StringComparison.Ordinal)], StringComparer.Ordinal).Reverse();
        string sets = string.Concat(changes.Select(static change => $" --set '{change}'"));
        string into = runsDirectory is null ? "" : $" --runs-dir {Echo.Line(runsDirectory)}";
        output.Data.WriteLine();
        Fact("try it", $"gan train --config {Echo.Line(folder.ResolvedYamlPath)}{sets}{into}", output, isCopied: true);
        if (found.Rescues.Count == 0)
        {
            Fact("or", "gan train … --on-collapse rescue does so by itself", output);
        }

        if (found.Causes.Proposals.Count > Most)
        {
            Fact("", string.Create(CultureInfo.InvariantCulture, $"{found.Causes.Proposals.Count - Most} more: gan diagnose {folder.Id} --json"), output);
        }
    }

    private static string Nothing(WatchVerdict verdict, RunState? state) =>
        verdict.All.Contains(WatchWord.PoorSamples)
            ? "No collapse: nothing is left out, but most samples lie off the data, as a blob's may, too. It needs more steps or other settings."
        : verdict.Verdict == WatchWord.Learning && state == RunState.Running
            ? "It still learns: what is missing may come yet. Ask again when it is stuck."
        : verdict.Verdict is WatchWord.Learning or WatchWord.Changing ? "It ended before the watch could say more: train longer."
        : "The watch finds no collapse: there is nothing to diagnose.";

    private static string Such(TreatmentRate rate) => rate.Cause is null ? "stuck runs, of any cause," : "stuck runs with this cause";

    private static string Helped(TreatmentRate rate) => string.Create(
        CultureInfo.InvariantCulture, $"{rate.Held} of {rate.Runs} {Such(rate)} held all of the data afterwards, with good samples");

    private static string Json(RunFolder folder, RunDiagnosis found)
    {
        static JsonNode? Rate(TreatmentRate? rate) => rate is null ? null
            : new JsonObject { ["cause"] = rate.Cause is { } cause ? CauseText.Word(cause) : null, ["held"] = rate.Held, ["runs"] = rate.Runs };
        var document = new JsonObject
        {
            ["run"] = folder.Id,
            ["step"] = found.Step,
            ["watch"] = JsonNode.Parse(found.Verdict.ToJson()),
            ["rescues"] = new JsonArray([.. found.Rescues.Select(static rescue => (JsonNode)new JsonObject
            {
                ["step"] = rescue.Step, ["from"] = rescue.From, ["cause"] = rescue.Cause, ["treatment"] = rescue.Treatment,
                ["changes"] = new JsonArray([.. rescue.Changes.Select(static change => (JsonNode)change)]),
            })]),
            ["causes"] = new JsonArray([.. (found.Causes?.Symptoms ?? []).Select(static symptom => (JsonNode)new JsonObject
            {
                ["cause"] = CauseText.Word(symptom.Cause), ["evidence"] = symptom.Evidence,
            })]),
            ["proposals"] = new JsonArray([.. (found.Causes?.Proposals ?? []).Select(static proposal => (JsonNode)new JsonObject
            {
                ["treatment"] = proposal.Treatment, ["text"] = proposal.Text,
                ["changes"] = new JsonArray([.. proposal.Changes.Select(static change => (JsonNode)change)]),
                ["helped"] = Rate(proposal.Rate), ["unchanged"] = Rate(proposal.Unchanged),
            })]),
        };
        return document.ToJsonString(new System.Text.Json.JsonSerializerOptions
        {
            WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n",
        });
    }

    private static void Fact(string name, string value, Output output, bool isCopied = false) => Facts.Write(name, value, 12, output, isCopied);
}
