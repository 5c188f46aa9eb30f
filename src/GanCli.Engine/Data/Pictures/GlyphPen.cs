using System.Buffers;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Draws characters as a config asks. Picture i is a function of (config, seed, i): every operation is one that all processors round alike.</summary>
internal sealed class GlyphPen
{
    /// <summary>Changes whenever a config gives other pixels than before.</summary>
    public const int Version = 1;

    // Lanes of the data's last step, beside those of PictureDataConfig.
    private const int JitterLane = 0x710;
    private const int NoiseLane = 0x711;

    // Part of every draw: never renumber.
    private const int Draws = 16;

    // The side of the square that holds an upright character of the usual size, as a share of the picture's: as in MNIST, 20 of 28.
    private const float Box = 20f / 28;

    // Quarters of a pixel further than this from its middle no edge passes through it, however it is stretched and slanted.
    private const float Clear = 4;

    // Blur is stated for pictures of this side.
    private const float UsualSide = 28;
    private readonly GlyphsConfig _config;
    private readonly IReadOnlyList<GlyphShape> _shapes;
    private readonly float _depth;
    private readonly RandomStream _jitter;
    private readonly RandomStream _noise;
    private readonly int _side;

    /// <param name="config">A valid one.</param>
    /// <param name="data">The stream of the data; its seed counts.</param>
    public GlyphPen(GlyphsConfig config, RandomStream data)
    {
        _config = config;
        _side = config.Size;
        _shapes = GlyphFont.Embedded.Shapes(config.Characters);
        _depth = _shapes.Min(static shape => shape.Depth);
        _jitter = data.At(RandomStream.MaxStep).ForLane(JitterLane);
        _noise = data.At(RandomStream.MaxStep).ForLane(NoiseLane);
    }

    /// <summary>Draws picture <paramref name="index"/>, which shows character index mod their number.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="pixels">Destination, [side × side].</param>
    public void Draw(int index, Span<byte> pixels)
    {
        Span<float> u = stackalloc float[Draws];
        _jitter.Uniform((long)index * Draws, u);
        float[] light = ArrayPool<float>.Shared.Rent(2 * pixels.Length);
        Span<float> picture = light.AsSpan(0, pixels.Length);
        Span<float> spare = light.AsSpan(pixels.Length, pixels.Length);
        Trace(_shapes[index % _shapes.Count], u, picture);
        Blur(picture, spare, u[7] * (float)_config.Blur * _side / UsualSide);
        float noise = (float)_config.Noise;
        spare.Clear();
        if (noise > 0)
        {
            _noise.Normal((long)index * pixels.Length, spare);
        }

        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)MathF.Round(255 * Math.Clamp(picture[i] + (noise * spare[i]), 0f, 1f));
        }

        ArrayPool<float>.Shared.Return(light);
    }

    /// <summary>Sine and cosine of an angle in degrees, up to half a turn: their power series, since a library's last digit differs between systems.</summary>
    internal static (double Sine, double Cosine) Turn(double degrees)
    {
        double x = degrees * (Math.PI / 180);
        (double sine, double cosine, double term) = (0, 0, 1);
        for (int n = 0; n < 32; n += 2)
        {
            cosine += term;
            term *= x / (n + 1);
            sine += term;
            term *= -x / (n + 2);
        }

        return (sine, cosine);
    }

    private static float Signed(float u) => (2 * u) - 1;

    private void Trace(GlyphShape shape, ReadOnlySpan<float> u, Span<float> picture)
    {
        (double sine, double cosine) = Turn(Signed(u[0]) * _config.Rotation);
        float unit = Box * _side;
        float across = unit * (1 + (Signed(u[1]) * (float)_config.Scale));
        float down = unit * (1 + (Signed(u[2]) * (float)_config.Scale));
        float slant = Signed(u[3]) * (float)_config.Slant;
        float x0 = (0.5f + (Signed(u[4]) * (float)_config.Shift)) * _side;
        float y0 = (0.5f + (Signed(u[5]) * (float)_config.Shift)) * _side;
        float thicker = Signed(u[6]) * (float)_config.Stroke * _depth;

        // Turned by the angle after it was slanted after it was stretched: undone in reverse.
        (float s, float c) = ((float)sine, (float)cosine);
        (float xx, float xy) = ((c - (slant * s)) / across, (s + (slant * c)) / across);
        (float yx, float yy) = (-s / down, c / down);
        float sharpness = 2 * MathF.Sqrt(across * down);
        for (int row = 0; row < _side; row++)
        {
            for (int column = 0; column < _side; column++)
            {
                float x = column + 0.5f - x0;
                float y = row + 0.5f - y0;
                float middle = shape.At((xx * x) + (xy * y), (yx * x) + (yy * y)) - thicker;
                if (middle * sharpness is > Clear or < -Clear)
                {
                    picture[(row * _side) + column] = middle < 0 ? 1 : 0;
                    continue;
                }

                // Four places in each pixel at the edge, each as sharp as its quarter.
                float light = 0;
                for (int place = 0; place < 4; place++)
                {
                    float px = x + (0.5f * (place & 1)) - 0.25f;
                    float py = y + (0.5f * (place >> 1)) - 0.25f;
                    float distance = shape.At((xx * px) + (xy * py), (yx * px) + (yy * py)) - thicker;
                    light += Math.Clamp(0.5f - (distance * sharpness), 0f, 1f);
                }

                picture[(row * _side) + column] = light / 4;
            }
        }
    }

    /// <summary>Convolves with [k, 1 − 2k, k] along both axes as often as a deviation needs, at least twice: next to a Gaussian, no exponentials.</summary>
    private void Blur(Span<float> picture, Span<float> spare, float deviation)
    {
        float variance = deviation * deviation;
        int passes = Math.Max(2, (int)MathF.Ceiling(2 * variance));
        float weight = variance / (2 * passes);
        for (int pass = 0; weight > 0 && pass < passes; pass++)
        {
            Smooth(picture, spare, weight, 1, _side);
            Smooth(spare, picture, weight, _side, 1);
        }
    }

    // What lies beyond the edge is dark.
    private void Smooth(ReadOnlySpan<float> from, Span<float> to, float weight, int along, int beside)
    {
        for (int line = 0; line < _side; line++)
        {
            for (int i = 0; i < _side; i++)
            {
                int at = (line * beside) + (i * along);
                float before = i > 0 ? from[at - along] : 0;
                float after = i < _side - 1 ? from[at + along] : 0;
                to[at] = from[at] + (weight * (before - (2 * from[at]) + after));
            }
        }
    }
}
