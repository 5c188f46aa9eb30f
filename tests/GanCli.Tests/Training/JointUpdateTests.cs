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
}
