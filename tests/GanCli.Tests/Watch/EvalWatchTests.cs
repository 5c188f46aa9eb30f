using System.Text.Json.Nodes;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Watch;

/// <summary>What <c>gan eval</c> says of samples of any program: half of the data, all of them, and a blur.</summary>
public sealed class EvalWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("half.npy", 3, "partial-collapse")]
    [InlineData("all.npy", 0, "healthy")]
    [InlineData("blur.npy", 0, "poor-samples")]
    public async Task ItJudgesFiles(string generated, int code, string word)
    {
        Npy.Write(_folder["real.npy"], Samples(600, modes: 4, noise: 0.02, seed: 1), [600, 2]);
        Npy.Write(_folder["half.npy"], Samples(400, modes: 2, noise: 0.02, seed: 2), [400, 2]);
        Npy.Write(_folder["all.npy"], Samples(400, modes: 4, noise: 0.02, seed: 3), [400, 2]);
        Npy.Write(_folder["blur.npy"], Samples(400, modes: 4, noise: 0.2, seed: 4), [400, 2]);
        var program = new ProgramUnderTest { WorkingDirectory = _folder.FullName };
        string[] arguments = ["eval", "--generated", generated, "--real", "real.npy", "--metrics", "frechet", "--fail-on", "collapse"];

        ProgramResult json = await program.RunAsync([.. arguments, "--json"]);
        Assert.Equal(code, json.ExitCode);
        JsonNode watch = JsonNode.Parse(json.Data)!["watch"]!;
        Assert.Equal(word, watch["verdict"]!.GetValue<string>());
        Assert.InRange(watch["uncovered"]!.GetValue<double>(), code == 3 ? 0.45 : 0, code == 3 ? 0.55 : 0.05);
        ProgramResult words = await program.RunAsync(arguments);
        Assert.Contains($"which sees no labels: {word.Replace('-', ' ')}", words.Data + words.Talk, StringComparison.Ordinal);

        ProgramResult refused = await program.RunAsync("eval", "--generated", generated, "--real", "real.npy", "--fail-on", "divergence");
        Assert.Equal((2, "error: --fail-on: 'divergence' is nothing to fail on; use collapse"), (refused.ExitCode, refused.Talk.Split('\n')[0]));
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Samples(int count, int modes, double noise, int seed)
    {
        var random = new System.Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return
        [
            .. Enumerable.Range(0, count).SelectMany(i => (float[])
            [
                (float)(((i % modes) < 2 ? -1 : 1) + (noise * Normal())), (float)((i % 2 == 0 ? -1 : 1) + (noise * Normal())),
            ]),
        ];
    }
}
