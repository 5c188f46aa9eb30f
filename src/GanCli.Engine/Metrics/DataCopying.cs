using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>Test for copied training data.</summary>
[AlsoCalled("ct", "memorization")]
[Component("data-copying", "C_T: whether generated samples lie nearer to training rows than rows that were held out do; for fixed sets",
    Source = "Meehan et al. 2020, eq. 2")]
public sealed record DataCopyingConfig : MetricConfig
{
    [Option("Cells of the training rows in which distances are compared; fewer where there are not 20 held-out rows for each", Min = 1, Max = 1000,
        ObservesOnly = true)]
    public int Cells { get; init; } = 10;

    [Option("Generated samples used; null takes 2500, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 95;

    public override bool ByDefault => false;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    public override string? Unfit(DataSource data) => data.Table is null
        ? "training never sees a sample twice, so there is nothing to copy"
        : data.HeldOut is null ? "no rows are held out of training to compare with: set held-out of the data, to 0.2 for instance" : null;

    public override Metric Build(DataSource data) => new DataCopying(
        data.Dimension, data.Table!, data.HeldOut!, Cells, MaxSamples ?? PairwiseCost.Samples(data.Dimension));
}

/// <summary>
/// In each cell, by k-means of the training rows, the distances of m generated samples and of n held-out rows to the cell's nearest training
/// row are compared by Mann and Whitney's U, how often the generated one is the larger: z = (U − (nm/2 − ½)) / √(nm (n + m + 1)/12). C_T is the
/// mean of z by shares of held-out rows, over the cells with at least 20 generated samples.
/// </summary>
internal sealed class DataCopying(int dimension, RowSet training, RowSet heldOut, int mostCells, int most) : Metric
{
    private const int GeneratedOfACell = 20;
    private const int HeldOutOfACell = 20;

    // Half of the held-out rows leave few for each cell, and cells left out would widen the perfect sampler's scores.
    private const int PerfectOfACell = 3;
    private const int RowsOfFit = 10_000;

    // Built when it is first needed, and the same whatever is evaluated first.
    private readonly Lazy<Neighbourhoods> _training = new(() => Neighbourhoods.Of(
        dimension, training.ToArray(), heldOut.ToArray(), Math.Clamp(heldOut.Count / HeldOutOfACell, 1, mostCells)));

    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("data-copying", "Data copying C_T", Better.Closer)
        {
            Least = null,
            Target = 0,
            Help = "Mean z score of distances to the nearest training row, generated against held-out rows: about 0 for true data; negative where "
                + "generated samples lie nearer to training rows (below −3: copies), positive where farther (above 3: strays from the data)",
        },
    ];

    public override int MaxSamples => most;

    public override int SamplesUsed(int generated, int pairs) => Math.Min(generated, most);

    public override double Cost(int samples) =>
        (samples * (double)training.Count * (0.9 + (0.1 * dimension)) / Math.Clamp(heldOut.Count / HeldOutOfACell, 1, mostCells))
        + (samples * 400.0);

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var generated = samples.Generated[..(Math.Min(samples.Count, most) * dimension)];
        results["data-copying"] = Score(_training.Value.HeldOut, _training.Value.Measure(generated), GeneratedOfACell);
    }

    /// <summary>One half of the held-out rows, by a random split, plays the generator.</summary>
    public override int? EvaluatePerfect(int samples, RandomStream random, IDictionary<string, MetricValue> results)
    {
        var count = heldOut.Count;
        var rows = RealSamples.Draw(new FiniteSource(heldOut, [dimension]), count, random);
        var half = Math.Max(1, count / 2) * dimension;
        var (aside, generated) = (rows[(rows.Length - half)..], rows[..Math.Min(half, samples * dimension)]);
        results["data-copying"] = Score(_training.Value.Measure(aside), _training.Value.Measure(generated), PerfectOfACell);
        return generated.Length / dimension;
    }

    /// <summary>z of U, the number of pairs in which the generated distance is the larger, a tie counting half.</summary>
    /// <param name="generated">Distances of generated samples, in ascending order, at least one.</param>
    /// <param name="aside">Distances of held-out rows, in ascending order, at least one.</param>
    internal static double Z(ReadOnlySpan<float> generated, ReadOnlySpan<float> aside)
    {
        double u = 0;
        var (below, notAbove) = (0, 0);
        foreach (var distance in generated)
        {
            while (below < aside.Length && aside[below] < distance)
            {
                below++;
            }

            while (notAbove < aside.Length && aside[notAbove] <= distance)
            {
                notAbove++;
            }

            u += (below + notAbove) / 2.0;
        }

        double pairs = (double)generated.Length * aside.Length;
        return (u - ((pairs / 2) - 0.5)) / Math.Sqrt(pairs * (generated.Length + aside.Length + 1) / 12);
    }

    private static MetricValue Score(Distances aside, Distances generated, int fewest)
    {
        double sum = 0;
        long weight = 0;
        for (var cell = 0; cell < aside.OfCell.Length; cell++)
        {
            var (theirs, ours) = (aside.OfCell[cell], generated.OfCell[cell]);
            if (theirs.Length > 0 && ours.Length >= fewest)
            {
                sum += theirs.Length * Z(ours, theirs);
                weight += theirs.Length;
            }
        }

        return weight > 0 ? sum / weight : new MetricValue(0) { Flag = "no cell holds enough generated samples and a held-out row" };
    }

    // Squared, in ascending order.
    private sealed record Distances(float[][] OfCell);

    private sealed class Neighbourhoods
    {
        private readonly KMeans _cells;
        private readonly PointSet[] _points;

        private Neighbourhoods(KMeans cells, PointSet[] points, float[] heldOut)
        {
            (_cells, _points) = (cells, points);
            HeldOut = Measure(heldOut);
        }

        public Distances HeldOut { get; }

        public static Neighbourhoods Of(int dimension, float[] rows, float[] heldOut, int most)
        {
            var count = rows.Length / dimension;
            var fitted = Math.Min(count, RowsOfFit);
            var some = new float[fitted * dimension];
            for (var i = 0; i < fitted; i++)
            {
                rows.AsSpan((int)((long)i * count / fitted) * dimension, dimension).CopyTo(some.AsSpan(i * dimension));
            }

            var cells = KMeans.Fit(dimension, some, fitted, most, new RandomStream(0, StreamId.Evaluation));
            var members = new List<float>[cells.Count];
            var at = cells.Cells(rows, count);
            for (var i = 0; i < count; i++)
            {
                (members[at[i]] ??= []).AddRange(rows.AsSpan(i * dimension, dimension));
            }

            PointSet[] points = [.. members.Select(list => new PointSet(dimension, list is null ? [] : [.. list], (list?.Count ?? 0) / dimension))];
            return new Neighbourhoods(cells, points, heldOut);
        }

        // For each cell the distances of its samples to its nearest training row.
        public Distances Measure(float[] rows)
        {
            var distances = new List<float>[_cells.Count];
            var scratch = new float[_points.Max(set => set.PaddedCount)];
            var dimension = _points[0].Dimension;
            var at = _cells.Cells(rows, rows.Length / dimension);
            for (var i = 0; i < at.Length; i++)
            {
                var set = _points[at[i]];
                if (set.Count > 0)
                {
                    (distances[at[i]] ??= []).Add(set.Nearest(rows.AsSpan(i * dimension, dimension), scratch.AsSpan(0, set.PaddedCount)).SquaredDistance);
                }
            }

            return new Distances([.. distances.Select(list =>
            {
                float[] sorted = list is null ? [] : [.. list];
                Array.Sort(sorted);
                return sorted;
            })]);
        }
    }
}
