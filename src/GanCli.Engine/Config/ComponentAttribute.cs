namespace GanCli.Engine.Config;

/// <summary>Registers a configuration record as one component: its <c>kind:</c> in YAML, its line in <c>gan list</c>, its place in the
/// schema and in the did-you-mean messages all come from here.</summary>
/// <param name="kind">The kebab-case word that selects the component, for instance <c>feature-matching</c>.</param>
/// <param name="help">One line that says what it does, without a full stop.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ComponentAttribute(string kind, string help) : Attribute
{
    public string Kind { get; } = kind;

    public string Help { get; } = help;

    /// <summary>The paper or code the component follows, for instance <c>Metz et al. 2017, eq. 4</c>.</summary>
    public string? Source { get; init; }

    /// <summary>When to reach for it, without a full stop.</summary>
    public string? When { get; init; }

    /// <summary>What it costs in time, memory or trouble, without a full stop.</summary>
    public string? Cost { get; init; }
}

/// <summary>Marks the abstract record that all components of one family derive from.</summary>
/// <param name="singular">One word for one of them, for instance <c>loss</c>.</param>
/// <param name="plural">The word of <c>gan list</c>, for instance <c>losses</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ComponentFamilyAttribute(string singular, string plural) : Attribute
{
    public string Singular { get; } = singular;

    public string Plural { get; } = plural;
}

/// <summary>Describes one key of a configuration record. The key is the property's name in kebab-case; its default is the value that the
/// property has in a freshly constructed record.</summary>
/// <param name="help">One line for lists, the schema and editors.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = true)]
public sealed class OptionAttribute(string help) : Attribute
{
    public string Help { get; } = help;

    /// <summary>Smallest allowed number; also applies to each number of a list and to every number a schedule takes.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed number; as for <see cref="Min"/>.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary><see cref="Min"/> itself is not allowed: the range prints as <c>(min, max]</c>.</summary>
    public bool MinExclusive { get; init; }

    /// <summary><see cref="Max"/> itself is not allowed.</summary>
    public bool MaxExclusive { get; init; }

    /// <summary>Fewest elements of a list.</summary>
    public int MinItems { get; init; }

    /// <summary>The setting only observes (logging, pictures, reports): it may change when a run is resumed.</summary>
    public bool ObservesOnly { get; init; }

    /// <summary>A single value may stand for a list of one.</summary>
    public bool AllowSingle { get; init; }

    /// <summary>The string is a path; a relative one resolves against the folder of the file that states it.</summary>
    public bool IsPath { get; init; }
}
