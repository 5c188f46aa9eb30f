using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GanCli.Engine.Watch;
using GanCli.Engine.Watch.Remedies;
using GanCli.Engine.Config;
using GanCli.Engine.Priors;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Sessions;

/// <summary>An opened checkpoint: verified, its tensors read on demand.</summary>
public sealed class Checkpoint : IDisposable
{
    private readonly SafetensorsFile _file;

    private Checkpoint(string path, SafetensorsFile file)
    {
        (FilePath, _file) = (path, file);
        try
        {
            if (!string.Equals(file.Metadata.GetValueOrDefault("format"), CheckpointStore.FormatName, StringComparison.Ordinal))
            {
                throw Fault("is not a checkpoint of gan");
            }

            Step = long.Parse(Required("step"), CultureInfo.InvariantCulture);
            Seconds = double.Parse(Required("seconds"), CultureInfo.InvariantCulture);
            ConfigJson = Required("config");
            StatisticsNames = Json("statistics", EngineJson.Default.StringArray);
            StatisticsCount = long.Parse(Required("statistics-count"), CultureInfo.InvariantCulture);
            OptimizerSteps = Json("optimizer-steps", EngineJson.Default.DictionaryStringInt64);
            Data = Standardized(Json("data", EngineJson.Default.CheckpointData));
            if (file.Metadata.ContainsKey("best"))
            {
                CheckpointBest best = Json("best", EngineJson.Default.CheckpointBest);
                Best = (best.Step, best.Values);
            }

            Watched = file.Metadata.ContainsKey("watch") ? Json("watch", EngineJson.Default.WatchHistory) : null;

            Rescued = file.Metadata.ContainsKey("rescue") ? Json("rescue", EngineJson.Default.RescueHistory) : null;

            RequirePossible();
        }
        catch (Exception e) when (e is FormatException or OverflowException or JsonException or ArgumentException or InvalidOperationException)
        {
            throw Fault("carries metadata that cannot be read");
        }
    }

    public string FilePath { get; }

    /// <summary>Steps taken.</summary>
    public long Step { get; }

    public double Seconds { get; }

    /// <summary>The resolved config as JSON.</summary>
    public string ConfigJson { get; }

    public string[] StatisticsNames { get; }

    public long StatisticsCount { get; }

    public Dictionary<string, long> OptimizerSteps { get; }

    /// <summary>What sampling needs to know of the data, so that it works with the data gone.</summary>
    public CheckpointData Data { get; }

    public (long Step, IReadOnlyDictionary<string, double> Values)? Best { get; }

    /// <summary>What the collapse watch had seen; null where none watched, and in files of earlier versions.</summary>
    public WatchHistory? Watched { get; }

    /// <summary>Rescues so far; null where there was none, and nothing to go back to.</summary>
    public RescueHistory? Rescued { get; }

    /// <summary>Opens and verifies a file. No code in it is ever run, and every length is checked before memory is taken.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged or foreign; one line that names it.</exception>
    public static Checkpoint Open(string path)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        try
        {
            return new Checkpoint(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether it holds a tensor of that name.</summary>
    public bool Contains(string name) => _file.Contains(name);

    /// <summary>Whether it holds a tensor of that name and shape.</summary>
    public bool Has(string name, long[] shape) => _file.Contains(name) && _file[name].Shape.SequenceEqual(shape);

    /// <summary>A tensor on the CPU.</summary>
    /// <param name="name">Its name, for instance <c>generator/0.linear.weight</c>.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="InvalidDataException">It is missing or of another shape.</exception>
    public Tensor Tensor(string name, long[] shape)
    {
        (SafetensorsType type, byte[] bytes) = Read(name, shape);
        return type switch
        {
            SafetensorsType.F32 => HostMemory.Copy(MemoryMarshal.Cast<byte, float>(bytes), shape),
            SafetensorsType.F64 => tensor(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), shape, device: CPU),
            _ => throw Fault($"holds '{name}' as {type}, but floating-point numbers are needed"),
        };
    }

    /// <summary>Takes over what a prior draws with. Files of earlier versions hold none of it: there the prior keeps what it made from its config.</summary>
    /// <exception cref="InvalidDataException">A table is of another shape or type.</exception>
    public void Restore(Prior prior)
    {
        foreach (PriorTable table in prior.Tables)
        {
            string name = CheckpointStore.PriorPrefix + table.Name;
            if (Contains(name))
            {
                Numbers<float>(name, SafetensorsType.F32, table.Shape).CopyTo(table.Values);
            }
        }
    }

    /// <summary>An error that names the file.</summary>
    public InvalidDataException Fault(string what) => new($"{FilePath}: {what}");

    public void Dispose() => _file.Dispose();

    /// <summary>What reads well may still be what no training can have written: arithmetic with it would overflow somewhere else.</summary>
    private void RequirePossible()
    {
        Require(Step is >= 0 and <= TrainingConfig.MostSteps, "step");
        Require(Seconds is >= 0 and <= RunStatus.LongestSeconds, "seconds");
        Require(StatisticsCount >= 0 && StatisticsCount <= Step, "statistics-count");
        Require(StatisticsNames.All(static name => name is not null), "statistics");
        Require(OptimizerSteps.Values.All(static step => step is >= 0 and < long.MaxValue / 2), "optimizer-steps");
        Require(
            Data.Dimension > 0 && Data.SampleShape.All(static axis => axis > 0)
            && Data.SampleShape.Aggregate(1.0, static (size, axis) => size * axis) == Data.Dimension
            && (Data.Columns is null || (Data.Columns.Count == Data.Dimension && Data.Columns.All(static name => name is not null)))
            && (Data.Means is null || Data.Means.Count == Data.Dimension) && (Data.Deviations is null || Data.Deviations.Count == Data.Dimension),
            "data");
        Require(Best is not { } best || (best.Step is >= 0 && best.Step <= Step && best.Values is not null), "best");
        Require(Watched?.IsPossible(Step) != false, "watch");
        Require(Rescued?.IsPossible(Step) != false, "rescue");
    }

    private void Require(bool isPossible, string key)
    {
        if (!isPossible)
        {
            throw Fault($"carries a '{key}' that no training can have written: the file is damaged");
        }
    }

    /// <summary>Files of earlier versions hold the standardization as metadata only.</summary>
    private CheckpointData Standardized(CheckpointData data)
    {
        if (!Contains(CheckpointStore.Means))
        {
            return data;
        }

        long[] shape = [data.Dimension];
        return data with
        {
            Means = Numbers<double>(CheckpointStore.Means, SafetensorsType.F64, shape),
            Deviations = Numbers<double>(CheckpointStore.Deviations, SafetensorsType.F64, shape),
        };
    }

    private T[] Numbers<T>(string name, SafetensorsType type, IReadOnlyList<long> shape)
        where T : struct
    {
        (SafetensorsType found, byte[] bytes) = Read(name, shape);
        return found == type ? MemoryMarshal.Cast<byte, T>(bytes).ToArray() : throw Fault($"holds '{name}' as {found}, but {type} is needed");
    }

    private (SafetensorsType Type, byte[] Bytes) Read(string name, IReadOnlyList<long> shape)
    {
        if (!_file.Contains(name))
        {
            throw Fault($"holds no '{name}': it belongs to another experiment");
        }

        SafetensorsTensor entry = _file[name];
        return entry.Shape.SequenceEqual(shape)
            ? (entry.Type, _file.ReadBytes(name))
            : throw Fault(
                $"holds '{name}' as [{string.Join(", ", entry.Shape)}], but [{string.Join(", ", shape)}] is needed: it belongs to another experiment");
    }

    private string Required(string key) => _file.Metadata.TryGetValue(key, out string? value) ? value : throw Fault($"carries no '{key}'");

    private T Json<T>(string key, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Required(key), type) ?? throw Fault($"carries no '{key}'");
}
