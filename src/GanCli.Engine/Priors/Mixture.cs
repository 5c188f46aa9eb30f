using GanCli.Engine.Config;
using GanCli.Engine.Random;
using static System.FormattableString;

namespace GanCli.Engine.Priors;

/// <summary>
/// A mixture of round Gaussians far apart: a disconnected latent space. A continuous generator has to bridge the gaps between the modes
/// of the data when its latents are connected, and need not when they are not.
/// </summary>
[AlsoCalled("mog", "gmm", "mixture-of-gaussians")]
[Component("mixture", "Equally likely Gaussians far apart: a disconnected latent space",
    Source = "Khayatkhoei et al. 2018, who show why connected latents fail")]
public sealed record MixturePriorConfig : PriorConfig
{
    [Option("Number of Gaussians", Min = 1, Max = 65536)]
    public int Components { get; init; } = 8;

    [Option("Distance of the centres from the origin: on a line (1-D), a circle (2-D), or in random directions", Min = 0)]
    public double Spread { get; init; } = 5;

    [Option("Standard deviation of each Gaussian", Min = 0)]
    public double Std { get; init; } = 1;

    public override void Validate(ConfigCheck check)
    {
        if ((long)Components * Dimension > 1 << 26)
        {
            check.Fail("components", "components × dimension must not exceed 67,108,864");
        }
    }

    public override Prior Build(RandomStreams streams) => new MixturePrior(Dimension, (float)Std, Centres(streams));

    private float[] Centres(RandomStreams streams)
    {
        var centres = new float[Components * Dimension];
        streams.Init.At(RandomStream.MaxStep).Normal(0, centres);
        for (var i = 0; i < Components; i++)
        {
            var centre = centres.AsSpan(i * Dimension, Dimension);
            if (Dimension == 1)
            {
                centre[0] = (float)(Components == 1 ? Spread : Spread * ((2.0 * i / (Components - 1)) - 1));
            }
            else if (Dimension == 2)
            {
                var (sine, cosine) = double.SinCosPi(2.0 * i / Components);
                (centre[0], centre[1]) = ((float)(Spread * cosine), (float)(Spread * sine));
            }
            else
            {
                SpherePrior.Scale(centre, Spread);
            }
        }

        return centres;
    }
}

internal sealed class MixturePrior(int dimension, float std, float[] centres) : Prior
{
    public override int Dimension => dimension;

    public override LatentRecipe Recipe => new(
        Invariant($"one of {centres.Length / dimension} centres, all equally likely, and {std} times {dimension} independent standard normal numbers on top"),
        Invariant($"self.prior_centres[torch.randint({centres.Length / dimension}, (count,))] + {std} * torch.randn(count, {dimension})"));

    public override IReadOnlyList<PriorTable> Tables { get; } = [new PriorTable("centres", [centres.Length / dimension, dimension], centres)];

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        stream.Normal(first * dimension, rows);
        var components = (ulong)(centres.Length / dimension);
        Span<uint> words = stackalloc uint[256];
        while (!rows.IsEmpty)
        {
            var chunk = words[..Math.Min(words.Length, rows.Length / dimension)];
            stream.Beside().Bits(first, chunk);
            foreach (var word in chunk)
            {
                var centre = centres.AsSpan((int)((word * components) >> 32) * dimension, dimension);
                for (var i = 0; i < dimension; i++)
                {
                    rows[i] = centre[i] + (std * rows[i]);
                }

                rows = rows[dimension..];
            }

            first += chunk.Length;
        }
    }
}
