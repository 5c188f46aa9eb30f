using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>A fixed set of rows in memory; samples are rows drawn uniformly with replacement.</summary>
internal sealed class FiniteSource(
    RowSet table,
    IReadOnlyList<long> shape,
    MixtureDescription? mixture = null,
    IReadOnlyList<string>? columns = null,
    Standardization? standardization = null,
    string? contentHash = null,
    Lazy<RowSet>? heldOut = null,
    IReadOnlyList<ColumnForm>? forms = null,
    IReadOnlyList<string>? notes = null,
    LabelSet? labels = null,
    Lazy<LabelSet?>? heldOutLabels = null,
    Lazy<DataSource>? canonical = null,
    (double Black, double White)? range = null,
    Action<IProgress<Preparation>?>? prepare = null,
    string? summary = null) : DataSource
{
    private const int MostHeldOut = 10_000;

    /// <summary>Of numbers, [n × …shape] in row order.</summary>
    public FiniteSource(float[] table, IReadOnlyList<long> shape, MixtureDescription? mixture = null, Lazy<RowSet>? heldOut = null)
        : this(new FloatRows(table, Size(shape)), shape, mixture, heldOut: heldOut)
    {
    }

    public override IReadOnlyList<long> Shape => shape;

    public override (double Black, double White)? Range => range;

    public override MixtureDescription? Mixture => mixture;

    public override IReadOnlyList<string>? Columns => columns;

    public override Standardization? Standardization => standardization;

    public override string? ContentHash => contentHash;

    public override IReadOnlyList<ColumnForm>? Forms => forms;

    public override string? Summary => summary;

    public override IReadOnlyList<string> Notes => notes ?? [];

    public override IReadOnlyList<string>? Classes => labels?.Classes;

    public override RowSet? Table => table;

    public override RowSet? HeldOut => heldOut?.Value;

    internal override LabelSet? TableLabels => labels;

    internal override LabelSet? HeldOutLabels => heldOutLabels?.Value;

    internal override DataSource Canonical => canonical?.Value ?? this;

    public override void Prepare(IProgress<Preparation>? progress = null) => prepare?.Invoke(progress);

    /// <summary>Fixes the first <paramref name="count"/> samples of an endless source; as many that follow, up to 10,000, are held out.</summary>
    public static FiniteSource Draw(DataSource endless, RandomStream stream, int count)
    {
        var table = new float[count * endless.Dimension];
        endless.Fill(stream, 0, table);
        return new FiniteSource(table, endless.Shape, endless.Mixture, heldOut: new Lazy<RowSet>(() =>
        {
            var rows = new float[Math.Min(count, MostHeldOut) * endless.Dimension];
            endless.Fill(stream, count, rows);
            return new FloatRows(rows, endless.Dimension);
        }));
    }

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        int dimension = table.Dimension;
        Span<int> drawn = stackalloc int[256];
        for (; !rows.IsEmpty; first += drawn.Length)
        {
            drawn = drawn[..Math.Min(drawn.Length, rows.Length / dimension)];
            Draw(stream, first, drawn);
            foreach (int row in drawn)
            {
                table.Copy(row, rows[..dimension]);
                rows = rows[dimension..];
            }
        }
    }

    public override void FillLabels(RandomStream stream, long first, Span<long> to)
    {
        if (labels is null)
        {
            base.FillLabels(stream, first, to);
            return;
        }

        Span<int> drawn = stackalloc int[256];
        for (; !to.IsEmpty; first += drawn.Length)
        {
            drawn = drawn[..Math.Min(drawn.Length, to.Length)];
            Draw(stream, first, drawn);
            for (int i = 0; i < drawn.Length; i++)
            {
                to[i] = labels.Of(drawn[i]);
            }

            to = to[drawn.Length..];
        }
    }

    private static int Size(IReadOnlyList<long> shape) => checked((int)shape.Aggregate(1L, static (size, axis) => size * axis));

    // Which rows samples first … are.
    private void Draw(RandomStream stream, long first, Span<int> rows)
    {
        var count = (ulong)table.Count;
        Span<uint> words = stackalloc uint[256];
        words = words[..rows.Length];
        stream.Beside().Bits(first, words);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (int)((words[i] * count) >> 32);
        }
    }
}
