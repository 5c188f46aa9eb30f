using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Resizes a square row by row, so that only one row of it need be there: each is shortened as it comes and added to the rows that it has a part
/// in. Between the two steps nothing is rounded. The same bytes come out on every processor.</summary>
internal sealed class SquareResizer
{
    private readonly int _side;
    private readonly int _size;
    private readonly int _channels;
    private readonly LineWeights _weights;
    private readonly float[] _line;
    private readonly float[] _short;
    private readonly float[] _sums;

    /// <param name="side">Height and width before.</param>
    /// <param name="size">Height and width after.</param>
    /// <param name="channels">3: red, green and blue. 1: luma.</param>
    /// <param name="filter">How pixels are weighed.</param>
    public SquareResizer(int side, int size, int channels, ResizeFilter filter)
    {
        (_side, _size, _channels) = (side, size, channels);
        _weights = new LineWeights(side, size, filter);
        _line = new float[channels * side];
        _short = new float[channels * size];
        _sums = new float[channels * size * size];
    }

    /// <summary>Takes the next row.</summary>
    /// <param name="row">Its number, from 0.</param>
    /// <param name="pixels">[side × 4] bytes of red, green, blue and alpha, not premultiplied. White shines through what is not opaque.</param>
    public void Add(int row, ReadOnlySpan<byte> pixels)
    {
        Split(MemoryMarshal.Cast<byte, uint>(pixels)[.._side]);
        for (int channel = 0; channel < _channels; channel++)
        {
            ReadOnlySpan<float> line = _line.AsSpan(channel * _side, _side);
            for (int i = 0; i < _size; i++)
            {
                ReadOnlySpan<float> weights = _weights.Of(i);
                _short[(channel * _size) + i] = Product(line.Slice(_weights.First(i), weights.Length), weights);
            }
        }

        for (int i = 0; i < _size; i++)
        {
            ReadOnlySpan<float> weights = _weights.Of(i);
            int part = row - _weights.First(i);
            if (part >= 0 && part < weights.Length)
            {
                for (int channel = 0; channel < _channels; channel++)
                {
                    Span<float> sums = _sums.AsSpan((((channel * _size) + i) * _size), _size);
                    for (int x = 0; x < _size; x++)
                    {
                        sums[x] += weights[part] * _short[(channel * _size) + x];
                    }
                }
            }
        }
    }

    /// <summary>Value of a pixel, in 0 … 255 and maybe a little beyond, once all rows were taken.</summary>
    public float At(int channel, int y, int x) => _sums[(((channel * _size) + y) * _size) + x];

    private void Split(ReadOnlySpan<uint> pixels)
    {
        for (int x = 0; x < pixels.Length; x++)
        {
            // Little end first, as on all that .NET runs libtorch on: alpha is the highest byte.
            uint pixel = pixels[x];
            float alpha = (pixel >> 24) / 255f;
            float white = 255 * (1 - alpha);
            float red = (alpha * (pixel & 255)) + white;
            float green = (alpha * ((pixel >> 8) & 255)) + white;
            float blue = (alpha * ((pixel >> 16) & 255)) + white;
            if (_channels == 1)
            {
                // Rec. 601, as Pillow's mode L.
                _line[x] = (0.299f * red) + (0.587f * green) + (0.114f * blue);
            }
            else
            {
                (_line[x], _line[_side + x], _line[(2 * _side) + x]) = (red, green, blue);
            }
        }
    }

    // Eight sums on every processor: how many there are decides how they round.
    private static float Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector256<float> sums = Vector256<float>.Zero;
        int i = 0;
        for (; i + Vector256<float>.Count <= a.Length; i += Vector256<float>.Count)
        {
            sums += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        }

        float rest = 0;
        for (; i < a.Length; i++)
        {
            rest += a[i] * b[i];
        }

        return Vector256.Sum(sums) + rest;
    }
}
