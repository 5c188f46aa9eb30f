namespace GanCli.Engine.Game;

/// <summary>A remedy and its name in logs and checkpoints.</summary>
public sealed record NamedRegularizer(string Name, Regularizer Regularizer);
