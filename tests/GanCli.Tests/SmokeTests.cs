using TorchSharp;

namespace GanCli.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void LibtorchLoads() => Assert.Equal(3f, torch.ones(3).sum().item<float>());
}
