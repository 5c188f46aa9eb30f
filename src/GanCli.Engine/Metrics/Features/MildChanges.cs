using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Real pictures a little softer or noisier than they are: still of their class. A classifier that saw none of them takes whatever is not quite as
/// sharp as its training pictures for nothing.</summary>
/// <param name="shape">[channels, height, width].</param>
internal sealed class MildChanges(IReadOnlyList<long> shape)
{
    // Standard deviation of a picture's noise at most, where black is −1 and white 1: 15 of 255.
    private const float MostNoise = 0.12f;

    // Part that a pixel takes from its neighbours on either side, in each direction: about a Gaussian of 0.8 pixels, twice over 1.1.
    private const float MostBlur = 0.3f;
    private readonly int _height = (int)shape[1];
    private readonly int _width = (int)shape[2];

    /// <summary>Changes a picture in place: not at all, softer, noisier, or both.</summary>
    /// <param name="picture">Numbers in [−1, 1].</param>
    /// <param name="random">A lane and step of its own.</param>
    public void Apply(Span<float> picture, RandomStream random)
    {
        int kind = random.Integer(0, 4);
        if (kind is 1 or 3)
        {
            float part = MostBlur * (float)random.UniformDouble(1);
            int passes = 1 + random.Integer(2, 2);
            for (int pass = 0; pass < passes; pass++)
            {
                Blur(picture, part, 1, _width);
                Blur(picture, part, _width, _height);
            }
        }

        if (kind is 2 or 3)
        {
            float strength = MostNoise * (float)random.UniformDouble(3);
            float[] noise = new float[picture.Length];
            random.Beside().Normal(0, noise);
            for (int i = 0; i < picture.Length; i++)
            {
                picture[i] = Math.Clamp(picture[i] + (strength * noise[i]), -1, 1);
            }
        }
    }

    // (1 − 2p) x + p (left + right) along one axis; the edge is its own neighbour.
    private static void Blur(Span<float> picture, float part, int stride, int length)
    {
        int block = stride * length;
        for (int first = 0; first < picture.Length; first += block)
        {
            for (int line = 0; line < stride; line++)
            {
                float before = picture[first + line];
                for (int i = 0; i < length; i++)
                {
                    int place = first + line + (i * stride);
                    float here = picture[place];
                    float after = i + 1 < length ? picture[place + stride] : here;
                    picture[place] = here + (part * (before + after - (2 * here)));
                    before = here;
                }
            }
        }
    }
}
