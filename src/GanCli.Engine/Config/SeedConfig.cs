using GanCli.Engine.Random;

namespace GanCli.Engine.Config;

/// <summary>Seeds of the random streams. In YAML one number stands for all three.</summary>
public sealed record SeedConfig : ConfigSection, INumberForm
{
    [Option("Seed of initial weights", Min = 0)]
    public long Init { get; init; }

    [Option("Seed of the data", Min = 0)]
    public long Data { get; init; }

    [Option("Seed of latents, regularizer noise, evaluation and sampling", Min = 0)]
    public long Latent { get; init; }

    /// <summary>The one number when all three seeds agree, else null.</summary>
    public long? Single => Init == Data && Data == Latent ? Init : null;

    /// <summary>The seed, or the three as <c>1-2-3</c>: how names of folders and tables show it.</summary>
    public string Words => Single is { } single ? FormattableString.Invariant($"{single}") : FormattableString.Invariant($"{Init}-{Data}-{Latent}");

    object? INumberForm.AsNumber => Single;

    /// <summary>The same seed for everything.</summary>
    public static SeedConfig FromNumber(long seed) => new() { Init = seed, Data = seed, Latent = seed };

    public RandomStreams Streams() => new((ulong)Init, (ulong)Data, (ulong)Latent);
}
