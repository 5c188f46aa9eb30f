using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Compiled meanwhile is what all settings share: without it the first one was measured ten times too slow (2.1 ms a step, 0.2 in truth).
    private const double WarmingSeconds = 1;

    // After that long one wonders.
    private const double Patience = 2;

    // A process, with libtorch loaded and its first steps compiled.
    private const double StartSeconds = 1;

    /// <summary>Writes it as text: what is left to run.</summary>
    public static void Write(Sweep sweep, SweepRecord? record, int workers, Output output)
    {
        if (record is { Held: > 0 and var held })
        {
            output.Data
                .WriteLine(
                    $"  {Paths.Shown(record.Path)} holds {RunWords.Count(held)} of {SweepText.Runs(sweep.Points.Count)}"
                        + $"{(held == sweep.Points.Count ? ": nothing is left to run" : "; the rest:")}");
            if (held == sweep.Points.Count)
            {
                return;
            }

            output.Data.WriteLine();
        }

        var table = new TextTable().Add("SETTINGS").Add("RUNS", alignRight: true).Add("STEPS", alignRight: true)
            .Add("MS A STEP", alignRight: true, dropOrder: 1).Add("A RUN", alignRight: true).Add("DISK", alignRight: true, dropOrder: 2);
        Setting[] settings = [.. Settings(sweep, record, output.Say).Where(static setting => setting.Left > 0)];
        foreach (Setting setting in settings)
        {
            string label = setting.Label.Length > 0 ? setting.Label : sweep.Name;
            table.AddRow(
                label, RunWords.Count(setting.Left), RunWords.Count(setting.Steps), setting.Milliseconds
                    .ToString(setting.Milliseconds < 10 ? "0.00" : "0", CultureInfo.InvariantCulture), Display.Duration(setting.Seconds), Size(setting.Bytes));
        }

        table.Write(output);
        int left = settings.Sum(static setting => setting.Left);
        int busy = Math.Min(workers, left);
        output.Data.WriteLine();
        string together = left > 1 ? $", {RunWords.Count(busy)} at a time" : "";
        output.Data
            .WriteLine(
                $"  {SweepText.Runs(left)}{together}: about {Display.Duration(SecondsOf(settings, workers))}, "
                    + $"and {Size(settings.Sum(static setting => setting.Left * setting.Bytes))} on the disk");
        output.Data.WriteLine($"  {Path.Combine(sweep.Name, "sweep-" + sweep.Id)} would be its folder");
    }

    /// <summary>Writes it as JSON, without talk: every setting, those too of which nothing is left to run. What such a run takes is what the recorded ones
    /// took.</summary>
    public static void WriteJson(Sweep sweep, SweepRecord? record, int workers, Output output)
    {
        IReadOnlyList<Setting> settings = Settings(sweep, record, static _ => { });
        output.Data.WriteLine(new JsonObject
        {
            ["name"] = sweep.Name,
            ["sweep"] = sweep.Id,
            ["workers"] = workers,
            ["runs"] = sweep.Points.Count,
            ["left"] = settings.Sum(static setting => setting.Left),
            ["seconds"] = SecondsOf(settings, workers),
            ["bytes"] = settings.Sum(static setting => setting.Left * setting.Bytes),
            ["settings"] = new JsonArray([.. settings.Select(static setting => new JsonObject
            {
                ["label"] = setting.Label,
                ["choices"] = new JsonArray([.. setting.Choices.Select(static choice => (JsonNode)choice)]),
                ["runs"] = setting.Runs,
                ["left"] = setting.Left,
                ["steps"] = setting.Steps,
                ["seconds-per-run"] = setting.Seconds,
            })]),
        }.ToJsonString(Indented));
    }

    private static double SecondsOf(IEnumerable<Setting> settings, int workers)
    {
        int left = settings.Sum(static setting => setting.Left);
        return left == 0 ? 0 : settings.Sum(static setting => setting.Left * setting.Seconds) / Math.Min(workers, left);
    }

    private static IReadOnlyList<Setting> Settings(Sweep sweep, SweepRecord? record, Action<string> say)
    {
        (SweepPoint Point, int Index)[][] settings =
            [.. sweep.Points.Select(static (point, i) => (Point: point, Index: i)).GroupBy(static each => each.Point.Label, StringComparer.Ordinal)
                .Select(static same => same.ToArray())];
        int measured = settings.Count(Measured);
        if (measured > 0)
        {
            say($"taking a few steps of {Plural.Of(measured, "setting")} …");
        }

        long said = Stopwatch.GetTimestamp();
        var known = new Measurements();
        var all = new List<Setting>();
        foreach ((SweepPoint Point, int Index)[] setting in settings)
        {
            all.Add(Of(setting, record, known));
            if (Stopwatch.GetElapsedTime(said).TotalSeconds > Patience)
            {
                say($"{RunWords.Count(all.Count)} of {RunWords.Count(settings.Length)} settings …");
                said = Stopwatch.GetTimestamp();
            }
        }

        return all;

        bool Measured((SweepPoint Point, int Index)[] setting) => Array.Exists(setting, each => record?.Holds(each.Index) != true);
    }

    /// <summary>What was measured already: settings whose numbers differ and no size take the same time a step, and those that are evaluated alike as long
    /// for that.</summary>
    private sealed class Measurements
    {
        private readonly Dictionary<string, double> _milliseconds = new(StringComparer.Ordinal);
        private readonly Dictionary<string, double> _evaluations = new(StringComparer.Ordinal);

        /// <summary>Milliseconds of a step.</summary>
        public double Step(Blueprint blueprint)
        {
            string work = StepWorkKey.Of(blueprint.Config);
            if (!_milliseconds.TryGetValue(work, out double milliseconds))
            {
                _milliseconds[work] = milliseconds = StepBenchmark.Run(blueprint, ProbeSeconds, _milliseconds.Count == 0 ? WarmingSeconds : null).Milliseconds;
            }

            return milliseconds;
        }

        /// <summary>Seconds of a run's evaluations.</summary>
        public double Evaluations(Blueprint blueprint)
        {
            ExperimentConfig config = blueprint.Config;
            string measured = ConfigWriter.ToJson(config.Data) + ConfigWriter.ToJson(config.Evaluation) + RunWords.Count(config.Training.Steps);
            if (!_evaluations.TryGetValue(measured, out double seconds))
            {
                _evaluations[measured] = seconds = EvaluationBenchmark.Run(blueprint);
            }

            return seconds;
        }
    }

    private static Setting Of((SweepPoint Point, int Index)[] points, SweepRecord? record, Measurements known)
    {
        SweepPoint first = points[0].Point;
        ExperimentConfig config = first.Config;
        double[] recorded = [.. points.Select(each => record?.Run(each.Index)?.Seconds).OfType<double>()];
        Setting setting = new(first.Label, first.Choices, points.Length, points.Length - recorded.Length, config.Training.Steps);
        if (setting.Left == 0)
        {
            return setting with { Seconds = recorded.Average() };
        }

        Blueprint blueprint = Blueprint.Of(config);
        double milliseconds = known.Step(blueprint);
        double evaluation = known.Evaluations(blueprint);
        return setting
            with { Milliseconds = milliseconds, Seconds = StartSeconds + evaluation + (milliseconds * config.Training.Steps / 1000), Bytes = Bytes(blueprint) };
    }

    /// <summary>What a run writes: checkpoints with weights, optimizer and averages; samples; D's surface; the logs.</summary>
    private static double Bytes(Blueprint blueprint)
    {
        const double Number = 4;
        const double Row = 1500;
        ExperimentConfig config = blueprint.Config;
        double width = config.Training.Dtype == NumberType.Float64 ? 2 * Number : Number;
        double weights = ((config.Training.Ema is null ? 3 : 4) * blueprint.Game.Generator.Layout.ParameterCount)
            + (3d * blueprint.Game.Discriminator.Layout.ParameterCount);
        double checkpoints = 1 + Math.Min(config.Output.KeepCheckpoints, 1 + (config.Training.Steps / config.Output.CheckpointEvery));
        double pictures = 1 + (config.Training.Steps / config.Output.SampleEvery);
        double surface = blueprint.Data.Shape is [2] ? config.Output.SurfaceSide * config.Output.SurfaceSide : 0;
        return (checkpoints * weights * width)
            + (pictures * Number * ((config.Output.Samples * blueprint.Data.Dimension) + surface))
            + (Row * config.Training.Steps / config.Output.LogEvery);
    }

    private static string Size(double bytes) => bytes >= 1e9
        ? (bytes / 1e9).ToString("0.0 'GB'", CultureInfo.InvariantCulture)
        : Math.Ceiling(bytes / 1e6).ToString("0 'MB'", CultureInfo.InvariantCulture);

    /// <param name="Label">What the sweep calls it.</param>
    /// <param name="Choices">The same, axis by axis.</param>
    /// <param name="Runs">Its seeds.</param>
    /// <param name="Left">Those that are not recorded yet.</param>
    /// <param name="Steps">Steps of a run.</param>
    private sealed record Setting(string Label, IReadOnlyList<string> Choices, int Runs, int Left, long Steps)
    {
        /// <summary>Of a step; 0 where nothing is left to run.</summary>
        public double Milliseconds { get; init; }

        /// <summary>Of a run.</summary>
        public double Seconds { get; init; }

        /// <summary>That a run writes; 0 where nothing is left to run.</summary>
        public double Bytes { get; init; }
    }
}
