using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Priors;

namespace GanCli.Tests.Support;

/// <summary>The lists in messages that grow with the catalog, by names that tests can write down: a component that comes later changes no test.
/// WaysOutTests has what a list looks like.</summary>
internal static class Ways
{
    public const string WithLabels = "{losses with labels}";
    public const string Apart = "{losses of one kind of samples}";
    public const string LogRatios = "{losses of log ratios}";
    public const string Numbers = "{priors of numbers}";
    public const string Bounds = "{remedies against steepness}";

    /// <summary>The message with its lists.</summary>
    public static string Fill(string message) => message
        .Replace(WithLabels, WaysOut.Kinds<LossConfig>(static loss => !loss.IsCritic), StringComparison.Ordinal)
        .Replace(Apart, WaysOut.Kinds<LossConfig>(static loss => !loss.ComparesSamples && !loss.TakesErrors), StringComparison.Ordinal)
        .Replace(LogRatios, WaysOut.Kinds<LossConfig>(static loss => loss.LogRatio == LogRatio.Exact), StringComparison.Ordinal)
        .Replace(Numbers, WaysOut.Kinds<PriorConfig>(static prior => !prior.DrawsChoices), StringComparison.Ordinal)
        .Replace(Bounds, WaysOut.Kinds<RegularizerConfig>(static remedy => remedy.BoundsSteepness), StringComparison.Ordinal);
}
