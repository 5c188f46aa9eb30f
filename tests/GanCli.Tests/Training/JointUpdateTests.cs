using GanCli.Engine.Config;
using GanCli.Engine.Losses;
using GanCli.Tests.Training.Doubles;

namespace GanCli.Tests.Training;

/// <summary>Dirac-GAN under each update rule follows its recurrence, step by step.</summary>
public sealed class JointUpdateTests
{
    private const double H = Dirac.Rate;

    public static TheoryData<LossConfig> Losses =>
        new((LossConfig[])[new MinimaxLossConfig(), new NonSaturatingLossConfig(), new WassersteinLossConfig()]);

    [Theory]
    [MemberData(nameof(Losses))]
    public void Simultaneous(LossConfig loss) => Dirac.Follow(Dirac.Parts(loss, UpdateOrder.Simultaneous), (theta, psi) =>
    {
        (double vTheta, double vPsi) = Dirac.Field(loss, theta, psi);
        return (theta + (H * vTheta), psi + (H * vPsi));
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void AlternatingMovesTheDiscriminatorFirst(LossConfig loss) => Dirac.Follow(Dirac.Parts(loss, UpdateOrder.Alternating), (theta, psi) =>
    {
        psi += H * Dirac.Field(loss, theta, psi).Psi;
        return (theta + (H * Dirac.Field(loss, theta, psi).Theta), psi);
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void ExtragradientByAHook(LossConfig loss) => Dirac.Follow(Dirac.Parts(loss, UpdateOrder.Simultaneous, new Extragradient()), (theta, psi) =>
    {
        (double vTheta, double vPsi) = Dirac.Field(loss, theta, psi);
        (vTheta, vPsi) = Dirac.Field(loss, theta + (H * vTheta), psi + (H * vPsi));
        return (theta + (H * vTheta), psi + (H * vPsi));
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void OptimisticByAHook(LossConfig loss)
    {
        (double Theta, double Psi)? last = null;
        Dirac.Follow(Dirac.Parts(loss, UpdateOrder.Simultaneous, new Optimistic()), (theta, psi) =>
        {
            var v = Dirac.Field(loss, theta, psi);
            last ??= v;
            var next = (theta + (H * ((2 * v.Theta) - last.Value.Theta)), psi + (H * ((2 * v.Psi) - last.Value.Psi)));
            last = v;
            return next;
        });
    }

    [Fact]
    public void ConsensusByAHook() => Dirac.Follow(Dirac.Parts(new MinimaxLossConfig(), UpdateOrder.Simultaneous, new Consensus(0.5)), static (theta, psi) =>
    {
        double s = 1 / (1 + Math.Exp(-psi * theta));
        double ds = s * (1 - s);
        (double vTheta, double vPsi) = (psi * s, -theta * s);
        double slopeTheta = (psi * psi * ds * vTheta) + ((-s - (theta * psi * ds)) * vPsi);
        double slopePsi = ((s + (psi * theta * ds)) * vTheta) + (-theta * theta * ds * vPsi);
        return (theta + (H * (vTheta - (0.5 * slopeTheta))), psi + (H * (vPsi - (0.5 * slopePsi))));
    });
}
