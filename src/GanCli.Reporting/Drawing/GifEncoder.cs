using System.Buffers.Binary;

namespace GanCli.Reporting.Drawing;

/// <summary>Writes animated GIFs (CompuServe, GIF89a specification, 1990) with one palette for all frames. Every frame after the first
/// holds only the rectangle that changed, and in it what stayed is transparent.</summary>
public sealed class GifEncoder
{
    private const int CodeLimit = 4096;

    private readonly Stream _output;
    private readonly int _width;
    private readonly int _height;
    private readonly byte _transparent;
    private readonly int _codeSize;
    private byte[]? _previous;

    /// <summary>Begins a file.</summary>
    /// <param name="output">Receives the file; stays open.</param>
    /// <param name="width">Width in pixels, 1 to 65,535.</param>
    /// <param name="height">Height in pixels, 1 to 65,535.</param>
    /// <param name="palette">Up to 255 colours as red, green, blue.</param>
    public GifEncoder(Stream output, int width, int height, IReadOnlyList<(byte Red, byte Green, byte Blue)> palette)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(palette.Count, 255);
        _output = output;
        _width = width;
        _height = height;
        _transparent = (byte)palette.Count;

        // The table's size is a power of two and has room for the transparent entry; code sizes below two are not allowed.
        _codeSize = 2;
        while (1 << _codeSize < palette.Count + 1)
        {
            _codeSize++;
        }

        output.Write("GIF89a"u8);
        WriteShort(width);
        WriteShort(height);
        output.Write([(byte)(0xF0 | (_codeSize - 1)), 0, 0]);
        for (int i = 0; i < 1 << _codeSize; i++)
        {
            (byte red, byte green, byte blue) = i < palette.Count ? palette[i] : default;
            output.Write([red, green, blue]);
        }

        // Netscape's extension: repeat for ever.
        output.Write([0x21, 0xFF, 11]);
        output.Write("NETSCAPE2.0"u8);
        output.Write([3, 1, 0, 0, 0]);
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="pixels">Palette indices, [height × width].</param>
    /// <param name="delay">How long it shows, in hundredths of a second.</param>
    public void Add(byte[] pixels, int delay)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, _width * _height);
        (int left, int top, int width, int height) = _previous is null ? (0, 0, _width, _height) : Changed(_previous, pixels);
        byte[] part = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = ((top + y) * _width) + left + x;
                part[(y * width) + x] = _previous is not null && _previous[at] == pixels[at] ? _transparent : pixels[at];
            }
        }

        // Graphic control: leave the picture in place, one colour is transparent.
        _output.Write([0x21, 0xF9, 4, 0x05]);
        WriteShort(delay);
        _output.Write([_transparent, 0]);

        _output.WriteByte(0x2C);
        WriteShort(left);
        WriteShort(top);
        WriteShort(width);
        WriteShort(height);
        _output.WriteByte(0);
        Compress(part);
        _previous = (byte[])pixels.Clone();
    }

    /// <summary>Ends the file.</summary>
    public void Complete() => _output.WriteByte(0x3B);

    private (int Left, int Top, int Width, int Height) Changed(byte[] before, byte[] after)
    {
        int left = _width, top = _height, right = -1, bottom = -1;
        for (int i = 0; i < after.Length; i++)
        {
            if (before[i] != after[i])
            {
                left = Math.Min(left, i % _width);
                right = Math.Max(right, i % _width);
                top = Math.Min(top, i / _width);
                bottom = i / _width;
            }
        }

        return right < 0 ? (0, 0, 1, 1) : (left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>Variable-length LZW. The dictionary is a table of (prefix code, next pixel) → code.</summary>
    private void Compress(byte[] pixels)
    {
        int clear = 1 << _codeSize;
        short[] table = new short[CodeLimit << 8];
        using BlockWriter bits = new(_output, _codeSize);
        int next = clear + 2;
        int size = _codeSize + 1;
        bits.Write(clear, size);
        int prefix = pixels[0];
        for (int i = 1; i < pixels.Length; i++)
        {
            int slot = (prefix << 8) | pixels[i];
            if (table[slot] != 0)
            {
                prefix = table[slot];
                continue;
            }

            bits.Write(prefix, size);
            if (next < CodeLimit)
            {
                // The decoder is one entry behind, so the width grows when the entry itself no longer fits, not one earlier.
                size += next == 1 << size ? 1 : 0;
                table[slot] = (short)next++;
            }
            else
            {
                bits.Write(clear, size);
                Array.Clear(table);
                next = clear + 2;
                size = _codeSize + 1;
            }

            prefix = pixels[i];
        }

        bits.Write(prefix, size);
        size += next == 1 << size && size < 12 ? 1 : 0;
        bits.Write(clear + 1, size);
    }

    private void WriteShort(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        _output.Write(bytes);
    }

    /// <summary>Packs codes into bytes, lowest bit first, and those into blocks of up to 255.</summary>
    private sealed class BlockWriter : IDisposable
    {
        private readonly Stream _output;
        private readonly byte[] _block = new byte[255];
        private int _length;
        private uint _pending;
        private int _count;

        public BlockWriter(Stream output, int codeSize)
        {
            _output = output;
            output.WriteByte((byte)codeSize);
        }

        public void Write(int code, int size)
        {
            _pending |= (uint)code << _count;
            _count += size;
            while (_count >= 8)
            {
                Append((byte)_pending);
                _pending >>= 8;
                _count -= 8;
            }
        }

        public void Dispose()
        {
            if (_count > 0)
            {
                Append((byte)_pending);
            }

            Flush();
            _output.WriteByte(0);
        }

        private void Append(byte value)
        {
            _block[_length++] = value;
            if (_length == _block.Length)
            {
                Flush();
            }
        }

        private void Flush()
        {
            if (_length > 0)
            {
                _output.WriteByte((byte)_length);
                _output.Write(_block, 0, _length);
                _length = 0;
            }
        }
    }
}
