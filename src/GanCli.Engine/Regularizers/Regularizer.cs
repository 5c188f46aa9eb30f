namespace GanCli.Engine.Regularizers;

/// <summary>Placeholder.</summary>
public abstract class Regularizer;
