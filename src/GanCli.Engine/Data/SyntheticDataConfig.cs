using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>Data made by a formula: endless, or a fixed finite set.</summary>
public abstract record SyntheticDataConfig : DataConfig
{
    /// <summary>Largest coordinate: training computes in single precision, and squares of distances must stay finite there.</summary>
    protected const double Farthest = 1e16;

    private const long MaxNumbers = 1L << 30;

    [AlsoCalled("n-samples", "num-samples", "size")]
    [Option("Size of a fixed data set, of which each batch draws rows with replacement; null draws fresh samples each step", Min = 1, Max = 1 << 24)]
    public int? Samples { get; init; }

    /// <summary>Numbers in one sample.</summary>
    protected abstract int Dimension { get; }

    public override void Validate(ConfigCheck check)
    {
        if ((Samples ?? 0L) * Dimension > MaxNumbers)
        {
            check.Fail("samples", string.Create(CultureInfo.InvariantCulture,
                $"{Samples} samples of {Dimension} numbers are too many to keep in memory; use at most {MaxNumbers / Dimension}, or null for fresh samples"));
        }
    }

    public sealed override DataSource Build(RandomStreams streams)
    {
        var endless = Create();
        return Samples is { } count ? FiniteSource.Draw(endless, streams.Data.At(RandomStream.MaxStep), count) : endless;
    }

    /// <summary>Makes the endless source.</summary>
    protected abstract DataSource Create();
}
