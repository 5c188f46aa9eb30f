using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Pictures of nothing, made of real ones: they keep brightness, colours and strokes, and show none of the classes. A classifier that saw such
/// pictures rejects others of which it saw none (outlier exposure, Hendrycks et al. 2019).</summary>
/// <param name="shape">[channels, height, width].</param>
internal sealed class Outliers(IReadOnlyList<long> shape)
{
    private const int Kinds = 5;
    private const int Blended = 16;
    private const int Tiles = 4;
    private const float Noise = 0.5f;
    private readonly int _channels = (int)shape[0];
    private readonly int _height = (int)shape[1];
    private readonly int _width = (int)shape[2];

    /// <summary>Writes one: half of two pictures each, two pictures above each other, a picture whose tiles lie in another order, one under noise, or a
    /// blend of many about their mean, which has the covariance of all.</summary>
    /// <param name="index">Which: kinds take turns.</param>
    /// <param name="one">Numbers of a real picture in [−1, 1].</param>
    /// <param name="other">Of one of another class.</param>
    /// <param name="all">Of some pictures, [n × size].</param>
    /// <param name="random">A lane and step of its own.</param>
    /// <param name="to">Destination.</param>
    public void Make(int index, ReadOnlySpan<float> one, ReadOnlySpan<float> other, ReadOnlySpan<float> all, RandomStream random, Span<float> to)
    {
        int turn = random.Integer(0, 4);
        switch (index % Kinds)
        {
            case 0:
                Halves(turn, one, other, to);
                break;
            case 1:
                Mix(0.35f + (0.3f * (float)random.UniformDouble(1)), one, other, to);
                break;
            case 2:
                Shuffle(one, random, to);
                break;
            case 3:
                Blend(all, random, to);
                break;
            default:
                float[] noise = new float[one.Length];
                random.Beside().Normal(0, noise);
                float strength = Noise * (0.5f + (float)random.UniformDouble(1));
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = Math.Clamp(one[i] + (strength * noise[i]), -1, 1);
                }

                break;
        }
    }

    private static void Mix(float share, ReadOnlySpan<float> one, ReadOnlySpan<float> other, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = (share * one[i]) + ((1 - share) * other[i]);
        }
    }

    // m + Σ w (x − m) over some of the pictures, Σ w² = 1: about normal, with the covariance of the pictures.
    private static void Blend(ReadOnlySpan<float> all, RandomStream random, Span<float> to)
    {
        int size = to.Length;
        int count = all.Length / size;
        float[] weights = new float[Blended];
        random.Beside().Normal(0, weights);
        double length = Math.Sqrt(weights.Sum(static weight => (double)weight * weight));
        double[] sums = new double[size];
        double[] means = new double[size];
        for (int i = 0; i < Blended; i++)
        {
            ReadOnlySpan<float> picture = all.Slice(random.Integer(2 + i, count) * size, size);
            for (int j = 0; j < size; j++)
            {
                sums[j] += weights[i] / length * picture[j];
                means[j] += picture[j] / (double)Blended;
            }
        }

        double rest = 1 - weights.Sum(weight => weight / length);
        for (int j = 0; j < size; j++)
        {
            to[j] = (float)Math.Clamp(sums[j] + (rest * means[j]), -1, 1);
        }
    }

    private void Halves(int turn, ReadOnlySpan<float> one, ReadOnlySpan<float> other, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            (int y, int x) = (i / _width % _height, i % _width);
            bool first = turn < 2 ? 2 * y < _height : 2 * x < _width;
            to[i] = first == (turn % 2 == 0) ? one[i] : other[i];
        }
    }

    // The tiles of a grid in another order; some may stay where they are.
    private void Shuffle(ReadOnlySpan<float> one, RandomStream random, Span<float> to)
    {
        (int tileHeight, int tileWidth) = (Math.Max(1, _height / Tiles), Math.Max(1, _width / Tiles));
        (int rows, int columns) = (_height / tileHeight, _width / tileWidth);
        int[] order = [.. Enumerable.Range(0, rows * columns)];
        for (int i = 0; i < order.Length - 1; i++)
        {
            int place = i + random.Integer(2 + i, order.Length - i);
            (order[i], order[place]) = (order[place], order[i]);
        }

        one.CopyTo(to);
        for (int tile = 0; tile < order.Length; tile++)
        {
            (int fromY, int fromX) = (order[tile] / columns * tileHeight, order[tile] % columns * tileWidth);
            (int toY, int toX) = (tile / columns * tileHeight, tile % columns * tileWidth);
            for (int row = 0; row < _channels * tileHeight; row++)
            {
                int channel = row / tileHeight * _height;
                one.Slice(((channel + fromY + (row % tileHeight)) * _width) + fromX, tileWidth)
                    .CopyTo(to[(((channel + toY + (row % tileHeight)) * _width) + toX)..]);
            }
        }
    }
}
