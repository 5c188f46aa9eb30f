using GanCli.Engine.Config;

namespace GanCli.Engine.Networks;

/// <summary>What a generator or discriminator is made of.</summary>
[AlsoCalled("network", "networks", "nets", "models")]
[ComponentFamily("architecture", "architectures")]
public abstract record ArchitectureConfig : ComponentConfig
{
    /// <summary>Describes the network for given shapes.</summary>
    /// <param name="input">Shape of one input without the batch axis, for instance [64].</param>
    /// <param name="output">Shape of one output without the batch axis, for instance [2]; [1] for a discriminator.</param>
    public abstract Network Build(long[] input, long[] output);

    /// <summary>The network as a generator, where that is another one.</summary>
    /// <param name="latent">Shape of one latent.</param>
    /// <param name="sample">Shape of one sample.</param>
    public virtual Network Generator(long[] latent, long[] sample) => Build(latent, sample);

    /// <summary>Why there is no such network for these shapes, or null when there is; asked before <see cref="Build"/>.</summary>
    /// <param name="input">Shape of one input without the batch axis.</param>
    /// <param name="output">Shape of one output without the batch axis.</param>
    public virtual string? Unfit(long[] input, long[] output) => null;

    /// <summary>It is for pictures, and for nothing else.</summary>
    public virtual bool IsForPictures => false;

    /// <summary>The networks it builds normalize over the batch while training.</summary>
    public virtual bool HasBatchNorm => false;

    /// <summary>A discriminator that it builds does.</summary>
    public virtual bool DiscriminatorHasBatchNorm => HasBatchNorm;

    /// <summary>Key of the option that says so, where one does.</summary>
    public virtual string? NormKey => null;

    /// <summary>The norm to choose there that looks at each sample by itself.</summary>
    public string SampleNorm => IsForPictures ? "pixel" : "layer";

    /// <summary>Its output is bent, so that it is no logit.</summary>
    public virtual bool HasOutputActivation => false;

    /// <summary>Its output is the same whatever the latent.</summary>
    public virtual bool IgnoresLatents => false;

    /// <summary>Its output is an error, low for what it knows, and nothing else.</summary>
    public virtual bool GivesErrors => false;

    /// <summary>It has layers that remedies can find, and put others before.</summary>
    public virtual bool HasLayers => false;

    /// <summary>The kinds that map latents to samples of any shape, or samples to latents, for ways out.</summary>
    internal static string Generators =>
        WaysOut.Kinds<ArchitectureConfig>(static network => network is { IgnoresLatents: false, GivesErrors: false, IsForPictures: false });

    /// <summary>The kinds for samples of any shape whose layers remedies can find.</summary>
    internal static string WithLayers => WaysOut.Kinds<ArchitectureConfig>(static network => network is { HasLayers: true, IsForPictures: false });
}
