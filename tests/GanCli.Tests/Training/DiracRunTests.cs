using GanCli.Engine.Config;
using GanCli.Engine.Losses;
using GanCli.Engine.Sessions;
using GanCli.Reporting;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;
using GanCli.Tests.Reporting;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;

namespace GanCli.Tests.Training;

/// <summary><c>configs/dirac.yaml</c> from the config to the phase portrait in the report.</summary>
public sealed class DiracRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItsPathIsTheRecurrence()
    {
        RunFolder run = Train("output.log-every=1");
        MetricsReader log = MetricsReader.Read(run.MetricsPath);
        var loss = new NonSaturatingLossConfig();
        (double theta, double psi) = (1, -1);
        foreach (MetricsRow row in log.Rows)
        {
            (double vTheta, double vPsi) = Dirac.Field(loss, theta, psi);
            (theta, psi) = (theta + (0.2 * vTheta), psi + (0.2 * vPsi));
            Assert.Equal(theta, row.Number("weights.generator.theta")!.Value, 1e-9);
            Assert.Equal(psi, row.Number("weights.discriminator.psi")!.Value, 1e-9);
        }

        Assert.Equal(500, log.Rows.Count);

        // What the config's opening words promise.
        Assert.Equal(0.64, Math.Sqrt((theta * theta) + (psi * psi)), 0.005);
    }

    [Theory]
    [InlineData("regularizers=[{kind: r1, gamma: 0.3}]")]
    [InlineData("regularizers=[{kind: consensus, gamma: 1}]")]
    [InlineData("regularizers=[symplectic]")]
    [InlineData("regularizers=[extragradient]")]
    [InlineData("regularizers=[optimistic]")]
    public void RemediesBendItInwards(string remedy)
    {
        MetricsReader log = MetricsReader.Read(Train(remedy).MetricsPath);
        double theta = log.Last("weights.generator.theta")!.Value;
        double psi = log.Last("weights.discriminator.psi")!.Value;
        Assert.InRange(Math.Sqrt((theta * theta) + (psi * psi)), 0, 0.1);
    }

    [Fact]
    public void TheReportDrawsThePhasePortrait()
    {
        RunFolder folder = Train("evaluation.metrics=null");
        ReportBuilder.Write(folder);
        ReportPictures pictures = new(RunRecord.Read(folder));
        Assert.True(File.Exists(Path.Combine(folder.ReportDirectory, "phase-portrait.png")));
        Assert.Contains("The game in its plane", File.ReadAllText(folder.ReportHtmlPath), StringComparison.Ordinal);
        Assert.Contains("report/phase-portrait.png", File.ReadAllText(folder.ReportMarkdownPath), StringComparison.Ordinal);
        IReadOnlyList<string> words = SvgWords.Of(pictures.Phases!.ToSvg());
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "Phase portrait", "generator, θ", "discriminator, ψ", "start", "end", "500 steps, darker later",
                "equilibrium" },
            words.ToHashSet(StringComparer.Ordinal));
        Assert.Contains("generator, θ", SvgWords.Of(pictures.Weights!.ToSvg()));

        // The whole path, with 10% to spare, and the equilibrium in the middle.
        Panel panel = PhasePortrait.Of(RunRecord.Read(folder))!.Draw();
        Assert.Equal(-panel.Limits.Left, panel.Limits.Right);
        Assert.Equal(-panel.Limits.Bottom, panel.Limits.Top);
        Assert.InRange(panel.Limits.Right, 1.3, 1.5);

        // Samples of a point show the point and where the generator is.
        Assert.DoesNotContain(SvgWords.Of(pictures.Samples!.ToSvg()), static word => word.Contains("outside", StringComparison.Ordinal)
            || word.Contains("NaN", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherGamesHaveNone()
    {
        using var runs = new TrainerRuns();
        (RunFolder folder, _) = runs.Train([]);
        RunRecord run = RunRecord.Read(folder);
        Assert.Empty(run.Keys("weights."));
        Assert.Null(PhasePortrait.Of(run));
        Assert.Null(new ReportPictures(run).Phases);
    }

    [Fact]
    public void WeightsFarOutDoNotStopARunBeforeItDiverges()
    {
        // The critic's penalty and Wasserstein's loss at this rate: a factor of three a step.
        string[] settings = ["regularizers=[wgan-gp]", "loss=wasserstein", "output.sample-every=10", "training.update=alternating"];
        LoadedConfig config = ConfigLoader.Load(Repository.PathOf("configs", "dirac.yaml"), settings.Select(ConfigOverride.Set));
        using TrainingRun run = TrainingRun.Start(config, new RunOptions(_folder.FullName, "gan", []));

        Assert.Equal(RunState.Diverged, run.Run(_ => [], TestContext.Current.CancellationToken).State);
    }

    private RunFolder Train(params string[] settings)
    {
        string[] brief = ["output.tensorboard=false", "output.checkpoint-every=500", "output.sample-every=250", "evaluation.every=250"];
        LoadedConfig config = ConfigLoader.Load(Repository.PathOf("configs", "dirac.yaml"), brief.Concat(settings).Select(ConfigOverride.Set));
        using TrainingRun run = TrainingRun.Start(config, new RunOptions(_folder.FullName, "gan", []));
        Assert.Equal(RunState.Completed, run.Run(_ => [], TestContext.Current.CancellationToken).State);
        return run.Folder;
    }
}
