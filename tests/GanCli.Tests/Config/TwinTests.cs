using GanCli.Engine.Config;
using GanCli.Tests.Support;

namespace GanCli.Tests.Config;

/// <summary>The same remedy twice.</summary>
public sealed class TwinTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("[mode-seeking, mode-seeking]", "mode-seeking is there already as regularizers[0], and both are applied; leave one out")]
    [InlineData("[{kind: mode-seeking, weight: 1}, label-smoothing, {kind: mode-seeking, weight: 2.5e-1}]",
        "mode-seeking is there already as regularizers[0], and both are applied; leave one out")]
    [InlineData("[r1, r2, r2]", "r2 is there already as regularizers[1], and both are applied; leave one out")]
    [InlineData("[r1, r2]", null)]
    [InlineData("[mode-seeking, label-smoothing]", null)]
    [InlineData("[{kind: instance-noise, std: 0.1}, {kind: instance-noise, std: {kind: linear, from: 1, to: 0}}]", null)]
    public void IsDoubtful(string regularizers, string? doubt)
    {
        File.WriteAllText(_folder["a.yaml"], $"data: ring\nregularizers: {regularizers}\n");

        LoadedConfig loaded = ConfigLoader.Load("a.yaml", [], new ConfigFolders(_folder.FullName, _folder.FullName));

        Assert.Equal(doubt is null ? [] : [doubt], loaded.Doubts.Select(static d => d.Message));
    }

    public void Dispose() => _folder.Dispose();
}
