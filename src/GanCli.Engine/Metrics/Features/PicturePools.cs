using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics.Features;

/// <summary>The real pictures that scores are made with, the same in every run on the same data: those that generated ones are compared with, and others that
/// play the perfect sampler.</summary>
/// <param name="Reference">Compared with: held out of training, where anything is.</param>
/// <param name="Fresh">Of the same origin, and different from those.</param>
/// <param name="FreshLabels">What the fresh ones are; null where that is not known.</param>
/// <param name="ReferenceLabels">What the others are; likewise.</param>
/// <param name="AreHeldOut">Whether training never sees the reference.</param>
internal sealed record PicturePools(RowSet Reference, RowSet Fresh, long[]? ReferenceLabels, long[]? FreshLabels, bool AreHeldOut)
{
    private const int Most = 10_000;
    private const int Lane = 0x740;

    // Not the run's: another run on the same data is measured with the same pictures.
    private static readonly RandomStream Stream = new(0, StreamId.Evaluation);

    /// <summary>Of a data source.</summary>
    public static PicturePools Of(DataSource data)
    {
        if (data.Table is not { } table)
        {
            return data is StackedSource { Source: { Table: { } parts } source, Channels: var channels }
                ? new PicturePools(Stacks(source.HeldOut ?? parts, 0), Stacks(parts, 1), null, null, source.HeldOut is not null)
                : new PicturePools(new DrawnRows(data, Most, Stream.ForLane(Lane + 2)), new DrawnRows(data, Most, Stream.ForLane(Lane + 3)), null, null, true);

            RowSet Stacks(RowSet rows, int lane) => new StackedRows(rows, channels, Most, Stream.ForLane(Lane + lane));
        }

        int[] places = Shuffled(table.Count);
        if (data.HeldOut is { Count: >= 2 } heldOut)
        {
            int[] chosen = Shuffled(heldOut.Count);
            return new PicturePools(
                Chosen(heldOut, chosen), Chosen(table, places), Labels(data.HeldOutLabels, chosen), Labels(data.TableLabels, places), AreHeldOut: true);
        }

        // One picture is both: the fewest there can be.
        int[] first = places[..Math.Max(1, places.Length / 2)];
        int[] second = places[(places.Length / 2)..];
        return new PicturePools(
            Chosen(table, first), Chosen(table, second), Labels(data.TableLabels, first), Labels(data.TableLabels, second), AreHeldOut: false);
    }

    private static RowSet Chosen(RowSet rows, int[] places) => new ChosenRows(rows, places.Length > Most ? places[..Most] : places);

    private static long[]? Labels(LabelSet? labels, int[] places) =>
        labels is null ? null : [.. places.Take(Most).Select(place => (long)labels.Of(place))];

    // Files may lie class by class.
    private static int[] Shuffled(int count)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        RandomStream random = Stream.ForLane(Lane + 4);
        for (int i = 0; i < count - 1; i++)
        {
            int other = i + random.Integer(i, count - i);
            (places[i], places[other]) = (places[other], places[i]);
        }

        return places;
    }
}

/// <summary>Some rows of a set, in an order of their own.</summary>
internal sealed class ChosenRows(RowSet rows, int[] places) : RowSet(rows.Dimension)
{
    public override int Count => places.Length;

    public override void Copy(int row, Span<float> to) => rows.Copy(places[row], to);
}

/// <summary>The first samples of a source without an end.</summary>
internal sealed class DrawnRows(DataSource data, int count, RandomStream random) : RowSet(data.Dimension)
{
    public override int Count => count;

    public override void Copy(int row, Span<float> to) => data.Fill(random, row, to[..Dimension]);
}
