namespace GanCli.Engine.Config;

/// <summary>One registered component.</summary>
/// <param name="Kind">The word that selects it.</param>
/// <param name="Help">One line.</param>
/// <param name="Source">The paper or code it follows, or null.</param>
/// <param name="Family">What it is one of.</param>
/// <param name="RecordType">Its configuration record.</param>
public sealed record Component(string Kind, string Help, string? Source, ComponentFamily Family, Type RecordType)
{
    /// <summary>Its keys; <c>kind</c> is not among them.</summary>
    public IReadOnlyList<ConfigKey> Keys => ConfigKey.Of(RecordType);

    /// <summary>A record in which every key has its default.</summary>
    public ComponentConfig CreateDefault() => (ComponentConfig)Activator.CreateInstance(RecordType)!;
}
