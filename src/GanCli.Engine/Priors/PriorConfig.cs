using GanCli.Engine.Config;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;

namespace GanCli.Engine.Priors;

/// <summary>The distribution p(z) of latents.</summary>
[AlsoCalled("latent", "latents", "noise")]
[ComponentFamily("prior", "priors")]
public abstract record PriorConfig : ComponentConfig
{
    [AlsoCalled("z-dim", "nz", "latent-dim", "latent-size", "noise-dim", "dim-z", "z-size", "code-dim", "dim", "latent-dimension")]
    [Option("Numbers in one latent", Min = 1, Max = 65536)]
    public int Dimension { get; init; } = 64;

    /// <summary>A latent is a choice among components, with noise: latents have no distances.</summary>
    public virtual bool DrawsChoices => false;

    /// <summary>Prepares the prior. Pure C#: no tensor is touched.</summary>
    /// <param name="streams">The run's random streams; parameters drawn once (the centres of a mixture) come from <see cref="RandomStreams.Init"/>.</param>
    public abstract Prior Build(RandomStreams streams);
}

/// <summary>Draws latents.</summary>
public abstract class Prior
{
    /// <summary>A map from what is drawn to latents that learns with G, as G's first layer, or null.</summary>
    public virtual Layer? Learned => null;

    /// <summary>Numbers in one draw.</summary>
    public abstract int Dimension { get; }

    /// <summary>Numbers that every latent depends on and that no weight holds, such as the centres of a mixture. Checkpoints keep them, and reading one
    /// writes into <see cref="PriorTable.Values"/>, so that samples hang on the file and not on how a version of the program draws them.</summary>
    public virtual IReadOnlyList<PriorTable> Tables => [];

    /// <summary>How latents are drawn, for those who draw them without this program.</summary>
    public abstract LatentRecipe Recipe { get; }

    /// <summary>Where a latent points matters more than how long it is: a walk between two goes along the great circle (White 2016).</summary>
    public virtual bool IsRound => false;

    /// <summary>Writes latents <paramref name="first"/> … of a stream, one row after another. Latent i depends on (stream, i) only.</summary>
    /// <param name="stream">Where the randomness comes from.</param>
    /// <param name="first">Index of the first latent.</param>
    /// <param name="rows">Destination, [count × <see cref="Dimension"/>] in row order; its length sets the count.</param>
    public abstract void Fill(RandomStream stream, long first, Span<float> rows);
}
