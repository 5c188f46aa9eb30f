namespace GanCli.Engine.Data;

/// <summary>The samples of a finite set, each under its number, in the space that the networks see. However they rest, they become numbers when one is
/// asked for.</summary>
/// <param name="dimension">Numbers in one sample.</param>
public abstract class RowSet(int dimension)
{
    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>How many samples there are.</summary>
    public abstract int Count { get; }

    /// <summary>Writes the numbers of a sample.</summary>
    /// <param name="row">Which, from 0.</param>
    /// <param name="to">Destination, [<see cref="Dimension"/>].</param>
    public abstract void Copy(int row, Span<float> to);

    /// <summary>All of them, [<see cref="Count"/> × <see cref="Dimension"/>] in order: four bytes a number, whatever they rest in.</summary>
    public virtual float[] ToArray()
    {
        var all = new float[checked(Count * Dimension)];
        for (int row = 0; row < Count; row++)
        {
            Copy(row, all.AsSpan(row * Dimension, Dimension));
        }

        return all;
    }
}

/// <summary>Samples that rest as numbers.</summary>
/// <param name="numbers">[n × dimension] in row order.</param>
/// <param name="dimension">Numbers in one sample.</param>
internal sealed class FloatRows(ReadOnlyMemory<float> numbers, int dimension) : RowSet(dimension)
{
    public override int Count => numbers.Length / Dimension;

    public override void Copy(int row, Span<float> to) => numbers.Span.Slice(row * Dimension, Dimension).CopyTo(to);

    public override float[] ToArray() => numbers.ToArray();
}

/// <summary>Samples that rest as bytes, for instance of pictures, and are numbers in [−1, 1]: 0 is −1 and 255 is 1.</summary>
/// <param name="bytes">[n × dimension] in row order.</param>
/// <param name="dimension">Numbers in one sample.</param>
/// <param name="rows">Which of the n are in the set, and in which order; null: all.</param>
internal sealed class ByteRows(ReadOnlyMemory<byte> bytes, int dimension, int[]? rows = null) : RowSet(dimension)
{
    private static readonly float[] Numbers = [.. Enumerable.Range(0, 256).Select(static value => Number((byte)value))];

    public override int Count => rows?.Length ?? bytes.Length / Dimension;

    /// <summary>What a byte stands for.</summary>
    public static float Number(byte value) => (value / 127.5f) - 1;

    /// <summary>The byte that stands nearest to a number; beyond [−1, 1] the nearer end.</summary>
    public static byte Byte(float number) => (byte)Math.Round(255 * Math.Clamp((number + 1.0) / 2, 0, 1));

    public override void Copy(int row, Span<float> to)
    {
        ReadOnlySpan<byte> from = bytes.Span.Slice((rows is null ? row : rows[row]) * Dimension, Dimension);
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = Numbers[from[i]];
        }
    }
}
