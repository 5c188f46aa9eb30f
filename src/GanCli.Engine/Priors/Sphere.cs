using GanCli.Engine.Config;
using GanCli.Engine.Random;
using static System.FormattableString;

namespace GanCli.Engine.Priors;

/// <summary>Latents uniform on a sphere: standard normal vectors brought to one length.</summary>
[AlsoCalled("spherical", "hypersphere")]
[Component("sphere", "Uniform on a sphere around the origin")]
public sealed record SpherePriorConfig : PriorConfig
{
    [Option("Radius; null takes √dimension, where a standard normal vector lies on average", Min = 0, MinExclusive = true)]
    public double? Radius { get; init; }

    public override Prior Build(RandomStreams streams) => new SpherePrior(Dimension, Radius ?? Math.Sqrt(Dimension));
}

internal sealed class SpherePrior(int dimension, double radius) : Prior
{
    public override int Dimension => dimension;

    public override LatentRecipe Recipe => new(
        Invariant(
            $"a point on the sphere of radius {radius} in {dimension} dimensions, all equally likely: {dimension} independent standard normal numbers ")
                + Invariant($"brought to that length"),
        Invariant($"nn.functional.normalize(torch.randn(count, {dimension})) * {radius}"));

    public override bool IsRound => true;

    /// <summary>Brings a vector other than zero to a length.</summary>
    public static void Scale(Span<float> vector, double length)
    {
        var squares = 0.0;
        foreach (var number in vector)
        {
            squares += (double)number * number;
        }

        var factor = length / Math.Sqrt(squares);
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)(vector[i] * factor);
        }
    }

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        stream.Normal(first * dimension, rows);
        for (; !rows.IsEmpty; rows = rows[dimension..])
        {
            Scale(rows[..dimension], radius);
        }
    }
}
