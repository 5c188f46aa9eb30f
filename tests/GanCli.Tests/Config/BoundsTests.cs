using GanCli.Engine.Config;
using GanCli.Tests.Support;

namespace GanCli.Tests.Config;

/// <summary>What training cannot compute with is refused before it starts.</summary>
public sealed class BoundsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data: {kind: ring, radius: 1e308}", "data.radius: 1e308 is too large: training computes in single precision, up to ±3.4e38")]
    [InlineData("data: {kind: ring, radius: 1e30}", "data.radius: 1e30 is outside (0, 1e16]")]
    [InlineData("data: {kind: ring, std: 1e20}", "data.std: 1e20 is outside [0, 1e16]")]
    [InlineData("data: {kind: grid, spacing: 1e20}", "data.spacing: 1e20 is outside (0, 1e16]")]
    [InlineData("data: {kind: mixture, means: [[-1e20]], stds: 1}", "data.means[0][0]: -1e20 is outside [-1e16, 1e16]")]
    [InlineData("data: {kind: swiss-roll, scale: 1e-300}", "data.scale: 1e-300 is outside [1e-9, 1e16]")]
    public void NumbersBeyondSinglePrecisionAreRefused(string text, string message)
    {
        File.WriteAllText(_folder["big.yaml"], text);
        var refusal = Assert.Throws<ConfigException>(() => ConfigLoader.Load(_folder["big.yaml"]));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }
}
