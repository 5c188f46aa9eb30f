using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace GanCli.Engine.Data.Pictures;

/// <summary>An array of bytes in the IDX format of MNIST (LeCun, Cortes and Burges): a magic number, a big-endian count for each axis, then the bytes in row
/// order. Compressed with gzip or not. What the header promises is held against the file's length before anybody makes room for it.</summary>
internal sealed class IdxFile : IDisposable
{
    // A byte of a deflate stream stands for 1,032 at most.
    private const long MostFromAByte = 1032;
    private const int Bytes = 0x08;

    private readonly FileStream _file;
    private readonly Stream _content;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="axes">How many axes are right: 3 for pictures, 1 for labels.</param>
    /// <exception cref="InvalidDataException">It is no such file, or holds less or more than it promises.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IdxFile(string path, int axes)
    {
        Path = path;
        _file = ForeignFile.Open(path, "idx", gzip: true);
        _content = _file;
        try
        {
            bool packed = _file.ReadByte() == 0x1F && _file.ReadByte() == 0x8B;
            uint? promised = packed ? Trailer() : null;
            _file.Position = 0;
            _content = packed ? new BufferedStream(new GZipStream(_file, CompressionMode.Decompress), 1 << 16) : _file;
            Shape = Header(axes);
            Check(promised, axes);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Length of each axis.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Gets one piece of the bytes.</summary>
    /// <param name="number">Which, from 0.</param>
    /// <param name="bytes">Valid during the call.</param>
    public delegate void Taker(int number, ReadOnlySpan<byte> bytes);

    /// <summary>Hands over all bytes in pieces, one for each place on the first axis, in order.</summary>
    /// <param name="take">Gets them.</param>
    /// <param name="hash">Gets them too.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void Read(Taker take, IncrementalHash hash)
    {
        var piece = new byte[Shape.Skip(1).Aggregate(1, static (size, axis) => checked(size * axis))];
        for (int i = 0; i < Shape[0]; i++)
        {
            Fill(piece);
            hash.AppendData(piece);
            take(i, piece);
        }

        // The end of a gzip stream is where its checksum is compared.
        if (Guarded(_content.ReadByte) >= 0)
        {
            throw new InvalidDataException($"{Path}: goes on behind what its header promises");
        }
    }

    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }

    // The length of what was packed, modulo 2³².
    private uint Trailer()
    {
        if (_file.Length < 18)
        {
            throw new InvalidDataException($"{Path}: is cut short within the gzip header; fetch it again");
        }

        Span<byte> last = stackalloc byte[4];
        _file.Position = _file.Length - 4;
        _file.ReadExactly(last);
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }

    private int[] Header(int axes)
    {
        var start = new byte[4];
        Fill(start);
        if (start[0] != 0 || start[1] != 0)
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{Path}: is no IDX file: it begins with {Convert.ToHexString(start)}, where {(axes == 3 ? "pictures" : "labels")} have 0000080{axes}"));
        }

        if (start[2] != Bytes || start[3] != axes)
        {
            string what = start[2] != Bytes ? NumberTable.Text($"holds numbers of type 0x{start[2]:X2}; only bytes (0x08) can be read")
                : NumberTable.Text($"has {start[3]} {(start[3] == 1 ? "axis" : "axes")}, where {(axes == 3 ? "pictures have 3" : "labels have 1")}");
            throw new InvalidDataException($"{Path}: {what}{(axes == 3 && start[3] == 1 ? "; these are labels: name the file of pictures" : "")}");
        }

        var sizes = new byte[4 * axes];
        Fill(sizes);
        var shape = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(sizes.AsSpan(4 * i));
            shape[i] = size is > 0 and <= int.MaxValue ? (int)size
                : throw new InvalidDataException(NumberTable.Text($"{Path}: its header gives axis {i + 1} the length {size:N0}; fetch it again"));
        }

        return shape;
    }

    private void Check(uint? promised, int axes)
    {
        Int128 numbers = Shape.Aggregate((Int128)1, static (size, axis) => size * axis);
        Int128 needed = 4 + (4 * axes) + numbers;
        if (promised is null ? needed > _file.Length : needed > MostFromAByte * _file.Length)
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{Path}: is cut short: the header promises {needed:N0} bytes, {_file.Length:N0} {(promised is null ? "" : "compressed ones ")}are there"));
        }

        if (promised is null ? needed != _file.Length : (uint)(ulong)needed != promised)
        {
            throw new InvalidDataException(promised is null
                ? NumberTable.Text($"{Path}: is too long: the header promises {needed:N0} bytes, {_file.Length:N0} are there")
                : NumberTable.Text($"{Path}: is cut short or damaged: the header promises {needed:N0} bytes, the end of the gzip file says {promised:N0}"));
        }

        if (numbers > Array.MaxLength)
        {
            throw new InvalidDataException(NumberTable.Text($"{Path}: holds {numbers:N0} bytes; the most is {Array.MaxLength:N0}"));
        }
    }

    private void Fill(Span<byte> to)
    {
        try
        {
            _content.ReadExactly(to);
        }
        catch (EndOfStreamException end)
        {
            throw new InvalidDataException($"{Path}: is cut short; fetch it again", end);
        }
        catch (InvalidDataException damage)
        {
            throw Damaged(damage);
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException damage)
        {
            throw Damaged(damage);
        }
    }

    private InvalidDataException Damaged(InvalidDataException damage) =>
        new($"{Path}: is damaged, unpacking it fails ({damage.Message.TrimEnd('.')}); fetch it again", damage);
}
