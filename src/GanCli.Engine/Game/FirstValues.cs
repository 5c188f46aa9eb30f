namespace GanCli.Engine.Game;

/// <summary>What a remedy's first values go by, in the order in which they are set.</summary>
public enum FirstValues
{
    /// <summary>Weights as they were drawn.</summary>
    FromWeights,

    /// <summary>What the networks make of data.</summary>
    FromData,

    /// <summary>Weights as the first step finds them.</summary>
    FromFinishedWeights,
}
