using System.Globalization;
using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>A mixture of round Gaussians listed mode by mode, in any dimension.</summary>
[AlsoCalled("mog", "gmm", "gaussians")]
[Component("mixture", "Gaussians with listed means, deviations and weights (any dimension)")]
public sealed record MixtureConfig : SyntheticDataConfig
{
    [Option("Means: a list of modes, each a list of coordinates", Min = -Farthest, Max = Farthest, MinItems = 1)]
    public IReadOnlyList<IReadOnlyList<double>> Means { get; init; } = [[-1, 0], [1, 0]];

    [Option("Standard deviations: one for all modes, or one for each mode", Min = 0, Max = Farthest, MinItems = 1, AllowSingle = true)]
    public IReadOnlyList<double> Stds { get; init; } = [0.1];

    [Option("Weight of each mode, of any sum; null makes them equal", Min = 0, MinItems = 1)]
    public IReadOnlyList<double>? Weights { get; init; }

    protected override int Dimension => Means[0].Count;

    public override void Validate(ConfigCheck check)
    {
        base.Validate(check);
        for (var mode = 0; mode < Means.Count; mode++)
        {
            if (Means[mode].Count == 0)
            {
                check.Fail(Text($"means.{mode}"), "needs at least one coordinate");
            }
            else if (Means[mode].Count != Dimension)
            {
                check.Fail(Text($"means.{mode}"), Text($"has {Means[mode].Count} coordinates where the first mode has {Dimension}"));
            }
        }

        if (Stds.Count != 1 && Stds.Count != Means.Count)
        {
            check.Fail("stds", Text($"has {Stds.Count} numbers for {Means.Count} modes; give one, or one for each mode"));
        }

        CheckWeights(check, Weights, Means.Count);
    }

    /// <summary>Reports weights that do not fit the modes.</summary>
    internal static void CheckWeights(ConfigCheck check, IReadOnlyList<double>? weights, int modes)
    {
        if (weights is null)
        {
            return;
        }

        if (weights.Count != modes)
        {
            check.Fail("weights", Text($"has {weights.Count} numbers for {modes} modes"));
        }
        else if (weights.Sum() is not (> 0 and < double.PositiveInfinity))
        {
            check.Fail("weights", "must have a positive, finite sum");
        }
    }

    protected override DataSource Create()
    {
        double[][] means = [.. Means.Select(mean => mean.ToArray())];
        double[][] stds = [.. Means.Select((mean, mode) => MixtureSource.Repeat(Stds[Stds.Count == 1 ? 0 : mode], mean.Count))];
        return new MixtureSource(new MixtureDescription(means, stds, MixtureSource.Normalize(Weights, means.Length)));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
