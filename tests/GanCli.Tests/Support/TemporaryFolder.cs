namespace GanCli.Tests.Support;

/// <summary>An empty folder that goes away with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("gan-tests-").FullName;

    /// <summary>A path inside the folder.</summary>
    public string this[params string[] parts] => Path.Combine([FullName, .. parts]);

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
