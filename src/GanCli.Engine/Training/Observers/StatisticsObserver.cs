using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Training.Observers;

/// <summary>Stops a run that fell apart, at the first tick after it did so; and reads the statistics gathered since the last row. To be asked
/// first: what comes after it sees finite numbers only.</summary>
public sealed class StatisticsObserver(long every) : TrainingObserver
{
    /// <summary>Players with no more weights than that have them in the row: games small enough to be drawn.</summary>
    private const int FewWeights = 4;

    public override bool IsDue(long step) => step % every == 0;

    public override void Tick(Tick tick)
    {
        StepStatistics statistics = tick.Experiment.Statistics;
        var values = statistics.Read();
        RequireFinite(values, tick.Experiment.Blueprint.Game.Loss.Output, tick.Step - statistics.Count, statistics.Count);
        tick.Experiment.RequireFinite(tick.Step);
        bool due = !tick.IsFinal && IsDue(tick.Step);
        if (statistics.Count == 0 || !(due || tick.IsFinal))
        {
            return;
        }

        foreach ((string name, double mean, _) in values)
        {
            tick.Row[name] = mean;
        }

        foreach (Player player in tick.Experiment.Players)
        {
            // The rate of the step just taken.
            var time = new StepTime(tick.Step - 1, tick.Experiment.Config.Training.Steps, default);
            tick.Row[$"learning-rate.{player.Name}"] = player.LearningRate(time);
            AddWeights(tick.Row, player);
        }

        // The closing tick only looks: a run continued from its last checkpoint must find what an uninterrupted one would have gathered.
        if (due)
        {
            statistics.Reset();
        }
    }

    private static void AddWeights(OrderedDictionary<string, RowValue> row, Player player)
    {
        if (player.Store.Layout.ParameterCount > FewWeights)
        {
            return;
        }

        foreach ((WeightSpec spec, Tensor weight) in player.Store.Layout.Specs.Zip(player.Store.Frozen.Parameters))
        {
            using Tensor numbers = weight.to(ScalarType.Float64).cpu();
            double[] values = numbers.data<double>().ToArray();
            for (int i = 0; i < values.Length; i++)
            {
                string place = values.Length == 1 ? "" : FormattableString.Invariant($".{i + 1}");
                row[$"weights.{player.Name}.{spec.Name}{place}"] = values[i];
            }
        }
    }

    /// <param name="values">Statistics.</param>
    /// <param name="output">What D's outputs are called.</param>
    /// <param name="before">Steps taken before they began.</param>
    /// <param name="count">Steps that they cover.</param>
    private static void RequireFinite(IReadOnlyList<(string Name, double Mean, long Finite)> values, DiscriminatorOutput output, long before, long count)
    {
        if (count == 0 || values.MinBy(static v => v.Finite) is not { Name: { } name, Finite: var finite } || finite == count)
        {
            return;
        }

        string network = name.EndsWith("generator", StringComparison.Ordinal) ? "generator" : "discriminator";
        string what = name.StartsWith("loss.", StringComparison.Ordinal) ? "the loss"
            : output.Keys.Contains(name, StringComparer.Ordinal) ? "an output"
            : name.StartsWith("gradient-norm.", StringComparison.Ordinal) ? "the gradient"
            : $"'{name}'";
        throw new DivergedException(before + finite + 1, network, what);
    }
}
