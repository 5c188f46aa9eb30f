using CliWrap;
using CliWrap.Buffered;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Scripts;

public sealed class CiGateTests : IDisposable
{
    /// <summary>A run of a second or two: small networks, and nothing written that only a person looks at.</summary>
    private static readonly string[] Tiny =
    [
        "generator.widths=[8]", "discriminator.widths=[8]", "prior.dimension=2", "training.batch=16", "training.num-threads=1",
        "evaluation.samples=100", "evaluation.final-samples=200", "output.tensorboard=false", "output.pictures=false", "output.surface-side=0",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AHealthyRunPasses()
    {
        ProgramResult result = await GateAsync(
            "two-gaussians.yaml", "training.steps=2000", "training.batch=500", "generator.widths=[15]", "discriminator.widths=[25]", "prior.dimension=1");

        Assert.Empty(result.Talk);
        Assert.Matches(@"\Aci-gate: 2 of 2 modes held, [0-9.]+% on a mode \(.+\)\n\z", result.Data);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task ABlobFails()
    {
        // Packing keeps this generator from collapsing, but at 6,000 steps it is a featureless blob over the whole ring: it has samples near every
        // mode, a third of a percent of them, and holds none.
        Tools.Require("jq");
        File.WriteAllText(_folder["blob.yaml"], """
            data: {kind: ring, modes: 8, radius: 1, std: 0.01}
            prior: {kind: gaussian, dimension: 256}
            generator: {kind: mlp, widths: [128, 128], init: {kind: orthogonal, gain: 0.8}}
            discriminator: {kind: mlp, widths: [128], input-scale: 0.5, init: {kind: orthogonal, gain: 0.8}}
            loss: non-saturating
            optimizer:
              generator: {kind: adam, lr: 1e-4, beta1: 0.5, beta2: 0.999}
              discriminator: {kind: adam, lr: 1e-4, beta1: 0.5, beta2: 0.999}
            regularizers: [{kind: packing, samples: 2}]
            training: {steps: 6000, batch: 256, num-threads: 1}
            evaluation: {every: 3000}
            output: {tensorboard: false, pictures: false, surface-side: 0, log-every: 1000, checkpoint-every: 6000}
            """);
        ProgramResult result = await RunAsync(path: null, "blob.yaml", "--runs-dir", _folder["runs"]);

        Assert.Equal(3, result.ExitCode);
        Assert.Empty(result.Data);
        Assert.Matches(@"\Aci-gate: [0-3] of 8 modes held \(.+\)\n\z", result.Talk);
        MetricsRow end = MetricsReader.Read(RunFinder.Find(_folder["runs"], "latest").MetricsPath).Final!;
        Assert.InRange(end.Number("modes-captured")!.Value, 6, 8);
        Assert.InRange(end.Number("hq")!.Value, 0, 0.02);
    }

    [Fact]
    public async Task ModesThatABlobHoldsTooAreNoProof()
    {
        // Two wide modes side by side are a blob themselves: whatever the generator does, it does it in reach of both.
        File.WriteAllText(_folder["wide.yaml"], "data: {kind: ring, modes: 2, radius: 0.5, std: 1}\n");
        ProgramResult result = await GateAsync("wide.yaml", "training.steps=2000");

        Assert.Equal(3, result.ExitCode);
        Assert.Matches(@"\Aci-gate: 2 of 2 modes held, but no better than a featureless blob \(.+\)\n\z", result.Talk);
    }

    [Theory]
    [InlineData(0, @"2 of 2 modes held, [0-9.]+% on a mode", "--min", "hq=0.5", "--max", "reverse-kl=0.5", "--min", "spread=1e-3")]
    [InlineData(3, "2 of 2 modes held, but hq is 0\\.[0-9]+, under 1; reverse-kl is [0-9.e-]+, over -1", "--min", "hq=1", "--max", "reverse-kl=-1", "--min",
        "spread=0.001")]
    [InlineData(3, "2 of 2 modes held, but fid was not measured: there are .*hq, .*reverse-kl.*", "--max", "fid=3")]
    public async Task BoundsOnMetricsHaveToBeKeptToo(int exitCode, string words, params string[] bounds)
    {
        Tools.Require("jq");
        ProgramResult result = await RunAsync(path: null, [
            "two-gaussians.yaml", .. bounds, "--runs-dir", _folder["runs"],
            .. Tiny.Concat(["training.steps=2000", "training.batch=500", "generator.widths=[15]", "discriminator.widths=[25]", "prior.dimension=1"])
                .SelectMany(setting => new[] { "--set", setting })]);

        Assert.Matches($@"\Aci-gate: {words} \(.+\)\n\z", result.Data + result.Talk);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Theory]
    [InlineData("hq")]
    [InlineData("hq=")]
    [InlineData("hq=much")]
    [InlineData("hq=1.2.3")]
    public async Task ABoundThatIsNoneIsRefusedBeforeTraining(string bound)
    {
        Tools.Require("jq");
        ProgramResult result = await RunAsync(path: null, "mog8.yaml", "--runs-dir", _folder["runs"], "--min", bound);

        Assert.Equal((2, "", $"ci-gate: --min takes METRIC=VALUE, for instance hq=0.9, not '{bound}'\n"), (result.ExitCode, result.Data, result.Talk));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public async Task LostModesFailTheJobWith3()
    {
        // Before it has learned anything the generator reaches none of the ring's narrow modes.
        ProgramResult result = await GateAsync("mog8-collapse.yaml", "training.steps=1");

        Assert.Equal(3, result.ExitCode);
        Assert.Empty(result.Data);
        Assert.Matches(@"\Aci-gate: 0 of 8 modes held \(.+\)\n\z", result.Talk);
    }

    [Fact]
    public async Task ADivergedRunEndsWith4()
    {
        ProgramResult result = await GateAsync(
            "mog8.yaml", "training.steps=500", "loss=wasserstein", "optimizer.generator={kind: sgd, lr: 10}", "optimizer.discriminator={kind: sgd, lr: 10}");

        Assert.Equal(4, result.ExitCode);
        Assert.DoesNotContain("ci-gate", result.Data + result.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongConfigEndsWith2AndGansOwnWords()
    {
        ProgramResult result = await GateAsync("mog8.yaml", "training.step=1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("did you mean 'steps'?", result.Talk, StringComparison.Ordinal);
        Assert.DoesNotContain("ci-gate", result.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfDataWithoutKnownModesTheWatchDecides()
    {
        ProgramResult result = await GateAsync("swiss-roll.yaml", "training.steps=2", "watch.every=1");

        Assert.Equal(3, result.ExitCode);
        Assert.Matches(@"^ci-gate: watch: (partial-collapse|collapsed)[a-z, -]*, \d+% of the data uncovered \(", result.Talk);
    }

    [Fact]
    public async Task DataThatNobodyWatchesAreRefused()
    {
        ProgramResult result = await GateAsync("swiss-roll.yaml", "training.steps=1", "watch=false");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            "ci-gate: swiss-roll.yaml measures no modes and is not watched: the gate needs the metric mode-coverage or the collapse watch\n", result.Talk);
    }

    [Theory]
    [InlineData("ci-gate: which config? scripts/ci-gate CONFIG [options of gan train …]\n")]
    [InlineData("ci-gate: the config comes first: scripts/ci-gate CONFIG [options of gan train …], not '--seed'\n", "--seed", "3")]
    public async Task TheConfigComesFirst(string message, params string[] arguments)
    {
        ProgramResult result = await RunAsync(path: null, arguments);

        Assert.Equal((2, "", message), (result.ExitCode, result.Data, result.Talk));
    }

    [Fact]
    public async Task AMissingJqIsNamed()
    {
        ProgramResult result = await RunAsync(_folder.FullName, "mog8.yaml");

        Assert.Equal(
            (1, "", "ci-gate: needs jq to read the result; install it first (Debian and Ubuntu: apt-get install jq)\n"),
            (result.ExitCode, result.Data, result.Talk));
    }

    private Task<ProgramResult> GateAsync(string config, params string[] settings)
    {
        Tools.Require("jq");
        return RunAsync(path: null, [config, "--runs-dir", _folder["runs"], .. Tiny.Concat(settings).SelectMany(setting => new[] { "--set", setting })]);
    }

    /// <param name="path">The PATH; null keeps this process's own.</param>
    /// <param name="arguments">The script's arguments.</param>
    private async Task<ProgramResult> RunAsync(string? path, params string[] arguments)
    {
        Tools.RequireThat(!OperatingSystem.IsWindows(), "scripts/ci-gate is a bash script");
        var variables =
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["GAN"] = ProgramUnderTest.DefaultPath, ["GAN_RUNS_DIR"] = null, ["GAN_LIBTORCH"] =
                null };
        if (path is not null)
        {
            variables["PATH"] = path;
        }

        BufferedCommandResult result = await Cli.Wrap(Tools.Require("bash"))
            .WithArguments([Repository.PathOf("scripts", "ci-gate"), .. arguments])
            .WithWorkingDirectory(_folder.FullName)
            .WithEnvironmentVariables(variables)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
