using GanCli.Engine.Tensors;
using TorchSharp;

namespace GanCli.Tests.Tensors;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void LibtorchLoadsAndComputes()
    {
        TorchRuntime.EnsureLoaded();

        Assert.Equal(3f, torch.ones(3).sum().item<float>());
    }

    [Fact]
    public void TheVersionIsTheOneTorchSharpWasMadeFor()
    {
        Assert.StartsWith(TorchRuntime.Version, torch.__version__, StringComparison.Ordinal);
        Assert.StartsWith(TorchLibraries.ExpectedVersion, TorchRuntime.Version, StringComparison.Ordinal);
    }
}
