namespace GanCli.Engine.Training;

/// <summary>A loss or a weight is no longer a finite number.</summary>
/// <param name="step">The first step (counted from 1) at which it was seen.</param>
/// <param name="network">The network it was seen in: <c>generator</c> or <c>discriminator</c>.</param>
/// <param name="what">What was not finite: <c>the loss</c>, <c>a weight</c>.</param>
public sealed class DivergedException(long step, string network, string what)
    : Exception(FormattableString.Invariant($"diverged at step {step:N0}: {what} of the {network} is not finite"))
{
    public long Step { get; } = step;

    public string Network { get; } = network;
}
