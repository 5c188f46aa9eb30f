using GanCli.Engine.Tensors;

namespace GanCli.Engine.Data;

/// <summary>A fixed set of rows in memory; samples are rows drawn uniformly with replacement.</summary>
/// <param name="table">The rows, [<paramref name="count"/> × dimension] in row order.</param>
/// <param name="count">Rows in the table.</param>
internal class FiniteSource(float[] table, int count) : DataSource
{
    public override int Dimension { get; } = table.Length / count;

    /// <summary>Rows in the table.</summary>
    public int Count => count;

    /// <summary>Fixes the first <paramref name="count"/> samples of an endless source.</summary>
    public static FiniteSource Draw(DataSource endless, RandomStream stream, int count)
    {
        var table = new float[count * endless.Dimension];
        endless.Fill(stream, 0, table);
        return new Drawn(table, count, endless.Mixture);
    }

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        Span<uint> words = stackalloc uint[256];
        for (var total = rows.Length / Dimension; total > 0; total = rows.Length / Dimension)
        {
            var chunk = words[..Math.Min(words.Length, total)];
            stream.Beside.Bits(first, chunk);
            foreach (var word in chunk)
            {
                var row = (int)(((ulong)word * (uint)count) >> 32);
                table.AsSpan(row * Dimension, Dimension).CopyTo(rows);
                rows = rows[Dimension..];
            }

            first += chunk.Length;
        }
    }

    private sealed class Drawn(float[] table, int count, MixtureDescription? mixture) : FiniteSource(table, count)
    {
        public override MixtureDescription? Mixture => mixture;
    }
}
