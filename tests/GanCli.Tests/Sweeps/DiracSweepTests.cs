using GanCli.Engine.Config;
using GanCli.Engine.Losses;
using GanCli.Engine.Sessions;
using GanCli.Engine.Sweeps;
using GanCli.Runs;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;

namespace GanCli.Tests.Sweeps;

/// <summary>What <c>configs/papers/dirac-gan.yaml</c> expects of every method, against recurrences of two numbers that know nothing of the program.</summary>
public sealed class DiracSweepTests
{
    private const double H = 0.2;

    private delegate (double Theta, double Psi) Field(double theta, double psi);

    public static TheoryData<string> Labels { get; } = [.. Distances().Keys];

    [Fact]
    public void EveryMethodHasItsRecurrence() =>
        Assert.Equal(Distances().Keys, PaperSweepsTests.Load("dirac-gan").Points.Select(static point => point.Label));

    [Theory]
    [MemberData(nameof(Labels))]
    public void TheExpectedDistanceIsThatOfTheRecurrence(string label)
    {
        ExpectConfig expected = Point(label).Expect.Single();

        Assert.Equal("distance", expected.Metric);
        Assert.Equal(Distances()[label], expected.Value!.Value, expected.PlusMinus!.Value);
    }

    /// <summary>The program itself at full length, for one method of each family of updates.</summary>
    [Theory]
    [InlineData("minimax, in turn, 5 steps of D")]
    [InlineData("WGAN, clipped")]
    [InlineData("WGAN-GP, in turn")]
    [InlineData("R1, γ .3")]
    [InlineData("symplectic, λ 1")]
    public void TheProgramComesOutThere(string label)
    {
        using var folder = new TemporaryFolder();
        ExperimentConfig config = Point(label).Config;
        LoadedConfig loaded = ConfigLoader.LoadJson(ConfigWriter.ToJson(config with { Evaluation = config.Evaluation with { Every = 500 } }), "dirac");
        using TrainingRun run = TrainingRun.Start(loaded, new RunOptions(folder.FullName, "gan", []));

        Assert.Equal(RunState.Completed, run.Run(_ => [], TestContext.Current.CancellationToken).State);
        MetricsReader log = MetricsReader.Read(run.Folder.MetricsPath);
        double distance = Math.Sqrt(Math.Pow(log.Last("weights.generator.theta")!.Value, 2) + Math.Pow(log.Last("weights.discriminator.psi")!.Value, 2));
        ExpectConfig expected = Point(label).Expect.Single();
        Assert.Equal(expected.Value!.Value, distance, expected.PlusMinus!.Value);
    }

    private static SweepPoint Point(string label) =>
        PaperSweepsTests.Load("dirac-gan").Points.Single(point => string.Equals(point.Label, label, StringComparison.Ordinal));

    private static OrderedDictionary<string, double> Distances()
    {
        Field minimax = (theta, psi) => Dirac.Field(new MinimaxLossConfig(), theta, psi);
        Field plain = (theta, psi) => Dirac.Field(new NonSaturatingLossConfig(), theta, psi);
        Field critic = static (theta, psi) => (psi, -theta);
        Field penalty = static (theta, psi) => (psi, -theta - (2 * 0.35 * (Math.Abs(psi) - 1) * Math.Sign(psi)));
        (double, double)? last = null;
        return new OrderedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["minimax"] = Run(Together(minimax)),
            ["non-saturating"] = Run(Together(plain)),
            ["minimax, in turn"] = Run(InTurn(minimax, 1)),
            ["minimax, in turn, 5 steps of D"] = Run(InTurn(minimax, 5)),
            ["non-saturating, in turn"] = Run(InTurn(plain, 1)),
            ["non-saturating, in turn, 5 steps of D"] = Run(InTurn(plain, 5)),
            ["WGAN without a constraint"] = Run(Together(critic)),
            ["WGAN without a constraint, in turn"] = Run(InTurn(critic, 1)),
            ["WGAN, clipped"] = Run(Together(critic, clip: 1)),
            ["WGAN, clipped, in turn"] = Run(InTurn(critic, 1, clip: 1)),
            ["WGAN, clipped, in turn, 5 steps of D"] = Run(InTurn(critic, 5, clip: 1)),
            ["WGAN-GP"] = Run(Together(penalty)),
            ["WGAN-GP, in turn"] = Run(InTurn(penalty, 1)),
            ["WGAN-GP, in turn, 5 steps of D"] = Run(InTurn(penalty, 5)),
            ["R1, γ .3"] = Run(Together(Penalized(plain, 0.3))),
            ["R1, γ 1 (critical)"] = Run(Together(Penalized(plain, 1))),
            ["R1, γ .3, in turn"] = Run(InTurn(Penalized(plain, 0.3), 1)),
            ["consensus, γ 1"] = Run((theta, psi) =>
            {
                (double vTheta, double vPsi) = plain(theta, psi);
                double[,] j = Jacobian(theta, psi);
                return (theta + (H * (vTheta - (j[0, 0] * vTheta) - (j[1, 0] * vPsi))), psi + (H * (vPsi - (j[0, 1] * vTheta) - (j[1, 1] * vPsi))));
            }),
            ["optimistic"] = Run((theta, psi) =>
            {
                (double Theta, double Psi) v = plain(theta, psi);
                (double Theta, double Psi) before = last ?? v;
                last = v;
                return (theta + (H * ((2 * v.Theta) - before.Theta)), psi + (H * ((2 * v.Psi) - before.Psi)));
            }),
            ["extragradient"] = Run((theta, psi) =>
            {
                (double vTheta, double vPsi) = plain(theta, psi);
                (vTheta, vPsi) = plain(theta + (H * vTheta), psi + (H * vPsi));
                return (theta + (H * vTheta), psi + (H * vPsi));
            }),
            ["symplectic, λ 1"] = Run((theta, psi) =>
            {
                (double vTheta, double vPsi) = plain(theta, psi);
                double[,] j = Jacobian(theta, psi);
                double a = (j[0, 1] - j[1, 0]) / 2;
                return (theta + (H * (vTheta + (a * vPsi))), psi + (H * (vPsi - (a * vTheta))));
            }),
        };
    }

    private static double Run(Func<double, double, (double Theta, double Psi)> next)
    {
        (double theta, double psi) = (1d, -1d);
        for (int step = 0; step < 500; step++)
        {
            (theta, psi) = next(theta, psi);
        }

        return Math.Sqrt((theta * theta) + (psi * psi));
    }

    private static Func<double, double, (double Theta, double Psi)> Together(Field field, double clip = double.PositiveInfinity) => (theta, psi) =>
    {
        (double vTheta, double vPsi) = field(theta, psi);
        return (theta + (H * vTheta), Math.Clamp(psi + (H * vPsi), -clip, clip));
    };

    private static Func<double, double, (double Theta, double Psi)> InTurn(Field field, int moves, double clip = double.PositiveInfinity) => (theta, psi) =>
    {
        for (int i = 0; i < moves; i++)
        {
            psi = Math.Clamp(psi + (H * field(theta, psi).Psi), -clip, clip);
        }

        return (theta + (H * field(theta, psi).Theta), psi);
    };

    private static Field Penalized(Field field, double gamma) => (theta, psi) => (field(theta, psi).Theta, field(theta, psi).Psi - (gamma * psi));

    /// <summary>∂v/∂(θ, ψ) of the non-saturating game by formula.</summary>
    private static double[,] Jacobian(double theta, double psi)
    {
        double s = 1 / (1 + Math.Exp(-psi * theta));
        double ds = s * (1 - s);
        return new[,] { { -psi * psi * ds, 1 - s - (psi * theta * ds) }, { -s - (theta * psi * ds), -theta * theta * ds } };
    }
}
