using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Priors;
using GanCli.Engine.Training;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Sessions;

/// <summary>Writes an experiment's whole state into one safetensors file and reads it back.</summary>
public static class CheckpointStore
{
    /// <summary>Marks a safetensors file as a checkpoint of this program, and says how to read it.</summary>
    internal const string FormatName = "gan-checkpoint-1";

    /// <summary>Before the names of a prior's tables.</summary>
    internal const string PriorPrefix = "prior/";

    /// <summary>What standardization took away from each column of the data, float64.</summary>
    internal const string Means = "data/means";

    /// <summary>What it divided each column by, float64.</summary>
    internal const string Deviations = "data/deviations";

    private const string StatisticsSums = "statistics/sums";
    private const string StatisticsFinite = "statistics/finite";

    /// <summary>Saves tensors, progress and the resolved config. Atomic: a crash leaves the old file or the new one.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="experiment">What to save.</param>
    /// <param name="progress">Where it stands.</param>
    /// <param name="seconds">Seconds of training so far, over all sessions.</param>
    public static void Save(string path, Experiment experiment, TrainingProgress progress, double seconds)
    {
        using var scope = NewDisposeScope();
        var (names, sums, finite, count) = experiment.Statistics.Save();
        var tensors = experiment.State().Append((StatisticsSums, sums)).Append((StatisticsFinite, finite));
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = FormatName,
            ["step"] = progress.Step.ToString(CultureInfo.InvariantCulture),
            ["seconds"] = seconds.ToString("R", CultureInfo.InvariantCulture),
            ["config"] = ConfigWriter.ToJson(experiment.Config),
            ["data"] = JsonSerializer.Serialize(CheckpointData.Of(experiment.Blueprint.Data), EngineJson.Default.CheckpointData),
            ["statistics"] = JsonSerializer.Serialize(names, EngineJson.Default.StringArray),
            ["statistics-count"] = count.ToString(CultureInfo.InvariantCulture),
            ["optimizer-steps"] = JsonSerializer.Serialize(
                experiment.Players.ToDictionary(static p => p.Name, static p => p.State.Step, StringComparer.Ordinal),
                EngineJson.Default.DictionaryStringInt64),
        };
        if (progress.Best is { } best)
        {
            metadata["best"] = JsonSerializer.Serialize(new CheckpointBest(best.Step, best.Values), EngineJson.Default.CheckpointBest);
        }

        if (progress.Watched is { } watched)
        {
            metadata["watch"] = JsonSerializer.Serialize(watched, EngineJson.Default.WatchHistory);
        }

        if (progress.Rescued is { } rescued)
        {
            metadata["rescue"] = JsonSerializer.Serialize(rescued, EngineJson.Default.RescueHistory);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SafetensorsWriter.Write(path, [.. tensors.Select(static t => Entry(t.Item1, t.Item2)), .. ForSampling(experiment.Blueprint)], metadata);
    }

    /// <summary>Restores an experiment built from the same config, in place.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, foreign, or of another experiment; the message names it.</exception>
    public static void Restore(Checkpoint checkpoint, Experiment experiment, TrainingProgress progress)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach ((string name, Tensor tensor) in experiment.State())
        {
            tensor.copy_(checkpoint.Tensor(name, tensor.shape));
        }

        foreach (Player player in experiment.Players)
        {
            player.State.Step = checkpoint.OptimizerSteps.TryGetValue(player.Name, out long steps)
                ? steps
                : throw checkpoint.Fault($"holds no optimizer state of the {player.Name}");
        }

        checkpoint.Restore(experiment.Blueprint.Prior);
        string[] names = checkpoint.StatisticsNames;
        long[] shape = [names.Length];
        experiment.Statistics.Restore(
            names, checkpoint.Tensor(StatisticsSums, shape), checkpoint.Tensor(StatisticsFinite, shape), checkpoint.StatisticsCount);
        progress.Step = checkpoint.Step;
        progress.EarlierSeconds = checkpoint.Seconds;
        progress.Best = checkpoint.Best;
        progress.Watched = checkpoint.Watched;
        progress.Rescued = checkpoint.Rescued;
    }

    /// <summary>Takes over networks, averages and what optimizers remember where an experiment has the same; what is new keeps its first values.</summary>
    /// <returns>Whether the networks are the same: otherwise nothing was taken over.</returns>
    internal static bool Adopt(Checkpoint checkpoint, Experiment experiment)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (string Name, Tensor Tensor)[] state = [.. experiment.State()];
        string[] networks = [.. new[] { experiment.Generator, experiment.Discriminator }.Select(static player => player.Name + "/")];
        if (!state.All(entry => checkpoint.Has(entry.Name, entry.Tensor.shape)
            || !Array.Exists(networks, network => entry.Name.StartsWith(network, StringComparison.Ordinal))))
        {
            return false;
        }

        foreach ((string name, Tensor tensor) in state.Where(entry => checkpoint.Has(entry.Name, entry.Tensor.shape)))
        {
            tensor.copy_(checkpoint.Tensor(name, tensor.shape));
        }

        foreach (Player player in experiment.Players.Where(player => checkpoint.OptimizerSteps.ContainsKey(player.Name)
            && player.Optimizer.Slots.All(slot => checkpoint.Contains($"optimizer/{player.Name}/{slot}"))))
        {
            player.State.Step = checkpoint.OptimizerSteps[player.Name];
        }

        checkpoint.Restore(experiment.Blueprint.Prior);
        return true;
    }

    /// <summary>What samples depend on besides weights. (The metadata repeat the standardization, for versions that look there.)</summary>
    private static IEnumerable<SafetensorsEntry> ForSampling(Blueprint blueprint)
    {
        foreach (PriorTable table in blueprint.Prior.Tables)
        {
            yield return Numbers(PriorPrefix + table.Name, SafetensorsType.F32, table.Shape, table.Values);
        }

        if (blueprint.Data.Standardization is { } standardization)
        {
            yield return Numbers(Means, SafetensorsType.F64, [standardization.Means.Count], [.. standardization.Means]);
            yield return Numbers(Deviations, SafetensorsType.F64, [standardization.Deviations.Count], [.. standardization.Deviations]);
        }
    }

    private static SafetensorsEntry Numbers<T>(string name, SafetensorsType type, IReadOnlyList<long> shape, T[] values)
        where T : struct => new(name, type, shape, write => write(MemoryMarshal.AsBytes(values.AsSpan())));

    private static SafetensorsEntry Entry(string name, Tensor tensor) => new(
        name,
        tensor.dtype switch
        {
            ScalarType.Float32 => SafetensorsType.F32,
            ScalarType.Float64 => SafetensorsType.F64,
            _ => throw new InvalidOperationException($"{name} is of type {tensor.dtype}"),
        },
        tensor.shape,
        write =>
        {
            using Tensor host = tensor.detach().cpu().contiguous();
            write(host.bytes);
        });
}
