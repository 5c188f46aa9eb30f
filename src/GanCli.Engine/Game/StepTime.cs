using GanCli.Engine.Random;
using GanCli.Engine.Schedules;

namespace GanCli.Engine.Game;

/// <summary>When something happens in a run, and where its randomness comes from.</summary>
/// <param name="Step">The step, 0 for the first.</param>
/// <param name="Steps">Steps of the whole run, for schedules.</param>
/// <param name="Noise">A stream of its own: another one in every update of every player.</param>
public readonly record struct StepTime(long Step, long Steps, RandomStream Noise)
{
    /// <summary>The same with an independent stream, for the <paramref name="index"/>-th user of noise.</summary>
    public StepTime For(int index) => this with { Noise = Noise.ForLane(NoiseLanes.FirstRegularizer + (index * NoiseLanes.PerRegularizer)) };

    /// <summary>The update's number in the run, counted over both players: what batches are drawn by.</summary>
    public long Update => Noise.Step;

    /// <summary>The value of a schedule.</summary>
    public double Now(ScheduleConfig schedule) => schedule.At(Step, Steps);
}

/// <summary>Who draws from which lane of a step's noise; all below 0x8000, where each lane's <see cref="RandomStream.Beside"/> lies. Part of
/// every draw: never renumber.</summary>
internal static class NoiseLanes
{
    public const int GeneratorPass = 0x1000;
    public const int DiscriminatorPass = 0x2000;
    public const int DiscriminatorFakePass = 0x3000;
    public const int FirstRegularizer = 0x4000;
    public const int PerRegularizer = 64;
}
