namespace GanCli.Engine.Config;

/// <summary>Other names in the literature and in other programs of a component, a family, a key or a word of a choice. None of them is accepted in a config,
/// which would then have several spellings: whoever writes one is told the name that is used here. Case, hyphens and underscores do not count.</summary>
/// <param name="names">For instance <c>wgan</c> for the loss <c>wasserstein</c>, <c>batch-size</c> for the key <c>batch</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Field, Inherited = false, AllowMultiple = true)]
public sealed class AlsoCalledAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>What else belongs to those names, put behind a comma: <c>with regularizers: [r1, r2]</c>.</summary>
    public string? Note { get; init; }

    /// <summary>They are other things, to which this comes nearest.</summary>
    public bool IsNearest { get; init; }

    /// <summary>How somebody is told.</summary>
    /// <param name="name">The name here.</param>
    public string Words(string name) => (IsNearest ? $"the nearest here is '{name}'" : $"here it is called '{name}'") + (Note is null ? "" : $", {Note}");
}
