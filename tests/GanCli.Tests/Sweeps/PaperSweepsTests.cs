using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Sweeps;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Tests.Config;
using GanCli.Tests.Support;
using NJsonSchema;

namespace GanCli.Tests.Sweeps;

/// <summary>The published experiments of <c>configs/papers</c>: their settings and numbers are those of the papers and their code.</summary>
public sealed class PaperSweepsTests
{
    private static readonly Lazy<Task<JsonSchema>> Schema =
        new(() => JsonSchema.FromJsonAsync(SweepSchema.ToJson(), Repository.PathOf("configs", "sweep-schema.json")));

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Repository.PathOf("configs", "papers"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)];

    [Fact]
    public void AllThatArePromisedAreThere() =>
        Assert.Equal(
            ["dirac-gan", "gdpp-grid", "gdpp-ring", "numerics", "pacgan-grid", "pacgan-ring", "r3gan-grid", "unrolled", "veegan-1200d", "veegan-grid",
                "veegan-ring", "wgan", "wgan-gp"],
            Names.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPointIsValidExpectsSomethingAndItsFileSaysWhatDiffers(string name)
    {
        Sweep sweep = Load(name);
        string comment = string.Join('\n', File.ReadLines(PathOf(name)).TakeWhile(line => line.StartsWith('#')));

        Assert.Equal(name, sweep.Name);
        Assert.NotNull(sweep.Published);
        Assert.All(sweep.Points, static point => Assert.NotEmpty(point.Expect));
        Assert.All(sweep.Points, static point => Assert.Equal(1, point.Config.Training.NumThreads));
        Assert.Matches("What differs|what differs are those of", comment);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EditorsKnowEveryKey(string name)
    {
        string text = await File.ReadAllTextAsync(PathOf(name), TestContext.Current.CancellationToken);

        Assert.Contains("\n# yaml-language-server: $schema=../sweep-schema.json\n", text, StringComparison.Ordinal);
        Assert.Empty((await Schema.Value).Validate(SchemaTests.Json(text)));
    }

    /// <summary>The settings that decide, as the papers and their code have them.</summary>
    [Theory]
    [InlineData("pacgan-ring", "*",
        "data.kind=ring data.modes=8 data.radius=1 data.std=0.01 data.samples=100000 data.endpoint-included=false prior.dimension=2")]
    [InlineData("pacgan-grid", "*", "data.kind=grid data.side=5 data.spacing=2 data.std=0.05 data.samples=100000 prior.dimension=2")]
    [InlineData("pacgan-grid", "PacGAN3",
        "training.batch=300 regularizers[0].kind=packing regularizers[0].samples=3 training.steps=400000 training.update=simultaneous")]
    [InlineData("pacgan-ring", "GAN",
        "training.batch=100 regularizers=[] loss.kind=non-saturating training.steps=400000 training.d-steps=1 evaluation.final-samples=2500")]
    [InlineData("pacgan-ring", "PacGAN2", "training.batch=200 regularizers[0].samples=2 training.steps=400000 training.update=simultaneous")]
    [InlineData("pacgan-ring", "PacGAN4", "training.batch=400 regularizers[0].samples=4")]
    [InlineData("pacgan-ring", "*",
        "generator.widths=[400,400,400,400] generator.norm=[batch] generator.activation=relu generator.init.std=0.02 discriminator.widths=[200,200,200] "
            + "discriminator.activation=maxout discriminator.maxout-pieces=5 discriminator.init.std=0.02")]
    [InlineData("pacgan-ring", "*",
        "optimizer.generator.lr=0.0001 optimizer.discriminator.lr=0.0001 optimizer.generator.beta1=0.8 optimizer.discriminator.beta1=0.8 "
            + "optimizer.generator.beta2=0.999")]
    [InlineData("unrolled", "*",
        "data.radius=1 data.std=0.01 data.modes=8 prior.dimension=256 generator.widths=[128,128] discriminator.widths=[128,128] generator.activation=tanh "
            + "discriminator.activation=tanh generator.init.gain=1.4 discriminator.init.gain=1.4")]
    [InlineData("unrolled", "*",
        "loss.kind=minimax optimizer.generator.lr=0.001 optimizer.discriminator.lr=0.0001 optimizer.generator.beta1=0.5 optimizer.discriminator.beta1=0.5 "
            + "training.batch=512 training.steps=25000")]
    [InlineData("unrolled", "0 steps, 7 places", "data.endpoint-included=true regularizers=[]")]
    [InlineData("unrolled", "5 steps, 7 places", "data.endpoint-included=true regularizers[0].kind=unrolling regularizers[0].steps=5")]
    [InlineData("unrolled", "0 steps, 8 places", "data.endpoint-included=false regularizers=[]")]
    [InlineData("unrolled", "5 steps, 8 places", "data.endpoint-included=false regularizers[0].steps=5")]
    [InlineData("wgan-gp", "*",
        "prior.dimension=2 generator.widths=[512,512,512] discriminator.widths=[512,512,512] generator.activation=relu loss.kind=wasserstein "
            + "training.d-steps=5 training.batch=256 training.steps=100000")]
    [InlineData("wgan-gp", "*",
        "regularizers[0].kind=wgan-gp regularizers[0].weight=0.1 optimizer.generator.kind=adam optimizer.generator.lr=0.0001 optimizer.generator.beta1=0.5 "
            + "optimizer.generator.beta2=0.9 optimizer.discriminator.lr=0.0001 optimizer.discriminator.beta1=0.5 optimizer.discriminator.beta2=0.9")]
    [InlineData("wgan-gp", "swiss roll", "data.kind=swiss-roll data.noise=0.25 data.scale=7.5")]
    [InlineData("wgan", "*",
        "regularizers[0].kind=weight-clipping regularizers[0].limit=0.01 optimizer.generator.kind=rmsprop optimizer.generator.lr=0.00005 "
            + "optimizer.discriminator.kind=rmsprop optimizer.discriminator.lr=0.00005 training.d-steps=5 training.steps=100000")]
    [InlineData("veegan-1200d", "*", "data.kind=highdim-1200 evaluation.metrics[0].radius=published")]
    [InlineData("veegan-1200d", "unrolled, 5 steps", "regularizers[0].kind=unrolling regularizers[0].steps=5")]
    [InlineData("veegan-1200d", "VEEGAN", "regularizers[0].kind=veegan")]
    [InlineData("veegan-ring", "*",
        "data.kind=ring data.modes=8 data.radius=1 data.std=0.01 data.endpoint-included=false evaluation.final-samples=2500 optimizer.generator.beta1=0.5 "
            + "optimizer.discriminator.beta1=0.5")]
    [InlineData("veegan-grid", "*", "data.kind=grid data.side=5 data.spacing=2 data.std=0.05 evaluation.final-samples=2500 optimizer.generator.lr=0.001")]
    [InlineData("veegan-ring", "GAN",
        "prior.dimension=254 generator.widths=[128,128] discriminator.widths=[128] generator.activation=relu discriminator.activation=relu "
            + "generator.init.kind=xavier regularizers=[] loss.kind=non-saturating")]
    [InlineData("veegan-grid", "VEEGAN",
        "prior.dimension=254 generator.widths=[128,128] discriminator.widths=[128] optimizer.discriminator.lr=0.001 training.batch=500 training.steps=100000 "
            + "training.update=simultaneous")]
    [InlineData("veegan-ring", "VEEGAN",
        "regularizers[0].kind=veegan regularizers[0].weight=0.5 regularizers[0].noise=1 regularizers[0].objective=log-ratio "
            + "regularizers[0].network.widths=[128,128] regularizers[0].optimizer.lr=0.001 regularizers[0].optimizer.beta1=0.5 training.steps=100000")]
    [InlineData("veegan-ring", "unrolled, 5 steps",
        "regularizers[0].kind=unrolling regularizers[0].steps=5 prior.dimension=256 generator.activation=tanh discriminator.widths=[128,128] "
            + "loss.kind=minimax optimizer.generator.lr=0.001 optimizer.discriminator.lr=0.0001 training.batch=512 training.steps=25000")]
    [InlineData("veegan-grid", "unrolled, 5 steps", "regularizers[0].kind=unrolling regularizers[0].steps=5 generator.init.gain=1.4 training.steps=25000")]
    [InlineData("veegan-ring", "GAN of the reference implementation", "regularizers=[] generator.activation=tanh loss.kind=minimax training.steps=25000")]
    [InlineData("veegan-1200d", "*", "training.steps=25000 evaluation.final-samples=2500 optimizer.generator.lr=0.001 optimizer.generator.beta1=0.5")]
    [InlineData("veegan-1200d", "VEEGAN of its notebook",
        "prior.dimension=254 generator.widths=[128,128] discriminator.widths=[128] generator.init.kind=xavier training.batch=500 "
            + "training.update=simultaneous optimizer.discriminator.lr=0.001 regularizers[0].weight=0.5")]
    [InlineData("gdpp-ring", "*",
        "data.kind=ring data.modes=8 data.radius=1 data.std=0.01 prior.dimension=256 generator.widths=[128,128] discriminator.widths=[128,128] "
            + "generator.activation=tanh discriminator.activation=tanh generator.init.gain=1.4 discriminator.init.gain=1.4 optimizer.generator.lr=0.001 "
            + "optimizer.discriminator.lr=0.0001 optimizer.generator.beta1=0.5 training.batch=512 training.steps=25000 evaluation.final-samples=2500")]
    [InlineData("gdpp-ring", "GDPP",
        "data.endpoint-included=false regularizers[0].kind=determinantal-diversity loss.kind=non-saturating training.update=simultaneous")]
    [InlineData("gdpp-ring", "GDPP, 7 places", "data.endpoint-included=true regularizers[0].kind=determinantal-diversity")]
    [InlineData("gdpp-grid", "*", "data.kind=grid data.side=5 data.spacing=2 data.std=0.05 prior.dimension=256 training.batch=512 training.steps=25000")]
    [InlineData("gdpp-grid", "GDPP",
        "regularizers[0].kind=determinantal-diversity regularizers[0].weight=1 loss.kind=non-saturating training.update=simultaneous")]
    [InlineData("gdpp-grid", "WGAN-GP", "loss.kind=wasserstein regularizers[0].kind=wgan-gp training.d-steps=5")]
    [InlineData("r3gan-grid", "GAN",
        "data.spacing=2 generator.activation=relu discriminator.activation=leaky-relu discriminator.leaky-slope=0.2 regularizers=[] "
            + "training.update=alternating evaluation.final-samples=10000")]
    [InlineData("r3gan-grid", "GAN, spacing 1, ReLU in both", "data.spacing=1 generator.activation=relu discriminator.activation=relu")]
    [InlineData("r3gan-grid", "*",
        "data.kind=grid data.std=0.05 prior.dimension=64 generator.widths=[256,256] discriminator.widths=[256,256] training.batch=256 training.steps=20000 "
            + "optimizer.generator.lr=0.0002 optimizer.generator.beta1=0 optimizer.generator.beta2=0.99")]
    [InlineData("r3gan-grid", "RpGAN + R1 + R2",
        "loss.kind=relativistic regularizers[0].kind=r1 regularizers[0].gamma=1 regularizers[1].kind=r2 regularizers[1].gamma=1")]
    [InlineData("r3gan-grid", "GAN + R1 + R2", "loss.kind=non-saturating regularizers[0].gamma=1 regularizers[1].gamma=1")]
    [InlineData("numerics", "*",
        "data.radius=1 data.std=0.01 prior.dimension=16 generator.widths=[16,16,16,16] discriminator.widths=[16,16,16,16] generator.activation=relu "
            + "optimizer.generator.kind=rmsprop optimizer.generator.lr=0.0001 optimizer.discriminator.lr=0.0001 training.update=simultaneous "
            + "training.batch=512 training.steps=50000")]
    [InlineData("numerics", "consensus", "regularizers[0].kind=consensus regularizers[0].gamma=10")]
    [InlineData("dirac-gan", "*",
        "data.kind=dirac generator.start=1 discriminator.start=-1 optimizer.generator.kind=sgd optimizer.generator.lr=0.2 optimizer.discriminator.lr=0.2 "
            + "training.steps=500 training.dtype=float64")]
    [InlineData("dirac-gan", "WGAN-GP", "loss.kind=wasserstein regularizers[0].kind=wgan-gp regularizers[0].weight=0.35")]
    [InlineData("dirac-gan", "WGAN, clipped", "loss.kind=wasserstein regularizers[0].limit=1")]
    [InlineData("dirac-gan", "R1, γ .3", "loss.kind=non-saturating regularizers[0].kind=r1 regularizers[0].gamma=0.3")]
    public void DecisiveSettingsAreThePublishedOnes(string name, string label, string settings)
    {
        SweepPoint[] points = [.. Load(name).Points.Where(point => label is "*" || string.Equals(point.Label, label, StringComparison.Ordinal))];
        Assert.NotEmpty(points);
        foreach (string setting in settings.Split(' '))
        {
            string[] sides = setting.Split('=');
            Assert.Equal([sides[1]], points.Select(point => Text(point, sides[0])).Distinct(StringComparer.Ordinal));
        }
    }

    /// <summary>The data in the units of gan_toy.py: 2 / 1.414 and .02 / 1.414, 2 / 2.828 and .05 / 2.828.</summary>
    [Theory]
    [InlineData("wgan-gp")]
    [InlineData("wgan")]
    public void ToysAreDividedByTheirDeviation(string name)
    {
        IReadOnlyList<SweepPoint> points = Load(name).Points;

        Assert.Equal(2 / 1.414, Number(points[0], "data.radius"), 1e-5);
        Assert.Equal(0.02 / 1.414, Number(points[0], "data.std"), 1e-7);
        Assert.Equal(2 / 2.828, Number(points[1], "data.spacing"), 1e-6);
        Assert.Equal(0.05 / 2.828, Number(points[1], "data.std"), 1e-7);
        Assert.Equal(100_000, Number(points[1], "data.samples"));
    }

    [Fact]
    public void NumericsHasItsTwoThousandAndThreeWeights()
    {
        AdversarialGame game = Blueprint.Of(Load("numerics").Points[0].Config).Game;

        Assert.Equal(2003, game.Generator.Layout.ParameterCount + game.Discriminator.Layout.ParameterCount);
    }

    [Fact]
    public void PacGansNumbersAreThoseOfItsTable()
    {
        (string, string)[] rows =
        [
            .. from name in (string[])["pacgan-ring", "pacgan-grid"]
               from point in Load(name).Points.DistinctBy(static point => point.Label)
               select ($"{name} {point.Label}",
                   string.Join(" | ", point.Expect.Select(static e => string.Create(CultureInfo.InvariantCulture, $"{e.Metric} {e.Value} ± {e.PlusMinus}")))),
        ];

        Assert.Equal(
            [
                ("pacgan-ring GAN", "modes-captured 6.3 ± 0.5 | hq 0.982 ± 0.002 | reverse-kl 0.45 ± 0.09"),
                ("pacgan-ring PacGAN2", "modes-captured 7.9 ± 0.1 | hq 0.956 ± 0.02 | reverse-kl 0.07 ± 0.03"),
                ("pacgan-ring PacGAN3", "modes-captured 7.8 ± 0.1 | hq 0.977 ± 0.003 | reverse-kl 0.1 ± 0.02"),
                ("pacgan-ring PacGAN4", "modes-captured 7.8 ± 0.1 | hq 0.959 ± 0.014 | reverse-kl 0.07 ± 0.02"),
                ("pacgan-grid GAN", "modes-captured 17.3 ± 0.8 | hq 0.948 ± 0.007 | reverse-kl 0.7 ± 0.07"),
                ("pacgan-grid PacGAN2", "modes-captured 23.8 ± 0.7 | hq 0.913 ± 0.008 | reverse-kl 0.13 ± 0.04"),
                ("pacgan-grid PacGAN3", "modes-captured 24.6 ± 0.4 | hq 0.942 ± 0.004 | reverse-kl 0.06 ± 0.02"),
                ("pacgan-grid PacGAN4", "modes-captured 24.8 ± 0.2 | hq 0.936 ± 0.006 | reverse-kl 0.04 ± 0.01"),
            ],
            rows);
        Assert.Equal((PlusMinusKind.StandardError, 10), (Load("pacgan-ring").Published!.PlusMinus, Load("pacgan-ring").Published!.Trials));
        Assert.Equal((PlusMinusKind.StandardError, 10), (Load("pacgan-grid").Published!.PlusMinus, Load("pacgan-grid").Published!.Trials));
    }

    /// <summary>Modes and percentages of high-quality samples, from VEEGAN's Table 1 and GDPP's.</summary>
    [Fact]
    public void VeegansAndGdppsNumbersAreThoseOfTheirTables()
    {
        (string, double, double)[] rows =
        [
            .. from name in (string[])["veegan-1200d", "veegan-ring", "veegan-grid", "gdpp-ring", "gdpp-grid"]
               from point in Load(name).Points.DistinctBy(static point => point.Label)
               where point.Hypothesis is null
               select ($"{name} {point.Label}", point.Expect[0].Value!.Value, Math.Round(100 * point.Expect[1].Value!.Value, 9)),
        ];

        Assert.Equal(
            [
                ("veegan-1200d GAN", 1.6, 2.0),
                ("veegan-1200d unrolled, 5 steps", 0, 0),
                ("veegan-1200d VEEGAN", 5.5, 28.3),
                ("veegan-ring GAN", 1, 99.3),
                ("veegan-ring unrolled, 5 steps", 7.6, 35.6),
                ("veegan-ring VEEGAN", 8, 52.9),
                ("veegan-grid GAN", 3.3, 0.5),
                ("veegan-grid unrolled, 5 steps", 23.6, 16),
                ("veegan-grid VEEGAN", 24.6, 40),
                ("gdpp-ring WGAN-GP", 6.8, 59.6),
                ("gdpp-ring GDPP", 8, 71.7),
                ("gdpp-grid WGAN-GP", 24.2, 28.7),
                ("gdpp-grid GDPP", 24.8, 68.5),
            ],
            rows);
    }

    /// <summary>Tenths of the gap between the best and the worst method of the tables, ALI and reprinted rows among them, to two or three digits.</summary>
    [Theory]
    [InlineData("veegan-1200d", 5.5, 0, 28.29, 0)]
    [InlineData("veegan-ring", 8, 1, 99.3, 0.13)]
    [InlineData("veegan-grid", 24.6, 3.3, 40, 0.5)]
    [InlineData("gdpp-ring", 8, 1, 99.3, 0.13)]
    [InlineData("gdpp-grid", 24.8, 3.3, 68.5, 0.5)]
    public void MarginsAreATenthOfTheirTablesGaps(string name, double mostModes, double fewestModes, double best, double worst)
    {
        foreach (IReadOnlyList<ExpectConfig> expected in Load(name).Points.Select(static point => point.Expect))
        {
            Assert.Equal(["modes-captured", "hq"], expected.Select(static one => one.Metric));
            Assert.Equal((mostModes - fewestModes) / 10, expected[0].Margin!.Value, 0.005);
            Assert.Equal((best - worst) / 1000, expected[1].Margin!.Value, 0.0005);
        }
    }

    /// <summary>A guess repeats what a point that is counted expects, and no other number.</summary>
    [Theory]
    [InlineData("veegan-ring", "GAN of the reference implementation", "GAN")]
    [InlineData("veegan-grid", "GAN of the reference implementation", "GAN")]
    [InlineData("gdpp-ring", "GDPP, 7 places", "GDPP")]
    [InlineData("r3gan-grid", "GAN, spacing 1, ReLU in both", "GAN")]
    [InlineData("veegan-1200d", "GAN of VEEGAN's notebook", "GAN")]
    [InlineData("veegan-1200d", "VEEGAN of its notebook", "VEEGAN")]
    public void GuessesExpectWhatTheirRowExpects(string name, string guess, string row)
    {
        IReadOnlyList<SweepPoint> points = Load(name).Points;

        Assert.Contains(guess, points.Where(static point => point.Hypothesis is not null).Select(static point => point.Label));
        Assert.Equal(
            points.First(point => string.Equals(point.Label, row, StringComparison.Ordinal)).Expect.Select(static one => one with { Note = null }),
            points.First(point => string.Equals(point.Label, guess, StringComparison.Ordinal)).Expect);
    }

    [Fact]
    public void GuessesAreThose() =>
        Assert.Equal(6, Names.SelectMany(static row => Load(row.Data).Points).Where(static point => point.Hypothesis is not null)
            .DistinctBy(static point => $"{point.Config.Name} {point.Label}").Count());

    [Theory]
    [InlineData(PublishedKind.Printed, "gdpp-grid gdpp-ring pacgan-grid pacgan-ring veegan-1200d veegan-grid veegan-ring")]
    [InlineData(PublishedKind.Claims, "numerics r3gan-grid unrolled wgan wgan-gp")]
    [InlineData(PublishedKind.ClosedForm, "dirac-gan")]
    public void EveryFileSaysWhatItsSourceHolds(PublishedKind kind, string names) =>
        Assert.Equal(names, string.Join(' ', Names.Select(static row => row.Data).Where(name => Load(name).Published!.Kind == kind)));

    internal static Sweep Load(string name) => SweepLoader.Load(new SweepRequest { File = PathOf(name) });

    private static string PathOf(string name) => Repository.PathOf("configs", "papers", name + ".yaml");

    private static ResolvedConfig Config(SweepPoint point) => ResolvedConfig.Parse(ConfigWriter.ToJson(point.Config));

    private static double Number(SweepPoint point, string path) => Config(point).Number(path)!.Value;

    /// <summary>A number in plain digits, a text without quotes, a list without blanks.</summary>
    private static string Text(SweepPoint point, string path) => Config(point).Get(path) switch
    {
        { ValueKind: System.Text.Json.JsonValueKind.Number } number => number.GetDecimal().ToString("0.##########", CultureInfo.InvariantCulture),
        { ValueKind: System.Text.Json.JsonValueKind.String } text => text.GetString()!,
        { } other => string.Concat(other.GetRawText().Where(static c => !char.IsWhiteSpace(c) && c != '"')),
        null => "none",
    };
}
