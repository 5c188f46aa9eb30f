namespace GanCli.Engine.Game;

/// <summary>What a remedy changes, as it follows from what it implements.</summary>
internal static class Changes
{
    /// <summary>What D minimizes. A remedy that lives inside D's network changes that; the layers say themselves whether they can be differentiated.</summary>
    public static bool Discriminator(Regularizer remedy) =>
        WhatIsSeen(remedy) || remedy is ISetsTargets or IReplacesDiscriminatorLoss or IAddsToDiscriminatorLoss;

    /// <summary>What G minimizes, likewise.</summary>
    public static bool Generator(Regularizer remedy) =>
        WhatIsSeen(remedy) || remedy is IWeighsSamples or IReplacesGeneratorLoss or IAddsToGeneratorLoss or IReplacesOpponent;

    /// <summary>D's loss, by a penalty on gradients by its inputs and by nothing else.</summary>
    public static bool OnlyByPenalty(Regularizer remedy) =>
        remedy is IPenalizesInputGradients and not (ISetsTargets or IReplacesDiscriminatorLoss) && !WhatIsSeen(remedy);

    private static bool WhatIsSeen(Regularizer remedy) => remedy is IShapesInput and not IRegroupsInput;
}
