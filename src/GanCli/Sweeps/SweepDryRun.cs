using System.Diagnostics;
using System.Globalization;
using GanCli.Commands;
using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Engine.Training;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Sweeps;

/// <summary><c>gan sweep --dry-run</c>: what would run, for how long and how much it would write. Takes a few steps of every setting and
/// leaves no file.</summary>
internal static class SweepDryRun
{
    private const double ProbeSeconds = 0.15;

    // Compiled meanwhile is what all settings share: without it the first one was measured ten times too slow (2.1 ms a step, 0.2 in truth).
    private const double WarmingSeconds = 1;

    // After that long one wonders.
    private const double Patience = 2;

    // A process, with libtorch loaded and its first steps compiled.
    private const double StartSeconds = 1;

    public static void Write(Sweep sweep, SweepRecord? record, int workers, Output output)
    {
        if (record is { Held: > 0 and var held })
        {
            output.Data.WriteLine($"  {Paths.Shown(record.Path)} holds {RunWords.Count(held)} of {SweepText.Runs(sweep.Points.Count)}{(held == sweep.Points.Count ? ": nothing is left to run" : "; the rest:")}");
            sweep = sweep with { Points = [.. sweep.Points.Where((_, i) => !record.Holds(i))] };
            if (sweep.Points.Count == 0)
            {
                return;
            }

            output.Data.WriteLine();
        }

        var table = new TextTable().Add("SETTINGS").Add("RUNS", alignRight: true).Add("STEPS", alignRight: true)
            .Add("MS A STEP", alignRight: true, dropOrder: 1).Add("A RUN", alignRight: true).Add("DISK", alignRight: true, dropOrder: 2);
        IGrouping<string, SweepPoint>[] settings = [.. sweep.Points.GroupBy(static point => point.Label, StringComparer.Ordinal)];
        output.Say($"taking a few steps of {Plural.Of(settings.Length, "setting")} …");
        long said = Stopwatch.GetTimestamp();

        // Settings whose numbers differ and no size does take the same time.
        var timings = new Dictionary<string, double>(StringComparer.Ordinal);
        int done = 0;

        // Settings that are evaluated alike take as long for that.
        var evaluations = new Dictionary<string, double>(StringComparer.Ordinal);
        double seconds = 0;
        double bytes = 0;
        foreach (IGrouping<string, SweepPoint> setting in settings)
        {
            ExperimentConfig config = setting.First().Config;
            Blueprint blueprint = Blueprint.Of(config);
            int runs = setting.Count();
            string work = StepWorkKey.Of(config);
            if (!timings.TryGetValue(work, out double milliseconds))
            {
                timings[work] = milliseconds = StepBenchmark.Run(blueprint, ProbeSeconds, timings.Count == 0 ? WarmingSeconds : null).Milliseconds;
            }

            string measured = ConfigWriter.ToJson(config.Data) + ConfigWriter.ToJson(config.Evaluation) + RunWords.Count(config.Training.Steps);
            if (!evaluations.TryGetValue(measured, out double evaluation))
            {
                evaluations[measured] = evaluation = EvaluationBenchmark.Run(blueprint);
            }

            done++;
            if (Stopwatch.GetElapsedTime(said).TotalSeconds > Patience)
            {
                output.Say($"{RunWords.Count(done)} of {RunWords.Count(settings.Length)} settings …");
                said = Stopwatch.GetTimestamp();
            }

            double run = StartSeconds + evaluation + (milliseconds * config.Training.Steps / 1000);
            double disk = Bytes(blueprint);
            seconds += runs * run;
            bytes += runs * disk;
            string label = setting.Key.Length > 0 ? setting.Key : sweep.Name;
            table.AddRow(
                label, RunWords.Count(runs), RunWords.Count(config.Training.Steps), milliseconds.ToString(milliseconds < 10 ? "0.00" : "0", CultureInfo.InvariantCulture), Display.Duration(run), Size(disk));
        }

        table.Write(output);
        int busy = Math.Min(workers, sweep.Points.Count);
        output.Data.WriteLine();
        string together = sweep.Points.Count > 1 ? $", {RunWords.Count(busy)} at a time" : "";
        output.Data.WriteLine($"  {SweepText.Runs(sweep.Points.Count)}{together}: about {Display.Duration(seconds / busy)}, and {Size(bytes)} on the disk");
        output.Data.WriteLine($"  {Path.Combine(sweep.Name, "sweep-" + sweep.Id)} would be its folder");
    }

    /// <summary>What a run writes: checkpoints with weights, optimizer and averages; samples; D's surface; the logs.</summary>
    private static double Bytes(Blueprint blueprint)
    {
        const double Number = 4;
        const double Row = 1500;
        ExperimentConfig config = blueprint.Config;
        double width = config.Training.Dtype == NumberType.Float64 ? 2 * Number : Number;
        double weights = ((config.Training.Ema is null ? 3 : 4) * blueprint.Game.Generator.Layout.ParameterCount) + (3d * blueprint.Game.Discriminator.Layout.ParameterCount);
        double checkpoints = 1 + Math.Min(config.Output.KeepCheckpoints, 1 + (config.Training.Steps / config.Output.CheckpointEvery));
        double pictures = 1 + (config.Training.Steps / config.Output.SampleEvery);
        double surface = blueprint.Data.Dimension == 2 ? config.Output.SurfaceSide * config.Output.SurfaceSide : 0;
        return (checkpoints * weights * width)
            + (pictures * Number * ((config.Output.Samples * blueprint.Data.Dimension) + surface))
            + (Row * config.Training.Steps / config.Output.LogEvery);
    }

    private static string Size(double bytes) => bytes >= 1e9
        ? (bytes / 1e9).ToString("0.0 'GB'", CultureInfo.InvariantCulture)
        : Math.Ceiling(bytes / 1e6).ToString("0 'MB'", CultureInfo.InvariantCulture);
}
