using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;

namespace GanCli.Engine.Metrics;

/// <summary>What a class of pictures gets of all samples.</summary>
/// <param name="Name">The class.</param>
/// <param name="Share">Share of the samples that are valid pictures of it.</param>
/// <param name="Weight">Its share of the data.</param>
public sealed record ClassShare(string Name, double Share, double Weight)
{
    /// <summary>All classes of the data, for the value <c>mode-frequency</c> of <see cref="ClassCoverageConfig"/>.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="shares">The value.</param>
    public static IReadOnlyList<ClassShare> Of(DataSource data, IReadOnlyList<double> shares)
    {
        (DataSource single, int channels) = data is StackedSource stacked ? (stacked.Source, stacked.Channels) : (data, 1);
        return [.. data.Classes!.Zip(shares, Weights(single, channels)).Select(static each => new ClassShare(each.First, each.Second, each.Third))];
    }

    /// <summary>Share of the data of each class; of a stack's channels, independent of each other, of each combination.</summary>
    /// <param name="data">Single labelled pictures.</param>
    /// <param name="channels">Of them in a sample.</param>
    internal static double[] Weights(DataSource data, int channels)
    {
        LabelSet labels = data.TableLabels!;
        double[] shares = new double[labels.Classes.Count];
        for (int row = 0; row < data.Table!.Count; row++)
        {
            shares[labels.Of(row)] += 1.0 / data.Table.Count;
        }

        double[] weights = [1];
        for (int channel = 0; channel < channels; channel++)
        {
            weights = [.. weights.SelectMany(_ => shares, static (weight, share) => weight * share)];
        }

        return weights;
    }
}
