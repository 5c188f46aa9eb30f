using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>A fixed set of rows in memory; samples are rows drawn uniformly with replacement.</summary>
internal sealed class FiniteSource(
    float[] table,
    IReadOnlyList<long> shape,
    MixtureDescription? mixture = null,
    IReadOnlyList<string>? columns = null,
    Standardization? standardization = null,
    string? contentHash = null,
    Lazy<float[]>? heldOut = null,
    IReadOnlyList<ColumnForm>? forms = null,
    IReadOnlyList<string>? notes = null) : DataSource
{
    private const int MostHeldOut = 10_000;

    private readonly int _dimension = checked((int)shape.Aggregate(1L, static (size, axis) => size * axis));

    public override IReadOnlyList<long> Shape => shape;

    public override MixtureDescription? Mixture => mixture;

    public override IReadOnlyList<string>? Columns => columns;

    public override Standardization? Standardization => standardization;

    public override string? ContentHash => contentHash;

    public override IReadOnlyList<ColumnForm>? Forms => forms;

    public override IReadOnlyList<string> Notes => notes ?? [];

    public override ReadOnlyMemory<float>? Table => table;

    public override ReadOnlyMemory<float>? HeldOut => heldOut is null ? default(ReadOnlyMemory<float>?) : heldOut.Value.AsMemory();

    /// <summary>Fixes the first <paramref name="count"/> samples of an endless source; as many that follow, up to 10,000, are held out.</summary>
    public static FiniteSource Draw(DataSource endless, RandomStream stream, int count)
    {
        var table = new float[count * endless.Dimension];
        endless.Fill(stream, 0, table);
        return new FiniteSource(table, endless.Shape, endless.Mixture, heldOut: new Lazy<float[]>(() =>
        {
            var rows = new float[Math.Min(count, MostHeldOut) * endless.Dimension];
            endless.Fill(stream, count, rows);
            return rows;
        }));
    }

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        var count = (ulong)(table.Length / _dimension);
        Span<uint> words = stackalloc uint[256];
        while (!rows.IsEmpty)
        {
            var chunk = words[..Math.Min(words.Length, rows.Length / _dimension)];
            stream.Beside().Bits(first, chunk);
            foreach (var word in chunk)
            {
                var row = (int)((word * count) >> 32);
                table.AsSpan(row * _dimension, _dimension).CopyTo(rows);
                rows = rows[_dimension..];
            }

            first += chunk.Length;
        }
    }
}
