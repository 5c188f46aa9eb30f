using System.Runtime.InteropServices;
using GanCli.Tests.Sessions;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>Weights that are finite, of a generator whose samples are not.</summary>
[Collection(TrainedRuns.Name)]
public sealed class OverflowTests(TrainedRuns runs)
{
    [Theory]
    [InlineData("eval")]
    [InlineData("eval", "--json")]
    [InlineData("sample")]
    [InlineData("sample", "--out", "overflow.csv")]
    [InlineData("sample", "--out", "overflow.npy")]
    [InlineData("sample", "--out", "overflow.png")]
    [InlineData("sample", "--interpolate", "5")]
    public async Task EndsWithFourAndALine(params string[] command)
    {
        string path = runs["overflow.safetensors"];
        RewrittenCheckpoint.Write(runs.Ring.CheckpointPath(40), path, change: static (name, bytes) => name.StartsWith("average/", StringComparison.Ordinal)
            ? Huge(bytes) : bytes);

        ProgramResult result = await runs.Gan([.. command, "--checkpoint", path]);

        Assert.Equal("error: diverged at step 40: a sample of the generator is not finite\n", result.Talk);
        Assert.Equal(4, result.ExitCode);
        Assert.Equal([path], Directory.GetFiles(runs.Folder, "overflow.*"));
        Assert.DoesNotContain("NaN", result.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", result.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheWholeOnesBesideItAreSampled()
    {
        string path = runs["overflow-average.safetensors"];
        RewrittenCheckpoint.Write(runs.Ring.CheckpointPath(40), path, change: static (name, bytes) => name.StartsWith("average/", StringComparison.Ordinal)
            ? Huge(bytes) : bytes);

        await runs.GanOk("sample", "-n", "3", "--weights", "raw", "--checkpoint", path);
    }

    private static byte[] Huge(byte[] bytes) =>
        [.. bytes.Chunk(sizeof(float)).SelectMany(static _ => MemoryMarshal.AsBytes<float>((float[])[3e38f]).ToArray())];
}
