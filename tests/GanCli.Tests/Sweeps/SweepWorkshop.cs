using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

/// <summary>A folder with two configs, from which sweeps are loaded.</summary>
public abstract class SweepWorkshop : IDisposable
{
    protected SweepWorkshop()
    {
        Write("ring.yaml", "data: {kind: ring, modes: 4}\ntraining: {steps: 40}\n");
        Write("other.yaml", "data: {kind: ring, modes: 5}\ntraining: {steps: 50}\n");
    }

    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Sweep File(string text)
    {
        Write("sweep.yaml", text);
        return Load(new SweepRequest { File = "sweep.yaml" });
    }

    private protected Sweep Load(SweepRequest request) => SweepLoader.Load(request, new ConfigFolders(Folder.FullName, Folder["shipped"]));

    private protected void AssertFault(SweepRequest request, string error) => Assert.Equal(error, Assert.Throws<ConfigException>(() => Load(request)).Message);

    private protected void Write(string name, string text) => System.IO.File.WriteAllText(Folder[name], text);
}
