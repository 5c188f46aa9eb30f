using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Engine.Watch;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>The collapse watch of <c>gan eval</c>: one look, at more samples than a look on the way takes.</summary>
internal static class EvalWatch
{
    /// <summary>Samples that are looked at, at most: a share of a tenth is then known to a hundredth.</summary>
    public const int Samples = 2048;

    /// <summary>What it says of generated samples.</summary>
    /// <param name="real">The real ones.</param>
    /// <param name="streams">Where the bank comes from.</param>
    /// <param name="config">Thresholds and the size of the bank.</param>
    /// <param name="generated">[n × dimension]; the first of them are looked at.</param>
    public static WatchVerdict Of(DataSource real, RandomStreams streams, WatchConfig config, float[] generated) =>
        new CollapseWatch(real, streams, config).Judge(generated[..(Math.Min(generated.Length / real.Dimension, Samples) * real.Dimension)]);

    /// <summary>The exit code of samples that are to fail on a collapse.</summary>
    public static int ExitCode(WatchVerdict verdict, bool failsOnCollapse) =>
        failsOnCollapse && verdict.All.Any(WatchText.IsCollapse) ? ExitCodes.Collapsed : ExitCodes.Ok;
}
