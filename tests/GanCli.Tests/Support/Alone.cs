namespace GanCli.Tests.Support;

/// <summary>Tests that look at something of the whole process run when nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
