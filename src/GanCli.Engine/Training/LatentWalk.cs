namespace GanCli.Engine.Training;

/// <summary>Points between two latents.</summary>
public static class LatentWalk
{
    /// <summary>Interpolates, both ends included.</summary>
    /// <param name="from">First latent, [Z].</param>
    /// <param name="to">Last latent, [Z].</param>
    /// <param name="points">At least 2.</param>
    /// <param name="spherical">Along the great circle (slerp, White 2016) instead of the straight line.</param>
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
}
