using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Training;

namespace GanCli.Tests.Training;

public sealed class LatentWalkTests
{
    /// <summary>The closed form: of vectors of one length all lie on their circle, in their plane, at even angles.</summary>
    [Fact]
    public void OnAGreatCircleLengthStaysAndTheAngleGrowsEvenly()
    {
        RandomStream stream = new RandomStreams(3).Sampling;
        Prior sphere = new SpherePriorConfig { Dimension = 7, Radius = 2.5 }.Build(new RandomStreams(3));
        Assert.True(sphere.IsRound);
        var ends = new float[14];
        sphere.Fill(stream, 0, ends);
        double whole = Angle(ends.AsSpan(0, 7), ends.AsSpan(7));
        float[] path = LatentWalk.Between(ends.AsSpan(0, 7), ends.AsSpan(7), 9, spherical: true);
        Assert.Equal(ends[..7], path[..7]);
        for (int p = 0; p < 9; p++)
        {
            ReadOnlySpan<float> point = path.AsSpan(p * 7, 7);
            Assert.Equal(2.5, Math.Sqrt(Dot(point, point)), 1e-6);
            Assert.Equal(whole * p / 8, Angle(ends.AsSpan(0, 7), point), 1e-3);
            Assert.Equal(whole * (8 - p) / 8, Angle(point, ends.AsSpan(7)), 1e-3);
        }
    }

    /// <summary>Of different lengths r and s at a right angle, halfway: r/√2 of the one and s/√2 of the other.</summary>
    [Fact]
    public void HalfwayBetweenARightAngleBothCountByTheSquareRootOfAHalf()
    {
        float[] path = LatentWalk.Between([3, 0], [0, 1], 3, spherical: true);
        Assert.Equal(3 / Math.Sqrt(2), path[2], 1e-6);
        Assert.Equal(1 / Math.Sqrt(2), path[3], 1e-6);
        Assert.Equal([3, 0, 1.5f, 0.5f, 0, 1], LatentWalk.Between([3, 0], [0, 1], 3, spherical: false));

        // Opposite and equal ones, and zero, have no circle.
        Assert.Equal([1, 0, 0, 0, -1, 0], LatentWalk.Between([1, 0], [-1, 0], 3, spherical: true));
        Assert.Equal([1, 2, 1, 2, 1, 2], LatentWalk.Between([1, 2], [1, 2], 3, spherical: true));
        Assert.Equal([0, 0, 1, 1, 2, 2], LatentWalk.Between([0, 0], [2, 2], 3, spherical: true));
    }

    [Fact]
    public void OnlyPriorsWithoutABoxOrComponentsAreRound()
    {
        Assert.True(new GaussianPriorConfig().Build(new RandomStreams(1)).IsRound);
        foreach (PriorConfig prior in (PriorConfig[])[new UniformPriorConfig(), new TruncatedGaussianPriorConfig(), new BernoulliPriorConfig(),
            new MixturePriorConfig(), new LearnedMixturePriorConfig()])
        {
            Assert.False(prior.Build(new RandomStreams(1)).IsRound);
        }
    }

    /// <summary>However long ways are, chunks are of a size that a network takes, and hold way after way.</summary>
    [Theory]
    [InlineData(3, 2)]
    [InlineData(5, 700)]
    [InlineData(2, 3000)]
    [InlineData(1024, 3)]
    public void ChunksHoldWayAfterWay(int pairs, int points)
    {
        Prior prior = new GaussianPriorConfig { Dimension = 3 }.Build(new RandomStreams(1));
        var walk = new LatentWalk(prior, new RandomStreams(1).Sampling);
        float[][] chunks = [.. walk.Pairs(pairs, points)];
        Assert.All(chunks[..^1], static chunk => Assert.Equal(Sampler.Chunk * 3, chunk.Length));
        Assert.InRange(chunks[^1].Length, 1, Sampler.Chunk * 3);
        float[] rows = [.. chunks.SelectMany(static chunk => chunk)];
        var latents = new float[pairs * 6];
        prior.Fill(new RandomStreams(1).Sampling, 0, latents);
        Assert.Equal(pairs * points * 3, rows.Length);
        for (int pair = 0; pair < pairs; pair++)
        {
            Assert.Equal(
                LatentWalk.Between(latents.AsSpan(pair * 6, 3), latents.AsSpan((pair * 6) + 3, 3), points, spherical: true),
                rows[(pair * points * 3)..((pair + 1) * points * 3)]);
        }

        // Round: the last leg leads back, and nothing is shown twice in a row.
        float[] round = [.. walk.Loop(2 * pairs, points).SelectMany(static chunk => chunk)];
        Assert.Equal(2 * pairs * (points - 1) * 3, round.Length);
        for (int latent = 0; latent < 2 * pairs; latent++)
        {
            Assert.Equal(latents.AsSpan(latent * 3, 3), round.AsSpan(latent * (points - 1) * 3, 3));
        }

        float[] last = LatentWalk.Between(latents.AsSpan(^3), latents.AsSpan(0, 3), points, spherical: true);
        Assert.Equal(last[..^3], round[^((points - 1) * 3)..]);
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * (double)b[i];
        }

        return sum;
    }

    private static double Angle(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        Math.Acos(Math.Clamp(Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)), -1, 1));
}
