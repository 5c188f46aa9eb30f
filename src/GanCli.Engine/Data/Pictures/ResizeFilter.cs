namespace GanCli.Engine.Data.Pictures;

/// <summary>How many pixels become one. Where a picture shrinks the filter is as much wider, so that nothing aliases.</summary>
public enum ResizeFilter
{
    /// <summary>Cubic convolution with a = −1/2 (Keys 1981), as Pillow and clean-fid have it.</summary>
    Bicubic,

    /// <summary>The mean of the pixels that a new one covers.</summary>
    [Config.AlsoCalled("area")]
    Box,

    /// <summary>A triangle: bilinear, and antialiased where a picture shrinks.</summary>
    [Config.AlsoCalled("bilinear", "linear")]
    Triangle,

    /// <summary>A sinc under the window of a wider one, three lobes.</summary>
    [Config.AlsoCalled("lanczos3")]
    Lanczos,
}

/// <summary>What each pixel of a line becomes of those of a longer or shorter one: the weights that Pillow's <c>resize</c> computes.</summary>
internal sealed class LineWeights
{
    private readonly int[] _firsts;
    private readonly float[][] _weights;

    /// <param name="from">Pixels before.</param>
    /// <param name="to">Pixels after.</param>
    /// <param name="filter">How they are weighed.</param>
    public LineWeights(int from, int to, ResizeFilter filter)
    {
        _firsts = new int[to];
        _weights = new float[to][];
        double scale = (double)from / to;
        double stretch = Math.Max(scale, 1);
        (double support, Func<double, double> kernel) = Kernel(filter);
        for (int i = 0; i < to; i++)
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - (support * stretch) + 0.5));
            int end = Math.Min(from, (int)(centre + (support * stretch) + 0.5));
            double[] weights = [.. Enumerable.Range(first, end - first).Select(pixel => kernel((pixel - centre + 0.5) / stretch))];
            double sum = weights.Sum();
            (_firsts[i], _weights[i]) = (first, Array.ConvertAll(weights, weight => (float)(weight / sum)));
        }
    }

    /// <summary>The first pixel that has a part in pixel <paramref name="i"/>.</summary>
    public int First(int i) => _firsts[i];

    /// <summary>The weights of that one and those that follow.</summary>
    public ReadOnlySpan<float> Of(int i) => _weights[i];

    private static (double Support, Func<double, double> Kernel) Kernel(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Bicubic => (2, static x => Math.Abs(x) switch
        {
            < 1 and var a => (((1.5 * a) - 2.5) * a * a) + 1,
            < 2 and var a => ((((((a - 5) * a) + 8) * a) - 4) * -0.5),
            _ => 0,
        }),
        ResizeFilter.Box => (0.5, static x => x is > -0.5 and <= 0.5 ? 1 : 0),
        ResizeFilter.Triangle => (1, static x => Math.Max(0, 1 - Math.Abs(x))),
        ResizeFilter.Lanczos => (3, static x => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
