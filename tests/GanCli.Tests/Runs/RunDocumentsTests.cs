using System.Text.Json;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

/// <summary>manifest.json, metrics.json, data.json and config.resolved.json.</summary>
public sealed class RunDocumentsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 45, 1, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["a.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AManifestComesBack()
    {
        var manifest = new RunManifest
        {
            Name = "mog8",
            Created = Now,
            Arguments = ["train", "--set", "a='é'"],
            Program = "0.1.0",
            TorchSharp = "0.107.0",
            Libtorch = "2.10.0",
            OperatingSystem = "Debian 12",
            Runtime = ".NET 10",
            Device = "cpu",
            Threads = 2,
            Seed = "0",
            GitCommit = "1f9cd13",
            GitDirty = true,
            Networks = [new NetworkDescription("generator", 49_666, [new LayerDescription("linear", [128], 256)])],
            GradientsPerStep = 2,
            Arithmetic = new RunArithmetic("own, 512 bits", "layers", "autograd"),
            DiscriminatorOutput = new DiscriminatorOutput("errors") { Undecided = 0.5, RealIsLower = true },
            Warnings = ["a.yaml:1:1 loss: doubtful"],
            NotCounted = "not counted: modes",
            Rescues = [new Rescue(3000, 1200, "capacity", "r1-r2", "relativistic loss", ["loss=relativistic"])],
            Sessions = [new RunSession(Now.AddHours(1), 6_412, ["train", "--resume", "3fa9c1"])],
        };
        manifest.Write(File);
        Assert.Equal(Text(manifest), Text(RunManifest.Read(File)));

        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        Assert.Equal(
            ["name", "label", "created", "arguments", "program", "torch-sharp", "libtorch", "operating-system", "runtime", "device", "threads", "seed",
                "git-commit", "git-dirty", "networks", "arithmetic", "gradients-per-step", "discriminator-output", "warnings", "not-counted",
                "rescues", "sessions"],
            document.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Contains("a='é'", System.IO.File.ReadAllText(File));

        (manifest with { GitCommit = null, GitDirty = null }).Write(File);
        Assert.Null(RunManifest.Read(File).GitDirty);

        System.IO.File.WriteAllText(
            File,
            """
            {"name":"a","created":"2026-11-22T15:45:01Z","arguments":[],"program":"","torch-sharp":"","libtorch":"",
             "operating-system":"","runtime":"","device":"cpu","threads":1,"seed":"0","networks":[]}
            """);
        Assert.Empty(RunManifest.Read(File).Sessions);
        Assert.Empty(RunManifest.Read(File).Rescues);
        Assert.Empty(RunManifest.Read(File).Warnings);
        Assert.Equal("logits", RunManifest.Read(File).DiscriminatorOutput.Name);
        Assert.Null(RunManifest.Read(File).GradientsPerStep);
        Assert.Null(RunManifest.Read(File).Arithmetic);
    }

    [Fact]
    public void DescriptionsOfMetricsComeBackInOrder()
    {
        var info = new MetricsInfo(new OrderedDictionary<string, MetricDescription>
        {
            ["modes"] = new("Modes captured", MetricDirection.Higher, MetricDisplay.Count)
            {
                Total = 8,
                Help = "Modes with a sample",
                Samples = 2500,
                SamplesFinal = 10_000,
                Uninformed = new UninformedScore("uniform", 2500, 7, 6, 8),
                Perfect = new PerfectScore(2500, 8, 8, 8),
                PerfectFinal = new PerfectScore(10_000, 8, 7.5, 8),
            },
            ["frequency"] = new("Frequency", MetricDirection.Closer, MetricDisplay.PerMode),
            ["a"] = new("A", MetricDirection.Lower, MetricDisplay.Percent) { Least = 0 },
        });
        info.Write(File);
        var read = MetricsInfo.Read(File);
        Assert.Equal(info.Metrics, read.Metrics);
        Assert.Equal(["modes", "frequency", "a"], read.Metrics.Keys);

        // The format of runs/README.md.
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        var modes = document.RootElement.GetProperty("modes");
        Assert.Equal(
            """{"label":"Modes captured","better":"higher","format":"count","total":8,"least":null,"target":null,"held":null,"help":"Modes with a sample","through":null,"samples":2500,"samples-final":10000,"perfect":{"samples":2500,"median":8,"low":8,"high":8},"perfect-final":{"samples":10000,"median":8,"low":7.5,"high":8},"uninformed":{"sampler":"uniform","samples":2500,"median":7,"low":6,"high":8},"uninformed-final":null}""",
            JsonSerializer.Serialize(modes));
        Assert.Equal("per-mode", document.RootElement.GetProperty("frequency").GetProperty("format").GetString());
    }

    [Fact]
    public void ADescriptionOfDataComesBack()
    {
        var info = new DataInfo
        {
            Kind = "ring",
            Dimension = 2,
            Shape = [2],
            Range = [-1, 1],
            Classes = ["a", "b"],
            ClassWeights = [0.25, 0.75],
            Columns = ["x", "y"],
            Extent = [-2.6, 2.6, -2.6, 2.6],
            Modes = new DataModes([[2, 0], [-2, 0.1 + 0.2]], [[0.02, 0.02], [0.02, 0.02]], [0.5, 0.5]),
            ContentHash = "0a1b",
        };
        info.Write(File);
        Assert.Equal(Text(info), Text(DataInfo.Read(File)));
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        Assert.Equal(["kind", "dimension", "shape", "range", "classes", "class-weights", "columns", "extent", "modes", "content-hash"],
            document.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["means", "stds", "weights"], document.RootElement.GetProperty("modes").EnumerateObject().Select(property => property.Name));

        (info with { Modes = null, Extent = null }).Write(File);
        Assert.Null(DataInfo.Read(File).Modes);

        // Before pictures were told.
        System.IO.File.WriteAllText(File, """{"kind": "npy", "dimension": 3, "columns": []}""");
        DataInfo old = DataInfo.Read(File);
        Assert.Equal((null, null, null), (old.Shape, old.Range, old.Classes));
    }

    [Fact]
    public void AResolvedConfigIsReadByPath()
    {
        System.IO.File.WriteAllText(File, """{"data": {"kind": "ring", "modes": 8}, "regularizers": [{"kind": "r1", "weight": 0.5}], "none": null}""");
        var config = ResolvedConfig.Read(File);
        Assert.Equal("ring", config.Text("data.kind"));
        Assert.Equal(8, config.Number("data.modes"));
        Assert.Equal(0.5, config.Number("regularizers[0].weight"));
        Assert.Equal(0.5, config.Number("regularizers.0.weight"));
        Assert.Equal(JsonValueKind.Null, config.Get("none")!.Value.ValueKind);
        foreach (var path in (string[])["nothing", "data.kind.more", "regularizers[1]", "regularizers[-1]", "regularizers.kind", "", "data."])
        {
            Assert.Null(config.Get(path));
        }

        Assert.Null(config.Text("data.modes"));
        Assert.Null(config.Number("data.kind"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\":")]
    public void AnotherFileIsRefusedByName(string content)
    {
        System.IO.File.WriteAllText(File, content);
        foreach (var read in (Action[])[() => ResolvedConfig.Read(File), () => RunManifest.Read(File), () => DataInfo.Read(File), () => MetricsInfo.Read(File)])
        {
            var message = Assert.Throws<InvalidDataException>(read).Message;
            Assert.StartsWith(File + ": ", message);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Fact]
    public void APartOfADescriptionIsNotTakenForOne()
    {
        System.IO.File.WriteAllText(File, """{"modes":{"better":"higher","format":"count"}}""");
        Assert.Throws<InvalidDataException>(() => MetricsInfo.Read(File));
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value);
}
