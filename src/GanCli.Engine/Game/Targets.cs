using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>How real D is told its samples are: a number in [0, 1] for each sample ([B'], or a scalar tensor).</summary>
/// <param name="Real">Target of real samples; null means 1.</param>
/// <param name="Fake">Target of generated samples; null means 0.</param>
public sealed record Targets(Tensor? Real = null, Tensor? Fake = null)
{
    /// <summary>Real samples are real, generated ones are not.</summary>
    public static Targets Plain { get; } = new();
}
