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

    /// <summary>Samples that it needs: of fewer, true data leave parts uncovered, too.</summary>
    public const int Fewest = 200;

    /// <summary>Refuses to fail on what cannot be told.</summary>
    /// <exception cref="UsageException">There are too few samples.</exception>
    public static void Check(int samples, bool failsOnCollapse)
    {
        if (failsOnCollapse && samples < Fewest)
        {
            throw new UsageException(FormattableString.Invariant($"--fail-on collapse needs {Fewest} samples or more, not {samples}"));
        }
    }

    /// <summary>The verdict in a line.</summary>
    public static string Text(WatchVerdict? verdict) => verdict is null
        ? FormattableString.Invariant($"the collapse watch says nothing: it needs {Fewest} samples")
        : $"the collapse watch, which sees no labels: {WatchText.Clause(verdict)}";

    /// <summary>What it says of generated samples; null where they are too few.</summary>
    /// <param name="real">The real ones.</param>
    /// <param name="streams">Where the bank comes from.</param>
    /// <param name="config">Thresholds and the size of the bank.</param>
    /// <param name="generated">[n × dimension]; the first of them are looked at.</param>
    public static WatchVerdict? Of(DataSource real, RandomStreams streams, WatchConfig config, float[] generated)
    {
        int count = Math.Min(generated.Length / real.Dimension, Samples);
        if (count < Fewest)
        {
            return null;
        }

        var watch = new CollapseWatch(real, streams, config with { Samples = count });
        return watch.Judge(generated[..(count * real.Dimension)], watch.WordOfBlob(watch.Describe(streams)));
    }

    /// <summary>The exit code of samples that are to fail on a collapse.</summary>
    public static int ExitCode(WatchVerdict? verdict, bool failsOnCollapse) =>
        failsOnCollapse && verdict?.All.Any(WatchText.IsCollapse) == true ? ExitCodes.Collapsed : ExitCodes.Ok;
}
