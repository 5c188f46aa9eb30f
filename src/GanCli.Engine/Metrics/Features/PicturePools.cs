using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics.Features;

/// <summary>The real pictures that scores are made with, the same in every run on the same data: those that generated ones are compared with, and others that
/// play the perfect sampler.</summary>
/// <param name="Reference">Compared with: held out of training, where anything is.</param>
/// <param name="Fresh">Of the same origin, and different from those.</param>
/// <param name="AreHeldOut">Whether training never sees the reference.</param>
internal sealed record PicturePools(RowSet Reference, RowSet Fresh, bool AreHeldOut)
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
            // Stacks that a run holds out depend on its seed; here they are the same for all.
            RowSet reference = data.Parts is { } parts
                ? new StackedRows(data.Single.HeldOut ?? parts, data.Channels, Most, Stream.ForLane(Lane))
                : new DrawnRows(data, Most, Stream.ForLane(Lane + 2));
            return new PicturePools(reference, new DrawnRows(data, Most, Stream.ForLane(Lane + 1)), data.HeldOut is not null);
        }

        int[] places = Shuffled(table.Count);
        if (data.HeldOut is { Count: >= 2 } heldOut)
        {
            return new PicturePools(Chosen(heldOut, Shuffled(heldOut.Count)), Chosen(table, places), AreHeldOut: true);
        }

        // One picture is both: the fewest there can be.
        int[] first = places[..Math.Max(1, places.Length / 2)];
        int[] second = places[(places.Length / 2)..];
        return new PicturePools(Chosen(table, first), Chosen(table, second), AreHeldOut: false);
    }

    private static RowSet Chosen(RowSet rows, int[] places) => new ChosenRows(rows, places.Length > Most ? places[..Most] : places);

    // Files may lie class by class.
    private static int[] Shuffled(int count)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        Stream.ForLane(Lane + 4).Shuffle(places.AsSpan(), count);
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
