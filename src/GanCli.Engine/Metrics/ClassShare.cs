using GanCli.Engine.Data;

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
    public static IReadOnlyList<ClassShare> Of(DataSource data, IReadOnlyList<double> shares) =>
        [.. data.Classes!.Zip(shares, WeightsOf(data)!).Select(static each => new ClassShare(each.First, each.Second, each.Third))];

    /// <summary>Share of the data of each class, in the order of their names; null where the data do not say what their pictures are.</summary>
    public static double[]? WeightsOf(DataSource data) =>
        data.Classes is not null && data.Single is { Table: not null, TableLabels: not null } ? Weights(data.Single, data.Channels) : null;

    /// <summary>Share of the data of each class; of a stack's channels, independent of each other, of each combination.</summary>
    /// <param name="data">Single labelled pictures.</param>
    /// <param name="channels">Of them in a sample.</param>
    internal static double[] Weights(DataSource data, int channels)
    {
        LabelSet labels = data.TableLabels!;
        int[] counts = new int[labels.Classes.Count];
        for (int row = 0; row < data.Table!.Count; row++)
        {
            counts[labels.Of(row)]++;
        }

        double[] shares = Array.ConvertAll(counts, count => count / (double)data.Table.Count);
        double[] weights = [1];
        for (int channel = 0; channel < channels; channel++)
        {
            weights = [.. weights.SelectMany(_ => shares, static (weight, share) => weight * share)];
        }

        return weights;
    }
}
