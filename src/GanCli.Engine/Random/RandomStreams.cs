namespace GanCli.Engine.Random;

/// <summary>What a stream of random numbers is for. The number is part of every draw: never renumber.</summary>
public enum StreamId
{
    /// <summary>Initial weights, and parameters of data and priors that are drawn once.</summary>
    Init = 1,

    /// <summary>Real samples of training batches, and fixed finite data sets.</summary>
    Data = 2,

    /// <summary>Latents of training batches.</summary>
    Latent = 3,

    /// <summary>Noise inside networks, regularizers and augmentations.</summary>
    Regularizer = 4,

    /// <summary>Everything that measures: fresh real samples, latents and projections of metrics.</summary>
    Evaluation = 5,

    /// <summary>Latents of <c>gan sample</c>.</summary>
    Sampling = 6,

    /// <summary>Settings of a sweep's random points.</summary>
    Sweep = 7,
}

/// <summary>The named streams of one run. Streams never share numbers, so nothing depends on how many numbers somebody else drew.</summary>
/// <param name="InitSeed">Seed of initial weights.</param>
/// <param name="DataSeed">Seed of the data.</param>
/// <param name="LatentSeed">Seed of latents, regularizer noise, evaluation and sampling.</param>
public sealed record RandomStreams(ulong InitSeed, ulong DataSeed, ulong LatentSeed)
{
    public RandomStreams(ulong seed)
        : this(seed, seed, seed)
    {
    }

    public RandomStream Init => new(InitSeed, StreamId.Init);

    public RandomStream Data => new(DataSeed, StreamId.Data);

    public RandomStream Latent => new(LatentSeed, StreamId.Latent);

    public RandomStream Regularizer => new(LatentSeed, StreamId.Regularizer);

    public RandomStream Evaluation => new(LatentSeed, StreamId.Evaluation);

    public RandomStream Sampling => new(LatentSeed, StreamId.Sampling);
}
