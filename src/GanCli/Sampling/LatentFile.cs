using GanCli.Engine.Training;
using GanCli.Runs;

namespace GanCli.Sampling;

/// <summary>Latents that somebody gave, out of a NumPy array.</summary>
internal sealed class LatentFile
{
    private readonly float[] _numbers;
    private readonly int _dimension;

    private LatentFile(float[] numbers, int dimension) => (_numbers, _dimension) = (numbers, dimension);

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Length / _dimension;

    /// <summary>Reads the file.</summary>
    /// <param name="path">An array of N × <paramref name="dimension"/> finite numbers.</param>
    /// <param name="dimension">Numbers in one latent of the generator.</param>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public static LatentFile Read(string path, int dimension)
    {
        NpyArray<float> array = Npy.Read(path);
        if (array.Shape.Count != 2 || array.Shape[1] != dimension)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: has the shape [{string.Join(", ", array.Shape)}]; the latents of this generator are [N, {dimension}]"));
        }

        if (array.Data.Length == 0)
        {
            throw new InvalidDataException($"{path}: holds no latents");
        }

        int bad = Array.FindIndex(array.Data, static value => !float.IsFinite(value));
        return bad < 0 ? new LatentFile(array.Data, dimension)
            : throw new InvalidDataException(FormattableString.Invariant($"{path}: latent {(bad / dimension) + 1} is not finite"));
    }

    /// <summary>The latents in chunks that a generator takes at once.</summary>
    public IEnumerable<float[]> Chunks() => _numbers.Chunk(Sampler.Chunk * _dimension);
}
