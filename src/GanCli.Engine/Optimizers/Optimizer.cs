namespace GanCli.Engine.Optimizers;

/// <summary>Placeholder.</summary>
public abstract class Optimizer;
