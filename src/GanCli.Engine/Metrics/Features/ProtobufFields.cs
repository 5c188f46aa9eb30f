using System.Text;

namespace GanCli.Engine.Metrics.Features;

/// <summary>The fields of a message of Protocol Buffers, one after another.</summary>
/// <param name="message">The whole message.</param>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private long _whole;

    /// <summary>Its number in the schema.</summary>
    public int Number { get; private set; }

    /// <summary>What it holds, where that is not a whole number.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Moves on to the next.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        long tag = Varint(ref _rest);
        Number = (int)(tag >> 3);
        Bytes = [];
        switch (tag & 7)
        {
            case 0:
                _whole = Varint(ref _rest);
                break;
            case 1:
                Bytes = Take(8);
                break;
            case 2:
                Bytes = Take(Varint(ref _rest));
                break;
            case 5:
                Bytes = Take(4);
                break;
            default:
                throw new InvalidDataException("a field is of no known form");
        }

        return true;
    }

    /// <summary>Adds its whole numbers: one, or several that are packed.</summary>
    public readonly void AddWholeTo(List<long> numbers)
    {
        if (Bytes.IsEmpty)
        {
            numbers.Add(_whole);
        }

        ReadOnlySpan<byte> packed = Bytes;
        while (!packed.IsEmpty)
        {
            numbers.Add(Varint(ref packed));
        }
    }

    // Seven bits a byte, the lowest first; the highest bit says that more follow.
    private static long Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (int i = 0; i < 10 && i < bytes.Length; i++)
        {
            number |= (ulong)(bytes[i] & 127) << (7 * i);
            if (bytes[i] < 128)
            {
                bytes = bytes[(i + 1)..];
                return (long)number;
            }
        }

        throw new InvalidDataException("it is cut short");
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new InvalidDataException("it is cut short");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
