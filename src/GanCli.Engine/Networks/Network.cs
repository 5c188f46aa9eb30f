namespace GanCli.Engine.Networks;

/// <summary>Placeholder.</summary>
public abstract class Network;
