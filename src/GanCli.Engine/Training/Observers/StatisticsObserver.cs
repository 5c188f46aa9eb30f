namespace GanCli.Engine.Training.Observers;

/// <summary>Reads the statistics gathered since the last row, once a tick, and stops a run that fell apart.</summary>
public sealed class StatisticsObserver : TrainingObserver
{
    private readonly long _every;

    public StatisticsObserver(long every) => _every = every;

    public override bool IsDue(long step) => step % _every == 0;

    public override void Tick(Tick tick)
    {
        bool due = !tick.IsFinal && IsDue(tick.Step);
        StepStatistics statistics = tick.Experiment.Statistics;
        if (statistics.Count == 0 || !(due || tick.IsFinal))
        {
            return;
        }

        var values = statistics.Read();
        (string Name, double Mean, long Finite) worst = values.MinBy(static v => v.Finite);
        if (worst.Finite < statistics.Count)
        {
            string network = worst.Name.EndsWith("generator", StringComparison.Ordinal) ? "generator" : "discriminator";
            throw new DivergedException(tick.Step - statistics.Count + worst.Finite + 1, network, worst.Name);
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
}
