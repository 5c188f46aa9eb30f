using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Engine.Training.Observers;
using GanCli.Engine.Watch;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Commands;

/// <summary><c>gan eval</c>.</summary>
internal sealed class EvalCommand : GanCommand
{
    // All pairs of more take hours.
    private const int MostPairs = 1 << 18;

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

    private readonly Option<string?> _extractor = new("--extractor")
    {
        HelpName = "KIND", Description = "By what pictures are compared (gan list extractors): pixels, or '{kind: classifier, file: …}'",
    };

    private readonly Option<string?> _weights = CheckpointOption.CreateWeights();
    private readonly Option<string?> _set = MovedData.CreateOption();
    private readonly Option<string[]> _generated = new("--generated")
    {
        HelpName = "FILE",
        Description = "Samples of any origin in place of a run: .npy, .npz, .csv, .parquet, IDX, or a folder or zip of pictures; of several, one after "
            + "another, what the collapse watch says over time",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _real = new("--real") { HelpName = "FILE", Description = "With --generated: the real samples, in any of these formats" };
    private readonly Option<int?> _size =
        new("--size") { HelpName = "N", Description = "With --generated: side to which pictures of a folder are brought (default: the other set's, or 32)" };

    private readonly Option<string[]> _columns = new("--columns")
    {
        HelpName = "NAME,…", Description = "With --generated: compare these columns of tables only, by name or by number from 1",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _leaveOut = new("--leave-out")
    {
        HelpName = "NAME,…", Description = "With --generated: all columns of tables but these, such as an id that one of them has",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _failOn = new("--fail-on")
    {
        HelpName = "collapse", Description = "End with exit code 3 where a tenth of the data or more gets next to no samples",
    };

    private readonly Option<string?> _page = new("--page") { HelpName = "FILE", Description = "With --generated: write an HTML page of it too" };
    private readonly Option<bool> _json = new("--json") { Description = "Write the values as JSON" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public EvalCommand()
        : base(
            "eval",
            "Measure a trained generator again, or samples of any origin",
            ("gan eval", "the latest run, 100,000 samples"),
            ("gan eval --checkpoint 3fa9c1 -n 1000000 --json", "for a program"),
            ("gan eval --metrics all --metric-samples 10000", "every metric, from more samples"),
            ("gan eval --generated mine.npz --real photos/", "samples of any program against real ones"),
            ("gan eval --generated new.csv --real my.csv --leave-out id", "tables, without the column that numbers the rows"),
            ("gan eval --generated samples/*.npy --real real.npy", "what is left out, over the epochs of any program"))
    {
        Arguments.Add(_run);
        foreach (Option option in (Option[])[
            _checkpoint, _count, _metrics, _metricSamples, _extractor, _weights, _set, _generated, _real, _size, _columns, _leaveOut, _failOn, _page, _json,
            _runsDirectory])
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

        if (arguments.GetValue(_size) is < 4 or > 4096)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--size is {arguments.GetValue(_size)}; it must be from 4 to 4096"));
        }

        if (arguments.GetValue(_failOn) is { } end and not "collapse")
        {
            throw new UsageException($"--fail-on: '{end}' is nothing to fail on; use collapse");
        }

        if (arguments.GetValue(_generated) is { Length: > 0 } generated)
        {
            return MeasureFiles(arguments, generated, output);
        }

        string[] ofFiles = [_real.Name, _size.Name, _columns.Name, _leaveOut.Name, _page.Name];
        if (Array.Find(ofFiles, name => arguments.GetResult(name) is { Tokens.Count: > 0 }) is { } alone)
        {
            throw new UsageException($"{alone} goes with --generated FILE");
        }

        EvalWatch.Check(count, arguments.GetValue(_failOn) is not null);
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
            output.Remark(limit);
        }

        // The simulated references cost some tens of evaluations more.
        if (evaluator.Seconds(count) is > 2 and var seconds)
        {
            output.Remark(
                string.Create(CultureInfo.InvariantCulture,
                    $"one evaluation takes about {Display.Duration(seconds)} on one core; a perfect sampler and featureless blobs are simulated 36 times or "
                        + $"more"));
        }

        var values = EvaluationObserver.Evaluate(evaluator, blueprint, generator.Sampler, generator.Weights, generator.Step, isFinal: true, count);
        MetricsInfo info = new EvaluationObserver(evaluator, config).Describe(blueprint.Streams);
        EvalOutput.Warn(evaluator.Doubts, values, output);
        WatchConfig watching = generator.Config.Watch ?? new WatchConfig();
        float[] looked = generator.Sampler.Draw(
            generator.Weights, CollapseWatch.LatentsAt(blueprint.Streams, generator.Step), Math.Min(count, EvalWatch.Samples));
        WatchVerdict? watch = EvalWatch.Of(blueprint.Data, blueprint.Streams, watching, looked);
        string weights = generator.IsAverage ? "averaged weights" : "raw weights";
        var about = new JsonObject
        {
            ["checkpoint"] = path, ["step"] = generator.Step, ["weights"] = generator.IsAverage ? "average" : "raw", ["samples"] = count,
            ["not-counted"] = evaluator.NotCounted,
        };
        EvalOutput.Write(
            string.Create(CultureInfo.InvariantCulture, $"{generator.Config.Name} at step {generator.Step:N0}, {weights}, {Plural.Of(count, "sample")}"),
            about, values, info, blueprint.Data, watch, arguments.GetValue(_json), output);
        return EvalWatch.ExitCode(watch, arguments.GetValue(_failOn) is not null);
    }

    // No run: samples of any origin against real ones.
    private int MeasureFiles(ParseResult arguments, string[] series, Output output)
    {
        if (arguments.GetValue(_real) is not { } real)
        {
            throw new UsageException("--generated needs --real FILE: what the samples are compared with");
        }

        if (Array.Find([_run.Name, _checkpoint.Name, _weights.Name, _set.Name], name => arguments.GetResult(name) is { Tokens.Count: > 0 }) is { } other)
        {
            throw new UsageException($"--generated measures files, so that {(other.StartsWith('-') ? other : "a run")} has no meaning here; leave it out");
        }

        if (arguments.GetValue(_page) is { } place)
        {
            EvalPage.Check(place);
        }

        using StopSignals signals = StopSignals.Listen();
        TorchRuntime.EnsureLoaded();
        TorchRuntime.SetThreads(null);
        int? count = arguments.GetResult(_count) is { Implicit: false } ? arguments.GetValue(_count) : null;
        GivenFiles Opened(string generated) => new(
            generated, real, arguments.GetValue(_size), count, GivenColumns.Of(arguments.GetValue(_columns), arguments.GetValue(_leaveOut)));
        if (series.Length > 1)
        {
            if (Array.Find([_metrics.Name, _metricSamples.Name, _extractor.Name, _page.Name], name => arguments.GetResult(name) is { Tokens.Count: > 0 })
                is { } single)
            {
                throw new UsageException($"{single} goes with one --generated FILE; of {series.Length} the collapse watch says what it sees over time");
            }

            series = EvalSeries.InTime(series);
            WatchVerdict verdict = EvalSeries.Write([.. series.Select(Opened)], series, arguments.GetValue(_json), output);
            return EvalWatch.ExitCode(verdict, arguments.GetValue(_failOn) is not null);
        }

        string generated = series[0];
        GivenFiles files = Opened(generated);
        EvalWatch.Check(files.Count, arguments.GetValue(_failOn) is not null);
        foreach (string note in files.Notes)
        {
            output.Remark(note);
        }

        IReadOnlyList<MetricConfig>? chosen = Chosen(arguments, new EvaluationConfig(), files.Real);
        (OrderedDictionary<string, MetricValue> values, MetricsInfo info) = files.Measure(chosen, new PreparationLine(output, signals.Token));
        var about = new JsonObject { ["generated"] = generated, ["real"] = real, ["samples"] = files.Count, ["not-counted"] = files.NotCounted };
        EvalOutput.Warn(files.Doubts, values, output);
        string title = $"{Path.GetFileName(generated.TrimEnd('/'))} against {Path.GetFileName(real.TrimEnd('/'))}";
        EvalOutput.Write(
            $"{title}, {Plural.Of(files.Count, "sample")}", about, values, info, files.Real, files.Watch, arguments.GetValue(_json), output);
        if (arguments.GetValue(_page) is { } page)
        {
            EvalPage.Write(page, files, title, values, info);
            output.Say($"page: {page}");
        }

        return EvalWatch.ExitCode(files.Watch, arguments.GetValue(_failOn) is not null);
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

        if (arguments.GetValue(_extractor) is { } kind)
        {
            ExtractorConfig extractor = GivenData.Extractor(kind);
            chosen = [.. (chosen ?? Evaluator.Fitting(data)).Select(metric => metric is FeatureMetricConfig features ? features with { Extractor = extractor }
                : metric is ClassMetricConfig classes && extractor.NamesClasses ? classes with { Extractor = extractor } : metric)];
            if (Evaluator.Check(data, chosen) is [var fault, ..])
            {
                throw new UsageException($"--extractor: {fault.Message}");
            }
        }

        return arguments.GetValue(_metricSamples) is not { } most ? chosen
            : [.. (chosen ?? Evaluator.Fitting(data)).Select(metric => metric.WithSamples(most))];
    }
}
