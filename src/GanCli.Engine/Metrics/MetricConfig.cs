using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Metrics;

/// <summary>A measure of generated samples against real ones.</summary>
[ComponentFamily("metric", "metrics")]
public abstract record MetricConfig : ComponentConfig
{
    /// <summary>Why this metric cannot be computed on such data, or null when it can. (Mode metrics need a mixture.)</summary>
    public virtual string? Unfit(DataSource data) => null;

    public abstract Metric Build(DataSource data);
}

/// <summary>Computes one or several named values from samples. Pure C#: no tensor is touched.</summary>
public abstract class Metric
{
    /// <summary>What it computes, in the order in which it is shown.</summary>
    public abstract IReadOnlyList<MetricInfo> Values { get; }

    /// <summary>Computes the values. Every value is finite for finite samples, at total collapse too.</summary>
    /// <param name="samples">Generated samples and, for those who compare, fresh real ones.</param>
    /// <param name="results">Receives one entry for each of <see cref="Values"/>.</param>
    public abstract void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results);
}

/// <summary>Samples under evaluation, in the space the networks see.</summary>
/// <param name="Dimension">Numbers in one sample.</param>
/// <param name="Generated">Rows of generated samples, [n × Dimension].</param>
/// <param name="Real">Rows of fresh real samples, [n × Dimension].</param>
/// <param name="Random">For random directions and subsets.</param>
public sealed record EvaluationSamples(int Dimension, float[] Generated, float[] Real, RandomStream Random)
{
    public int Count => Generated.Length / Dimension;
}

/// <summary>What a value of a metric is.</summary>
/// <param name="Name">Key in the metrics log, kebab-case: <c>modes</c>, <c>hq</c>, <c>reverse-kl</c>.</param>
/// <param name="Label">Words for a chart's axis or a table's heading: <c>Modes captured</c>.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Format">How a person reads it.</param>
public sealed record MetricInfo(string Name, string Label, Better Better, MetricFormat Format = MetricFormat.Number)
{
    /// <summary>The most there can be (number of modes for a count), or null.</summary>
    public int? Total { get; init; }

    /// <summary>One line that defines it, with the convention followed.</summary>
    public string? Help { get; init; }
}

public enum Better
{
    Higher,
    Lower,

    /// <summary>The nearer to the perfect score the better (a within-mode spread ratio of 1).</summary>
    Closer,
}

public enum MetricFormat
{
    Number,
    Count,
    Percent,

    /// <summary>A list of numbers, one for each mode.</summary>
    PerMode,
}

/// <summary>A number, or one number for each mode.</summary>
public readonly record struct MetricValue(double Number, double[]? List = null)
{
    public static implicit operator MetricValue(double number) => new(number);

    public static implicit operator MetricValue(double[] list) => new(double.NaN, list);
}
