namespace GanCli.Engine.Config;

/// <summary>One registered component.</summary>
/// <param name="Words">What its attribute says.</param>
/// <param name="Family">What it is one of.</param>
/// <param name="RecordType">Its configuration record.</param>
public sealed record Component(ComponentAttribute Words, ComponentFamily Family, Type RecordType)
{
    /// <inheritdoc cref="ComponentAttribute.Kind"/>
    public string Kind => Words.Kind;

    /// <inheritdoc cref="ComponentAttribute.Help"/>
    public string Help => Words.Help;

    /// <inheritdoc cref="ComponentAttribute.Source"/>
    public string? Source => Words.Source;

    /// <summary>Its names elsewhere.</summary>
    public IReadOnlyList<string> OtherNames { get; } = Config.OtherNames.Of(RecordType);

    /// <summary>Its keys; <c>kind</c> is not among them.</summary>
    public IReadOnlyList<ConfigKey> Keys => ConfigKey.Of(RecordType);

    /// <summary>Whether a word names it, here or elsewhere.</summary>
    public bool GoesBy(string word) => Config.OtherNames.Same(Kind, word) || OtherNames.Any(name => Config.OtherNames.Same(name, word));

    /// <summary>A record in which every key has its default.</summary>
    public ComponentConfig CreateDefault() => (ComponentConfig)Activator.CreateInstance(RecordType)!;
}
