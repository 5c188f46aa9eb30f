using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Engine.Training.Observers;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Commands;

/// <summary><c>gan eval</c>.</summary>
internal sealed class EvalCommand : GanCommand
{
    // All pairs of more take hours.
    private const int MostPairs = 1 << 18;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Argument<string?> _run = CheckpointOption.CreateArgument();
    private readonly Option<string?> _checkpoint = CheckpointOption.Create();
    private readonly Option<int> _count =
        new("--samples", "-n") { HelpName = "N", Description = "Samples to measure", DefaultValueFactory = static _ => 100_000 };
    private readonly Option<int?> _metricSamples = new("--metric-samples")
    {
        HelpName = "N",
        Description = "Samples for metrics that compare all with all; by default they stop at 2,500 or fewer, and their cost grows with the square",
    };

    private readonly Option<string[]> _metrics = new("--metrics")
    {
        HelpName = "KIND,…",
        Description = "These metrics in place of the run's own; all: every one that fits the data (gan list metrics)",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _weights = CheckpointOption.CreateWeights();
    private readonly Option<string?> _set = MovedData.CreateOption();
    private readonly Option<bool> _json = new("--json") { Description = "Write the values as JSON" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public EvalCommand()
        : base(
            "eval",
            "Measure a trained generator again, with more samples",
            ("gan eval", "the latest run, 100,000 samples"),
            ("gan eval --checkpoint 3fa9c1 -n 1000000 --json", "for a program"),
            ("gan eval --metrics all --metric-samples 10000", "every metric, from more samples"))
    {
        Arguments.Add(_run);
        foreach (Option option in (Option[])[_checkpoint, _count, _metrics, _metricSamples, _weights, _set, _json, _runsDirectory])
        {
            Options.Add(option);
        }
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        int count = arguments.GetValue(_count);
        if (count is < 2 or > 1 << 24)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--samples is {count}; it must be from 2 to {1 << 24:N0}"));
        }

        if (arguments.GetValue(_metricSamples) is { } most and (< 2 or > MostPairs))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--metric-samples is {most}; it must be from 2 to {MostPairs:N0}"));
        }

        string path =
            CheckpointOption.Resolve(CheckpointOption.Meant(arguments.GetValue(_run), arguments.GetValue(_checkpoint)),
                RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)));
        TorchRuntime.EnsureLoaded();
        using TrainedGenerator generator = TrainedGenerator.Load(path, CheckpointOption.Average(arguments.GetValue(_weights)), TorchSharp.torch.CPU);
        TorchRuntime.SetThreads(generator.Config.Training.NumThreads);
        var file = new DataFile(Path.GetFileName(path), CheckpointOption.FolderOf(path).Path, generator.Data.ContentHash);
        ExperimentConfig changed = MovedData.Apply(generator.Config, arguments.GetValue(_set));
        Blueprint blueprint = Blueprint.Of(file.Locate(changed, !ReferenceEquals(changed, generator.Config), output.Warn));
        file.Check(blueprint);
        EvaluationConfig config = generator.Config.Evaluation
            with { Samples = count, FinalSamples = count, Metrics = Chosen(arguments, generator.Config.Evaluation, blueprint.Data) };
        var evaluator = new Evaluator(blueprint.Data, config.Metrics);
        if (arguments.GetValue(_metricSamples) is { } asked && Limit(asked, count, blueprint.Data) is { } limit)
        {
            output.Say(limit);
        }

        // The simulated references cost some tens of evaluations more.
        if (evaluator.Seconds(count) is > 2 and var seconds)
        {
            output.Say(
                string.Create(CultureInfo.InvariantCulture,
                    $"one evaluation takes about {Display.Duration(seconds)} on one core; a perfect sampler and featureless blobs are simulated 36 times or "
                        + $"more"));
        }

        var values = EvaluationObserver.Evaluate(evaluator, blueprint, generator.Sampler, generator.Weights, generator.Step, isFinal: true, count);
        MetricsInfo info = new EvaluationObserver(evaluator, config).Describe(blueprint.Streams);
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(Json(path, generator, count, values, info));
        }
        else
        {
            Table(generator, count, values, info, output);
        }

        return ExitCodes.Ok;
    }

    // What compares generated with real samples takes as many as there are of both.
    private static string? Limit(int asked, int count, DataSource data)
    {
        int rows = RealSamples.Available(data, asked);
        return asked <= Math.Min(count, rows) ? null
            : rows < count
                ? string.Create(CultureInfo.InvariantCulture, $"--metric-samples {asked:N0}: the data have {rows:N0} rows, so that comparisons take {rows:N0}")
            : string.Create(CultureInfo.InvariantCulture,
                $"--metric-samples {asked:N0}: {count:N0} samples are drawn, so that comparisons take {count:N0}; more with -n {asked}");
    }

    private IReadOnlyList<MetricConfig>? Chosen(ParseResult arguments, EvaluationConfig evaluation, DataSource data)
    {
        string[] kinds =
            [.. (arguments.GetValue(_metrics) ?? [])
                .SelectMany(static list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        IReadOnlyList<MetricConfig>? chosen;
        try
        {
            chosen = kinds.Length == 0 ? evaluation.Metrics : Evaluator.Named(kinds, data);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--metrics: {e.Message}");
        }

        return arguments.GetValue(_metricSamples) is not { } most ? chosen
            : [.. (chosen ?? Evaluator.Fitting(data)).Select(metric => metric.WithSamples(most))];
    }

    private static void Table(TrainedGenerator generator, int count, OrderedDictionary<string, MetricValue> values, MetricsInfo info, Output output)
    {
        string weights = generator.IsAverage ? "averaged weights" : "raw weights";
        string drawn = Plural.Of(count, "sample");
        output.Say(string.Create(CultureInfo.InvariantCulture, $"{generator.Config.Name} at step {generator.Step:N0}, {weights}, {drawn}"));
        TextTable table = new TextTable().Add("METRIC").Add("VALUE").Add("BETTER", dropOrder: 2).Add("PERFECT", alignRight: true).Add("5-95%", dropOrder: 3)
            .Add("BLOB’S BEST", alignRight: true).Add("SAMPLES", alignRight: true, dropOrder: 1);
        List<MetricDescription> marked = [];
        foreach ((string name, MetricDescription description) in info.Metrics)
        {
            if (values[name].List is null && description.PerfectFinal is { } perfect)
            {
                if (description.IsNoBetterThanBlob(values[name].Number, final: true))
                {
                    marked.Add(description);
                }

                table.AddRow(
                    description.Label,
                    RunWords.Marked(description, values[name].Number, final: true),
                    description.BetterText,
                    description.Text(perfect.Median),
                    new TextTable.Cell($"{description.Text(perfect.Low)} to {description.Text(perfect.High)}", Style.Dim),
                    RunWords.BlobAtBest(description, final: true),
                    description.SamplesFinal is { } samples ? RunWords.Count(samples) : RunWords.Unknown);
            }
        }

        table.Write(output);
        RunWords.WriteNotes([.. BlobMark.Notes(marked, final: true), .. CeilingNote.Of(info.Metrics.Values, final: true)], output);
    }

    private static string Json(string path, TrainedGenerator generator, int count, OrderedDictionary<string, MetricValue> values, MetricsInfo info)
    {
        var metrics = new JsonObject();
        foreach ((string name, MetricValue value) in values)
        {
            RowValue row = value.List is { } list ? list : value.Number;
            metrics[name] = new JsonObject
            {
                ["value"] = JsonSerializer.SerializeToNode(row),
                ["samples"] = info.Metrics[name].SamplesFinal,
                ["perfect"] = JsonSerializer.SerializeToNode(info.Metrics[name].PerfectFinal is { } p ? (RowValue)p.Median : default(RowValue?)),
                ["uninformed"] = JsonSerializer.SerializeToNode(info.Metrics[name].UninformedFinal is { } blob ? (RowValue)blob.Median : default(RowValue?)),
                ["uninformed-at-best"] =
                    JsonSerializer.SerializeToNode(info.Metrics[name].BlobAtBest(final: true) is { } best ? (RowValue)best : default(RowValue?)),
                ["beats-uninformed"] = info.Metrics[name].UninformedFinal is null ? null : !info.Metrics[name].IsNoBetterThanBlob(value.Number, final: true),
            };
        }

        return new JsonObject
        {
            ["checkpoint"] = path,
            ["step"] = generator.Step,
            ["weights"] = generator.IsAverage ? "average" : "raw",
            ["samples"] = count,
            ["metrics"] = metrics,
        }.ToJsonString(Indented);
    }
}
