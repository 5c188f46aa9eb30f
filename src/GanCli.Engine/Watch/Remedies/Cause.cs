namespace GanCli.Engine.Watch.Remedies;

/// <summary>Why a generator may leave out a part of the data. The order is that in which a diagnosis names them.</summary>
public enum Cause
{
    /// <summary>G's gradient has nearly vanished.</summary>
    GradientVanished,

    /// <summary>G has too few latents, or networks too narrow, for what the data have.</summary>
    Capacity,

    /// <summary>G moves faster than D can follow.</summary>
    GeneratorTooFast,

    /// <summary>Both move in steps too large.</summary>
    StepSize,

    /// <summary>D cannot tell the samples apart, although a part of the data is missing.</summary>
    DiscriminatorTooWeak,

    /// <summary>D tells nearly all samples apart.</summary>
    DiscriminatorTooStrong,

    /// <summary>None of the others: nothing in the loss rewards diversity.</summary>
    NoDiversitySignal,
}
