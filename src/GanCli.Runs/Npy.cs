using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCli.Runs;

/// <summary>NumPy's array files: writes float32, reads every plain little-endian number type.</summary>
public static class Npy
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Writes an array; the file appears whole or not at all.</summary>
    /// <param name="path">Where the file is to appear.</param>
    /// <param name="data">The numbers in row order.</param>
    /// <param name="shape">Length of each axis; the product is the count of <paramref name="data"/>.</param>
    public static void Write(string path, ReadOnlySpan<float> data, params ReadOnlySpan<long> shape)
    {
        using var writer = new NpyWriter(path, shape);
        writer.Append(data);
        writer.Complete();
    }

    /// <summary>Reads an array as float32, rounding wider types.</summary>
    /// <exception cref="InvalidDataException">Not such a file, cut short, or of a type that is not a plain number.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray<float> Read(string path) => Read<float>(path);

    /// <summary>Reads an array in double precision (integers beyond 2^53 are rounded).</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static NpyArray<double> ReadDoubles(string path) => Read<double>(path);

    /// <summary>NumPy's word for the type of an array's numbers: <c>&lt;f4</c>, <c>|u1</c>.</summary>
    /// <exception cref="InvalidDataException">Not such a file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string TypeOf(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        return NpyHeader.Read(stream).Type;
    }

    private static NpyArray<T> Read<T>(string path)
        where T : unmanaged, INumberBase<T>
    {
        using var stream = RegularFile.OpenRead(path);
        try
        {
            return Read<T>(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private static NpyArray<T> Read<T>(FileStream stream)
        where T : unmanaged, INumberBase<T>
    {
        var header = NpyHeader.Read(stream);
        if (header.ColumnOrder && header.Shape.Length > 2)
        {
            throw new InvalidDataException("Fortran order is read up to two axes only; save it with numpy.ascontiguousarray");
        }

        var data = header.Type switch
        {
            "<f4" => Numbers<float, T>(stream, header),
            "<f8" => Numbers<double, T>(stream, header),
            "<f2" => Numbers<Half, T>(stream, header),
            "|i1" => Numbers<sbyte, T>(stream, header),
            "<i2" => Numbers<short, T>(stream, header),
            "<i4" => Numbers<int, T>(stream, header),
            "<i8" => Numbers<long, T>(stream, header),
            "|u1" or "|b1" => Numbers<byte, T>(stream, header),
            "<u2" => Numbers<ushort, T>(stream, header),
            "<u4" => Numbers<uint, T>(stream, header),
            "<u8" => Numbers<ulong, T>(stream, header),
            _ => throw new InvalidDataException($"numbers of type '{header.Type}' are not read; save it as float32 or float64"),
        };
        return new NpyArray<T>(header.Shape, header.ColumnOrder && header.Shape.Length == 2 ? RowOrder(data, header.Shape) : data);
    }

    private static TTo[] Numbers<TFrom, TTo>(FileStream stream, NpyHeader header)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        var size = Unsafe.SizeOf<TFrom>();
        var promised = FileChecks.ByteCount(header.Shape, size)
            ?? throw new InvalidDataException($"the shape ({string.Join(", ", header.Shape)}) is too large");
        FileChecks.CheckLength(promised, stream.Length - stream.Position);
        if (promised / size > Array.MaxLength)
        {
            throw new InvalidDataException($"{(promised / size).Grouped()} numbers are more than can be read at once");
        }

        var data = new TTo[promised / size];
        var chunk = new TFrom[Math.Min(data.Length, ChunkBytes / size)];
        for (var first = 0; first < data.Length; first += chunk.Length)
        {
            var part = chunk.AsSpan(0, Math.Min(chunk.Length, data.Length - first));
            FileChecks.Fill(stream, MemoryMarshal.AsBytes(part));
            for (var index = 0; index < part.Length; index++)
            {
                data[first + index] = TTo.CreateTruncating(part[index]);
            }
        }

        return data;
    }

    private static T[] RowOrder<T>(T[] columns, long[] shape)
    {
        if (columns.Length == 0)
        {
            return columns;
        }

        var (height, width) = ((int)shape[0], (int)shape[1]);
        var rows = new T[columns.Length];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                rows[(row * width) + column] = columns[(column * height) + row];
            }
        }

        return rows;
    }
}
