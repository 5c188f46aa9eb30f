using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>Stops a run that fell apart, at the first tick after it did so; and reads the statistics gathered since the last row. To be asked
/// first: what comes after it sees finite numbers only.</summary>
public sealed class StatisticsObserver(long every) : TrainingObserver
{
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
            var moment = new Moment(tick.Step - 1, tick.Experiment.Config.Training.Steps, default);
            tick.Row[$"learning-rate.{player.Name}"] = player.LearningRate(moment);
        }

        // The closing tick only looks: a run continued from its last checkpoint must find what an uninterrupted one would have gathered.
        if (due)
        {
            statistics.Reset();
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
