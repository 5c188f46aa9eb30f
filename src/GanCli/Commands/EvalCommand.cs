using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Metrics;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Engine.Training.Observers;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan eval</c>.</summary>
internal sealed class EvalCommand : GanCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Option<string?> _checkpoint = CheckpointOption.Create();
    private readonly Option<int> _count = new("--samples", "-n") { HelpName = "N", Description = "Samples to measure", DefaultValueFactory = static _ => 100_000 };
    private readonly Option<string?> _weights = CheckpointOption.CreateWeights();
    private readonly Option<bool> _json = new("--json") { Description = "Write the values as JSON" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public EvalCommand()
        : base(
            "eval",
            "Measure a trained generator again, with more samples",
            ("gan eval", "the latest run, 100,000 samples"),
            ("gan eval --checkpoint 3fa9c1 -n 1000000 --json", "for a program"))
    {
        foreach (Option option in (Option[])[_checkpoint, _count, _weights, _json, _runsDirectory])
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

        string path = CheckpointOption.Resolve(arguments.GetValue(_checkpoint), RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)));
        TorchRuntime.EnsureLoaded();
        using TrainedGenerator generator = TrainedGenerator.Load(path, CheckpointOption.Average(arguments.GetValue(_weights)), TorchSharp.torch.CPU);
        TorchRuntime.SetThreads(generator.Config.Training.NumThreads);
        Blueprint blueprint = Blueprint.Of(generator.Config);
        if (!string.Equals(blueprint.Data.ContentHash, generator.Data.ContentHash, StringComparison.Ordinal))
        {
            throw new UsageException($"{path}: the data file that it was trained on has changed since; restore the file to compare with it");
        }

        EvaluationConfig config = generator.Config.Evaluation with { Samples = count, FinalSamples = count };
        var evaluator = new Evaluator(blueprint.Data, config.Metrics);
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

    private static void Table(TrainedGenerator generator, int count, OrderedDictionary<string, MetricValue> values, MetricsInfo info, Output output)
    {
        string weights = generator.IsAverage ? "averaged weights" : "raw weights";
        output.Say(string.Create(CultureInfo.InvariantCulture, $"{generator.Config.Name} at step {generator.Step:N0}, {weights}, {count:N0} samples"));
        TextTable table = new TextTable().Add("METRIC").Add("VALUE", alignRight: true).Add("PERFECT", alignRight: true).Add("5-95%", dropOrder: 1);
        foreach ((string name, MetricDescription description) in info.Metrics)
        {
            if (values[name].List is null && description.PerfectFinal is { } perfect)
            {
                string band = $"{description.Text(perfect.Low)} … {description.Text(perfect.High)}";
                table.AddRow(
                    description.Label, description.Text(values[name].Number), description.Text(perfect.Median), new TextTable.Cell(band, Style.Dim));
            }
        }

        table.Write(output);
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
                ["perfect"] = JsonSerializer.SerializeToNode(info.Metrics[name].PerfectFinal is { } p ? (RowValue)p.Median : default(RowValue?)),
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
