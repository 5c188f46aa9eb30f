using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>The same seed on lesser processors, which the runtime plays at its own switches.</summary>
public sealed class ProcessorTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task RegistersOfAnotherWidthTrainTheSameWeightsBitForBit()
    {
        double[] widest = await Train("DOTNET_Nothing");

        Assert.Equal(widest, await Train("DOTNET_EnableAVX512"));
    }

    /// <summary>Without fused multiply-add the products are libtorch's, which round in another order.</summary>
    [Fact]
    public async Task WithoutFusedMultiplyAddItTrainsToo()
    {
        double[] widest = await Train("DOTNET_Nothing");
        double[] least = await Train("DOTNET_EnableAVX2");

        Assert.Equal(widest.Length, least.Length);
        Assert.All(widest.Zip(least), static pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    /// <summary>Second derivatives of functions that are written out for such registers only.</summary>
    [Fact]
    public async Task WithoutFusedMultiplyAddSmoothPlayersUnrollToo()
    {
        string[] smooth =
            ["--set", "discriminator.activation=tanh", "--set", "generator.activation=sigmoid", "--set", "regularizers=[{kind: unrolling, steps: 2}]"];
        double[] widest = await Train("DOTNET_Nothing", smooth);
        double[] least = await Train("DOTNET_EnableAVX2", smooth);

        Assert.Equal(widest.Length, least.Length);
        Assert.All(widest.Zip(least), static pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    private async Task<double[]> Train(string switchedOff, params string[] more)
    {
        ProgramUnderTest program = _workshop.Program with { Environment = new Dictionary<string, string?> { [switchedOff] = "0" } };
        ProgramResult result = await program.RunAsync(
            ["train", "--quiet", "--config", "ring.yaml", "--set", "training.steps=5", "--set", "training.batch=100", "--set", "generator.widths=[70, 33]",
                "--set", "training.num-threads=2", .. more]);
        Assert.True(result.ExitCode == 0, result.Talk);
        RunFolder run = _workshop.Latest();
        return Npy.ReadDoubles(run.SamplesPath(5)).Data;
    }
}
