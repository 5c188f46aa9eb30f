using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>What the outputs of a run's discriminator are: part of <c>manifest.json</c>.</summary>
/// <param name="Name">Their word in the log, a plural: <c>logits</c>.</param>
public sealed record DiscriminatorOutput(string Name)
{
    /// <summary>Log-odds of being real.</summary>
    public static DiscriminatorOutput Logits { get; } = new("logits") { Undecided = 0 };

    /// <summary>Values of a critic, which has no zero of its own.</summary>
    public static DiscriminatorOutput CriticValues { get; } = new("critic-values");

    /// <summary>Outputs of which only differences between real and generated samples mean something.</summary>
    public static DiscriminatorOutput Relative { get; } = new("relative-outputs") { IsRelative = true };

    /// <summary>The output at which D cannot tell real from generated, where there is one.</summary>
    public double? Undecided { get; init; }

    /// <summary>The lower, the more real.</summary>
    public bool RealIsLower { get; init; }

    /// <summary>Only differences mean something: the log has their mean, D(x) − D(G(z)), as <c>margin</c>.</summary>
    public bool IsRelative { get; init; }

    /// <summary>Keys in the metrics log: means over real and over generated samples, or the one margin.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Keys => IsRelative ? ["margin"] : [$"{Name}.real", $"{Name}.fake"];

    /// <summary>Their name for people: <c>critic values</c>.</summary>
    [JsonIgnore]
    public string Words => Name.Replace('-', ' ');
}
