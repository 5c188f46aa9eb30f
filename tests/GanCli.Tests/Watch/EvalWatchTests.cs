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

    /// <summary>All of the data, then half of them from the third set on: lost again after two looks, since the third.</summary>
    [Fact]
    public async Task SeveralSetsAreASeries()
    {
        Npy.Write(_folder["real.npy"], Samples(600, modes: 4, noise: 0.02, seed: 1), [600, 2]);
        string[] names = ["epoch-1.npy", "epoch-2.npy", "epoch-3.npy", "epoch-10.npy"];
        foreach ((int i, string name) in names.Index())
        {
            Npy.Write(_folder[name], Samples(400 + i, modes: i < 2 ? 4 : 2, noise: 0.02, seed: 2 + i), [400 + i, 2]);
        }

        var program = new ProgramUnderTest { WorkingDirectory = _folder.FullName };
        string[] arguments = ["eval", "--generated", .. names.Order(StringComparer.Ordinal), "--real", "real.npy", "--fail-on", "collapse"];
        ProgramResult json = await program.RunAsync([.. arguments, "--json"]);
        JsonNode series = JsonNode.Parse(json.Data)!;

        Assert.Equal(3, json.ExitCode);
        Assert.Equal(
            ["learning", "healthy", "healthy", "partial-collapse"],
            series["series"]!.AsArray().Select(static set => set!["watch"]!["verdict"]!.GetValue<string>()));
        Assert.Equal([400, 401, 402, 403], series["series"]!.AsArray().Select(static set => set!["samples"]!.GetValue<int>()));
        Assert.Equal(("partial-collapse", "epoch-3.npy"), (series["watch"]!["verdict"]!.GetValue<string>(), series["watch"]!["since"]!.GetValue<string>()));
        ProgramResult text = await program.RunAsync(arguments);
        Assert.Matches(@"  epoch-10\.npy +\d+% .* partial collapse
", text.Data);
        Assert.Contains(", since epoch-3.npy", string.Join(' ', (text.Data + text.Talk).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);

        ProgramResult refused = await program.RunAsync([.. arguments, "--metrics", "frechet"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("error: --metrics goes with one --generated FILE", refused.Talk, StringComparison.Ordinal);
        Npy.Write(_folder["few.npy"], Samples(30, modes: 4, noise: 0.02, seed: 9), [30, 2]);
        refused = await program.RunAsync("eval", "--generated", names[0], "few.npy", "--real", "real.npy");
        Assert.Equal((2, "error: few.npy has 30 samples; a look needs 200 or more"), (refused.ExitCode, refused.Talk.Split('\n')[0]));
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
