using GanCli.Engine.Config;

namespace GanCli.Engine.Watch.Remedies;

/// <summary>Causes as a person reads them.</summary>
public static class CauseText
{
    /// <summary>A few words: <c>D too weak</c>.</summary>
    public static string Name(Cause cause) => cause switch
    {
        Cause.GradientVanished => "G's gradient has vanished",
        Cause.Capacity => "too little capacity",
        Cause.GeneratorTooFast => "G too fast",
        Cause.StepSize => "steps too large",
        Cause.DiscriminatorTooWeak => "D too weak",
        Cause.DiscriminatorTooStrong => "D too strong",
        _ => "no signal of diversity",
    };

    /// <summary>As files have it: <c>discriminator-too-weak</c>.</summary>
    public static string Word(Cause cause) => KebabCase.Of(cause.ToString());
}
