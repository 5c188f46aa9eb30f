namespace GanCli.Engine.Training;

/// <summary>An architecture has no network for the shapes of the data, which are known only once these are open.</summary>
internal sealed class UnfitNetworksException : Exception
{
    public UnfitNetworksException()
    {
    }

    public UnfitNetworksException(string message)
        : base(message)
    {
    }

    public UnfitNetworksException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="faults">Key of the config and what is wrong, for each such network.</param>
    public UnfitNetworksException(IReadOnlyList<(string Key, string Message)> faults)
        : base(string.Join("; ", faults.Select(static fault => $"{fault.Key}: {fault.Message}"))) => Faults = faults;

    /// <summary>Key of the config and what is wrong, for each such network.</summary>
    public IReadOnlyList<(string Key, string Message)> Faults { get; } = [];
}
