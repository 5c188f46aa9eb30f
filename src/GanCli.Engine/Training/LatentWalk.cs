using GanCli.Engine.Priors;
using GanCli.Engine.Random;

namespace GanCli.Engine.Training;

/// <summary>Ways between latents of a stream: along the great circle for priors whose latents' length carries no meaning, straight for others. A straight
/// way between two components of a mixture leads through latents that are never drawn.</summary>
/// <param name="prior">Where latents come from.</param>
/// <param name="stream">Which ones.</param>
public sealed class LatentWalk(Prior prior, RandomStream stream)
{
    /// <summary>From latent 2 m to latent 2 m + 1, for each m.</summary>
    /// <param name="pairs">How many ways.</param>
    /// <param name="points">On each, both ends included, at least 2.</param>
    /// <returns>Way after way, in chunks of at most <see cref="Sampler.Chunk"/> rows, each [rows × latent dimension].</returns>
    public IEnumerable<float[]> Pairs(int pairs, int points) =>
        Chunks(Enumerable.Range(0, pairs).Select(pair => Leg(2L * pair, (2L * pair) + 1, points)));

    /// <summary>From latent 0 to 1, to 2 and so on, and from the last one back to 0, without coming to 0 a second time: what repeats has no halt.</summary>
    /// <param name="latents">How many, at least 2.</param>
    /// <param name="points">From one to the next, both ends included, at least 2.</param>
    /// <returns>Leg after leg, latents · (points − 1) rows in all, in chunks as those of <see cref="Pairs"/>.</returns>
    public IEnumerable<float[]> Loop(int latents, int points) =>
        Chunks(Enumerable.Range(0, latents).Select(from => Leg(from, (from + 1) % latents, points)[..^prior.Dimension]));

    /// <summary>Interpolates, both ends included.</summary>
    /// <param name="from">First latent, [Z].</param>
    /// <param name="to">Last latent, [Z].</param>
    /// <param name="points">At least 2.</param>
    /// <param name="spherical">Along the great circle (slerp, Shoemake 1985, as White 2016 takes it for latents: of vectors of different length, both
    /// direction and length change) instead of the straight line.</param>
    /// <returns>[points × Z].</returns>
    public static float[] Between(ReadOnlySpan<float> from, ReadOnlySpan<float> to, int points, bool spherical)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        double dot = 0, fromSquare = 0, toSquare = 0;
        for (int i = 0; i < from.Length; i++)
        {
            dot += from[i] * (double)to[i];
            fromSquare += from[i] * (double)from[i];
            toSquare += to[i] * (double)to[i];
        }

        double cosine = dot / Math.Sqrt(fromSquare * toSquare);
        double angle = Math.Acos(Math.Clamp(cosine, -1, 1));

        // Parallel or opposite latents (always so in one dimension) have no great circle of their own.
        bool straight = !spherical || !(Math.Sin(angle) > 1e-6);
        var path = new float[points * from.Length];
        for (int p = 0; p < points; p++)
        {
            double t = p / (points - 1d);
            double a = straight ? 1 - t : Math.Sin((1 - t) * angle) / Math.Sin(angle);
            double b = straight ? t : Math.Sin(t * angle) / Math.Sin(angle);
            for (int i = 0; i < from.Length; i++)
            {
                path[(p * from.Length) + i] = (float)((a * from[i]) + (b * to[i]));
            }
        }

        return path;
    }

    private float[] Leg(long from, long to, int points)
    {
        var ends = new float[2 * prior.Dimension];
        prior.Fill(stream, from, ends.AsSpan(0, prior.Dimension));
        prior.Fill(stream, to, ends.AsSpan(prior.Dimension));
        return Between(ends.AsSpan(0, prior.Dimension), ends.AsSpan(prior.Dimension), points, prior.IsRound);
    }

    // Legs are often much shorter than what a network takes at once.
    private IEnumerable<float[]> Chunks(IEnumerable<float[]> legs)
    {
        int whole = Sampler.Chunk * prior.Dimension;
        var rows = new List<float>();
        foreach (float[] leg in legs)
        {
            rows.AddRange(leg);
            int taken = 0;
            for (; rows.Count - taken >= whole; taken += whole)
            {
                yield return [.. rows.Slice(taken, whole)];
            }

            rows.RemoveRange(0, taken);
        }

        if (rows.Count > 0)
        {
            yield return [.. rows];
        }
    }
}
