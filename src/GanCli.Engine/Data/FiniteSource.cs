using GanCli.Engine.Tensors;

namespace GanCli.Engine.Data;

/// <summary>A fixed set of rows in memory; samples are rows drawn uniformly with replacement.</summary>
internal sealed class FiniteSource(
    float[] table,
    int dimension,
    MixtureDescription? mixture = null,
    IReadOnlyList<string>? columns = null,
    Standardization? standardization = null,
    string? contentHash = null) : DataSource
{
    public override int Dimension => dimension;

    public override MixtureDescription? Mixture => mixture;

    public override IReadOnlyList<string>? Columns => columns;

    public override Standardization? Standardization => standardization;

    public override string? ContentHash => contentHash;

    public override ReadOnlyMemory<float>? Table => table;

    /// <summary>Fixes the first <paramref name="count"/> samples of an endless source.</summary>
    public static FiniteSource Draw(DataSource endless, RandomStream stream, int count)
    {
        var table = new float[count * endless.Dimension];
        endless.Fill(stream, 0, table);
        return new FiniteSource(table, endless.Dimension, endless.Mixture);
    }

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        var count = (ulong)(table.Length / dimension);
        Span<uint> words = stackalloc uint[256];
        while (!rows.IsEmpty)
        {
            var chunk = words[..Math.Min(words.Length, rows.Length / dimension)];
            stream.Beside().Bits(first, chunk);
            foreach (var word in chunk)
            {
                var row = (int)((word * count) >> 32);
                table.AsSpan(row * dimension, dimension).CopyTo(rows);
                rows = rows[dimension..];
            }

            first += chunk.Length;
        }
    }
}
