using GanCli.Runs;
using GanCli.Tests.Support;

[assembly: AssemblyFixture(typeof(OwnCache))]

namespace GanCli.Tests.Support;

/// <summary>A cache folder for these tests and the programs they start, that neither fills the user's nor finds anything there.</summary>
public sealed class OwnCache : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OwnCache() => Environment.SetEnvironmentVariable(CacheFolder.Variable, _folder.FullName);

    public void Dispose() => _folder.Dispose();
}
