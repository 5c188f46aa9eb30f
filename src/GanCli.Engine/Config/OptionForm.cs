namespace GanCli.Engine.Config;

/// <summary>What the value of a key looks like.</summary>
public enum OptionForm
{
    Boolean,
    Integer,
    Number,
    Text,

    /// <summary>One of a few words (an enumeration).</summary>
    Choice,
    List,

    /// <summary>A mapping with fixed keys.</summary>
    Section,

    /// <summary>A mapping whose <c>kind</c> decides its keys.</summary>
    Component,

    /// <summary>A mapping whose keys are free and whose values are all of one type.</summary>
    Mapping,

    /// <summary>Anything: what it means is decided elsewhere.</summary>
    Any,
}
