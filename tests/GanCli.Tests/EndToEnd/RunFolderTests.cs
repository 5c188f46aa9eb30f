using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;
using GanCli.Runs;
using GanCli.Tests.Support;
using GanCli.Tests.Training;

namespace GanCli.Tests.EndToEnd;

/// <summary>What the real program leaves in a run folder.</summary>
[Collection(TrainedRuns.Name)]
public sealed partial class RunFolderTests(TrainedRuns runs)
{
    /// <summary>Not there after a healthy run of points that was not reported on.</summary>
    private static readonly string[] Occasional =
    [
        "metrics.beyond-<step>.jsonl", "checkpoints/*.damaged", "samples/interpolation-<9 digits>.npy", "samples/nearest-<9 digits>.npy",
        "samples/nearest-<9 digits>.json", "samples/uncovered-<9 digits>.npy", "checkpoints/healthy.safetensors", "report.html", "report.md", "report/",
    ];

    [Fact]
    public void HoldsExactlyWhatItsReadmeLists()
    {
        string[] listed =
        [
            .. File.ReadLines(Repository.PathOf("runs", "README.md"))
                .TakeWhile(static line => line is not "## Sweeps")
                .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
                .SelectMany(static line => Quoted().Matches(line.Split('|')[1]).Select(static match => match.Groups["name"].Value)),
        ];
        Assert.True(listed.Length > 15);
        Regex[] patterns = [.. listed.Select(Pattern)];
        string[] present =
            [.. Directory.EnumerateFiles(runs.Ring.Path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(runs.Ring.Path, file).Replace('\\', '/'))];

        Assert.All(present, file => Assert.Contains(patterns, pattern => pattern.IsMatch(file)));
        Assert.Empty(listed.Where(name => !present.Any(file => Pattern(name).IsMatch(file))).Except(Occasional, StringComparer.Ordinal));
    }

    [Fact]
    public void EveryFileParses()
    {
        RunFolder run = runs.Ring;
        foreach (string file in Directory.EnumerateFiles(run.Path, "*", SearchOption.AllDirectories))
        {
            Assert.True(new FileInfo(file).Length > 0 || file.EndsWith("lock", StringComparison.Ordinal), file);
            switch (Path.GetExtension(file))
            {
                case ".json":
                    JsonDocument.Parse(File.ReadAllText(file)).Dispose();
                    break;
                case ".jsonl":
                    Assert.All(File.ReadLines(file), static line => JsonDocument.Parse(line).Dispose());
                    break;
                case ".npy":
                    Assert.All(Npy.ReadDoubles(file).Data, static number => Assert.True(double.IsFinite(number)));
                    break;
                case ".safetensors":
                    SafetensorsFile.Open(file).Dispose();
                    break;
                case ".png":
                    Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(file)[..4]);
                    break;
            }
        }

        Assert.Equal(File.ReadAllText(runs["ring.yaml"]), File.ReadAllText(run.ConfigPath));
        Assert.Equal([0, 20, 40], run.Samples().Select(static s => s.Step));
        Assert.Equal([0, 20, 40], run.Surfaces().Select(static s => s.Step));
        Assert.Equal([32, 2], Npy.ReadDoubles(run.SamplesPath(40)).Shape);
        Assert.Equal([32, 2], Npy.ReadDoubles(run.RealSamplesPath).Shape);
        Assert.Equal([4, 4], Npy.ReadDoubles(run.SurfacePath(40)).Shape);
        Assert.Equal([20, 40], run.Checkpoints().Select(static c => c.Step));
    }

    [Fact]
    public void MetricsAreWhatTheReadmePromises()
    {
        MetricsReader log = MetricsReader.Read(runs.Ring.MetricsPath);

        Assert.Equal([10, 20, 30, 40], log.Rows.Select(static row => row.Step));
        string[] gathered =
        [
            "seconds", "steps-per-second", "loss.discriminator", "logits.real", "logits.fake", "gradient-norm.discriminator", "loss.generator",
            "gradient-norm.generator", "learning-rate.generator", "learning-rate.discriminator",
        ];
        MetricsInfo info = MetricsInfo.Read(runs.Ring.MetricsInfoPath);
        Assert.Equal("modes", info.Metrics.Keys.First());
        Assert.Equal(gathered, log.Rows[0].Values.Keys);
        Assert.Equal([.. gathered, .. info.Metrics.Keys, "watch.d-accuracy", "watch.raw-uncovered", "watch.verdict"], log.Rows[1].Values.Keys);
        // The last step was logged like any other; what is left is the evaluation.
        Assert.Equal(
            ["seconds", "steps-per-second", .. info.Metrics.Keys, "watch.moved", "watch.d-accuracy", "watch.raw-uncovered", "watch.verdict"],
            log.Final!.Values.Keys);
        Assert.Equal(4, log.Lists("mode-frequency")[0].Values.Count);
        Assert.Equal((4, MetricDirection.Higher), (info.Metrics["modes"].Total, info.Metrics["modes"].Better));
        Assert.NotNull(info.Metrics["hq"].Perfect);
        Assert.NotNull(info.Metrics["hq"].PerfectFinal);
    }

    [Fact]
    public void StatusAndDataSayHowItStands()
    {
        RunStatus status = RunStatus.Read(runs.Ring.StatusPath);
        DataInfo data = DataInfo.Read(runs.Ring.DataInfoPath);

        Assert.Equal((RunState.Completed, 40L, 40L), (status.State, status.Step, status.Steps));
        Assert.Null(status.Message);
        Assert.Equal(Environment.MachineName, status.Process.Host);
        Assert.Equal(MetricsReader.Read(runs.Ring.MetricsPath).Final!.Number("hq"), status.Metrics["hq"].Number);
        Assert.Equal("modes", status.Best!.Metric);
        Assert.Contains(status.Best.Step, new long[] { 20, 40 });
        Assert.Equal(("ring", 2, 4), (data.Kind, data.Dimension, data.Modes!.Means.Count));
        Assert.Equal(["x", "y"], data.Columns);
        Assert.Equal(data.Extent![1] - data.Extent[0], data.Extent[3] - data.Extent[2], 1e-9);
        Assert.Equal(["height", "weight"], DataInfo.Read(runs.Table.DataInfoPath).Columns);
    }

    [Fact]
    public void TheManifestSaysWithWhatItWasMade()
    {
        RunManifest manifest = RunManifest.Read(runs.Ring.ManifestPath);

        Assert.Equal("ring", manifest.Name);
        Assert.Equal(["train", "--config", "ring.yaml", "--json", "--set", "output.pictures=true"], manifest.Arguments);
        Assert.Matches(@"^gan \d+\.\d+\.\d+", manifest.Program);
        Assert.Equal("0.107.0", manifest.TorchSharp);
        Assert.Matches(@"^2\.10\.", manifest.Libtorch);
        Assert.StartsWith(".NET 10.", manifest.Runtime, StringComparison.Ordinal);
        Assert.NotEmpty(manifest.OperatingSystem);
        Assert.Equal(("cpu", 1, "0"), (manifest.Device, manifest.Threads, manifest.Seed));
        Assert.Equal(["generator", "discriminator"], manifest.Networks.Select(static network => network.Name));
        Assert.Equal(2, manifest.GradientsPerStep);
        Assert.Matches("^(own, (512|256|128) bits|libtorch)$", manifest.Arithmetic!.Products);
        Assert.Equal(("layers", "layers"), (manifest.Arithmetic.GeneratorGradients, manifest.Arithmetic.DiscriminatorGradients));
        Assert.Equal([58, 33], manifest.Networks.Select(static network => network.Parameters));
        Assert.InRange(manifest.Created, runs.Ring.Created.AddSeconds(-1), runs.Ring.Created.AddMinutes(1));
        Assert.Null(manifest.GitCommit);
        Assert.Empty(manifest.Sessions);
    }

    [Fact]
    public async Task TheManifestKnowsTheCommitOfTheWorkingFolder()
    {
        using var workshop = new Workshop();
        ProgramUnderTest git = workshop.Program with { Path = Tools.Require("git") };
        async Task<string> Git(params string[] arguments)
        {
            ProgramResult result = await git.RunAsync(["-c", "user.name=t", "-c", "user.email=t@example.org", .. arguments]);
            Assert.True(result.ExitCode == 0, result.Talk);
            return result.Data.Trim();
        }

        await Git("init", "--quiet");
        await Git("add", "ring.yaml");
        await Git("commit", "--quiet", "-m", "one");
        RunFolder clean = await workshop.Train("--config", "ring.yaml", "--set", "training.steps=1");
        workshop.Write("ring.yaml", File.ReadAllText(workshop["ring.yaml"]) + "# changed\n");
        RunFolder dirty = await workshop.Train("--config", "ring.yaml", "--set", "training.steps=1", "--name", "dirty");

        string head = await Git("rev-parse", "HEAD");
        Assert.Equal((head, false), (RunManifest.Read(clean.ManifestPath).GitCommit, RunManifest.Read(clean.ManifestPath).GitDirty));
        Assert.Equal((head, true), (RunManifest.Read(dirty.ManifestPath).GitCommit, RunManifest.Read(dirty.ManifestPath).GitDirty));
    }

    [Fact]
    public async Task TheResolvedConfigReproducesTheRun()
    {
        using var workshop = new Workshop();
        RunFolder first = await workshop.Train("--config", "table.yaml", "--seed", "7", "--set", "optimizer.generator.lr=0.002");
        using var elsewhere = new TemporaryFolder();
        ProgramUnderTest program = workshop.Program with { WorkingDirectory = elsewhere.FullName };

        ProgramResult result = await program.RunAsync("train", "--quiet", "--config", first.ResolvedYamlPath);

        Assert.Equal(0, result.ExitCode);
        RunFolder again = RunFinder.Find(elsewhere["runs"], RunFinder.Latest);
        Assert.Equal(("table", "7"), (again.Name, again.Seed));
        TrainerRecord.AssertEqual(first, again);
        Assert.Equal(File.ReadAllText(first.ResolvedJsonPath), File.ReadAllText(again.ResolvedJsonPath));
    }

    [Fact]
    public async Task NumbersDoNotDependOnTheLocale()
    {
        using var workshop = new Workshop();
        ProgramUnderTest german = workshop.Program with
        {
            Environment = new Dictionary<string, string?> { ["LC_ALL"] = "de_DE.UTF-8", ["LANG"] = "de_DE.UTF-8" },
        };

        ProgramResult result = await german.RunAsync("train", "--config", "ring.yaml", "--json", "--set", "output.pictures=true");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(TrainerRecord.Rows(runs.Ring.MetricsPath), TrainerRecord.Rows(workshop.Latest().MetricsPath));
        Assert.Equal(File.ReadAllText(runs.Ring.ResolvedYamlPath), File.ReadAllText(workshop.Latest().ResolvedYamlPath));
        Assert.Equal(Metrics(runs.RingResult.Data), Metrics(result.Data));
    }

    /// <summary>An independent reader of TensorBoard's format: records of a length, its checksum, data, their checksum.</summary>
    [Fact]
    public void TensorBoardFilesAreWhole()
    {
        string file = Assert.Single(Directory.GetFiles(runs.Ring.TensorboardDirectory));
        Assert.Contains("tfevents", Path.GetFileName(file), StringComparison.Ordinal);
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        int records = 0;
        var text = new System.Text.StringBuilder();
        while (!bytes.IsEmpty)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            Assert.Equal(Masked(bytes[..8]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            Assert.Equal(Masked(bytes.Slice(12, length)), BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]));
            text.Append(System.Text.Encoding.Latin1.GetString(bytes.Slice(12, length)));
            bytes = bytes[(16 + length)..];
            records++;
        }

        Assert.True(records > 40, $"{records} records");
        foreach (string name in (string[])["loss/discriminator", "loss/generator", "gradient-norm/generator", "modes", "hq/final", "weights/generator",
            "weights/discriminator"])
        {
            Assert.Contains(name, text.ToString(), StringComparison.Ordinal);
        }
    }

    private static string Metrics(string json) => JsonDocument.Parse(json).RootElement.GetProperty("metrics").GetRawText();

    private static Regex Pattern(string listed) => new(
        "^" + Regex.Escape(listed)
            .Replace("<9\\ digits>", "[0-9]{9}", StringComparison.Ordinal)
            .Replace("<step>", "[0-9]+", StringComparison.Ordinal)
            .Replace("\\*", "[^/]+", StringComparison.Ordinal)
        + (listed.EndsWith('/') ? ".+$" : "$"),
        RegexOptions.None,
        TimeSpan.FromSeconds(1));

    /// <summary>TensorFlow's mask over CRC-32C (Castagnoli), bit by bit.</summary>
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
