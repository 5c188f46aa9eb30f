using GanCli.Engine.Data;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Priors;

namespace GanCli.Engine.Training;

/// <summary>Parts of an experiment in place of those that its config asks for; null keeps the config's.</summary>
internal sealed record Substitutes
{
    public DataSource? Data { get; init; }

    public Prior? Prior { get; init; }

    /// <summary>G before remedies rewrite it.</summary>
    public Network? Generator { get; init; }

    /// <summary>D before remedies rewrite it.</summary>
    public Network? Discriminator { get; init; }

    /// <summary>Remedies, and the control that a loss brings along.</summary>
    public IReadOnlyList<NamedRegularizer>? Regularizers { get; init; }
}
