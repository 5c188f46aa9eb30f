using GanCli.Engine.Metrics;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary>Trains and talks about it: what begins, how it goes, how it ended and what to do next.</summary>
internal sealed class TrainingSession(TrainingRun run, Output output, bool quiet)
{
    /// <summary>Trains until done or stopped.</summary>
    public TrainingResult Run(CancellationToken stop)
    {
        bool terminal = output.TalkTraits.IsTerminal;
        using RunLog log = new(run.Folder, output);
        Open(terminal);
        TerminalDisplay? live = null;
        IEnumerable<TrainingObserver> Watchers(TrainingClock clock)
        {
            if (run.Config.Output.Pictures)
            {
                yield return new PictureObserver(run.Folder, log);
            }

            if (!quiet)
            {
                yield return terminal ? live = new TerminalDisplay(output, run, clock) : new PlainDisplay(output, run, clock);
            }
        }

        run.Rescued = rescue =>
        {
            log.Information("{Rescue}: {Changes}", rescue.Clause(), rescue.Changes);
            if (!quiet)
            {
                live?.Erase();
                foreach (string line in terminal ? WordWrap.Hanging("  " + rescue.Clause(), output.TalkTraits.Width) : [rescue.Clause()])
                {
                    output.Say(line);
                }
            }
        };
        log.Information("training from step {Step} to {Steps}", run.Progress.Step, run.Config.Training.Steps);
        TrainingResult result;
        try
        {
            result = run.Run(Watchers, stop);
        }
        catch (Exception e)
        {
            live?.Erase();
            log.Error(e);
            throw;
        }

        live?.Erase();
        log.Information("{State} at step {Step} after {Seconds} s", result.State, result.Step, result.Seconds);
        Close(result, terminal);
        return result;
    }

    private void Open(bool terminal)
    {
        if (quiet)
        {
            return;
        }

        string path = Paths.Shown(run.Folder.Path);
        string seed = RunManifest.Read(run.Folder.ManifestPath).Seed;
        string from = run.Progress.Step > 0 ? FormattableString.Invariant($" from step {run.Progress.Step:N0}") : "";
        if (!terminal)
        {
            output.Say($"{run.Config.Name} seed {seed} {run.Device} {path}{from}");
            return;
        }

        var (g, d) = (run.Blueprint.Game.Generator.Layout.ParameterCount, run.Blueprint.Game.Discriminator.Layout.ParameterCount);
        string threads = run.Threads == 1 ? "1 thread" : FormattableString.Invariant($"{run.Threads} threads");
        string sizes = FormattableString.Invariant($"G {g:N0} · D {d:N0} weights");
        output.Say($"  {output.PaintTalk(run.Config.Name!, Style.Strong)} · {DataText.Of(run)} · {sizes} · {run.Device}, {threads} · seed {seed}{from}");
        output.Say($"  {output.PaintTalk(path, Style.Dim)}");
    }

    private void Close(TrainingResult result, bool terminal)
    {
        string id = run.Folder.Id;
        if (result.State is RunState.Diverged or RunState.Collapsed)
        {
            string kept = run.Folder.Checkpoints() is [.., var last]
                ? FormattableString.Invariant($"the checkpoint of step {last.Step:N0} is kept")
                : "there was no checkpoint yet";
            output.Error($"{(terminal ? "  " : "")}{output.PaintTalk(result.Message!, Style.Bad)} · {kept} · {Paths.Shown(run.Folder.Path)}");
            return;
        }

        if (quiet)
        {
            return;
        }

        string step = FormattableString.Invariant($"step {result.Step:N0}");
        if (result.State == RunState.Interrupted)
        {
            output.Say($"{(terminal ? "  " : "")}interrupted at {step} · checkpoint saved · continue with: gan train --resume {id}");
            return;
        }

        if (!terminal)
        {
            output.Say(
                $"completed {step} {string.Join(' ', Figures(result, withPerfect: false))}{(HasMark(result) ? $" ({BlobMark.Brief})" : "")} "
                    + $"{(run.Progress.Verdict is { } said ? $"watch: {WatchText.Short(said)}; " : "")}{Paths.Shown(run.Folder.Path)}");
            return;
        }

        output.Say(
            $"\n  done in {Display.Duration(result.Seconds)} · {string.Join(" · ", Figures(result, withPerfect: true))}"
                + $"{(HasMark(result) ? " · " + BlobMark.Brief : "")}");
        if (run.Progress.Verdict is { } verdict)
        {
            const int Indent = 11;
            foreach ((int i, string line) in WordWrap.Lines(WatchText.Clause(verdict), output.TalkTraits.Width - Indent).Index())
            {
                output.Say((i == 0 ? "  watch" : "").PadRight(Indent) + line);
            }
        }

        output.Say($"  report   gan report {id}");
        output.Say($"  sample   gan sample --checkpoint {id} {(run.View.IsOfPictures ? "-n 64 --out pictures/" : "-n 1000 --out samples.csv")}");
    }

    // Modes held by a crowd in their middle are not what the data have there.
    private string Narrow(TrainingResult result) =>
        HeldModes.Widths(result.Metrics, run.Blueprint.Data.Mixture?.Weights ?? ClassShare.WeightsOf(run.Blueprint.Data), run.Metrics.HeldPart)
            is not { Narrow: > 0 } widths ? ""
        : widths.Narrow == widths.Held ? FormattableString.Invariant($" (narrow: {widths.Width:0.00} of their width)")
        : FormattableString.Invariant($" ({widths.Narrow} narrow)");

    private bool HasMark(TrainingResult result) => MetricText.Headline(run.Metrics).Any(name =>
        result.Metrics.TryGetValue(name, out RowValue value) && run.Metrics.Metrics[name].IsNoBetterThanBlob(value.Number, final: true));

    private IEnumerable<string> Figures(TrainingResult result, bool withPerfect)
    {
        foreach (string name in MetricText.Headline(run.Metrics))
        {
            if (!result.Metrics.TryGetValue(name, out RowValue value))
            {
                continue;
            }

            MetricDescription description = run.Metrics.Metrics[name];
            string label = withPerfect ? MetricText.LongName(name) : MetricText.ShortName(name).ToLowerInvariant();
            string perfect = withPerfect && description.Format != MetricDisplay.Count && description.PerfectFinal is { } score
                ? $" (perfect {description.Text(score.Median)})"
                : "";
            string narrow = string.Equals(name, HeldModes.Key, StringComparison.Ordinal) ? Narrow(result) : "";
            yield return $"{label} {BlobMark.Text(description, value.Number, final: true)}{narrow}{perfect}";
        }
    }
}
