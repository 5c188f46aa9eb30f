using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Regularizers;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Losses;

/// <summary>k goes by the error of D's own update, whatever else evaluates D's loss in the same step.</summary>
public sealed class BeganControlTests
{
    public static TheoryData<string> Others => ["unrolling", "extragradient"];

    [Theory]
    [MemberData(nameof(Others))]
    public void EvaluationsElsewhereDoNotCount(string other)
    {
        using var scope = NewDisposeScope();
        Regularizer control = new BeganLossConfig { Lambda = 0.3 }.BuildControl()!;
        RegularizerConfig company = other == "unrolling" ? new UnrollingConfig { Steps = 2, GeneratorLoss = UnrolledLoss.Saturating }
            : new ExtragradientConfig();
        var part = new MlpConfig { Widths = [6], Activation = ActivationKind.Tanh };
        using var lab = new Lab(new LabParts
        {
            Loss = new BeganLossConfig(),
            Discriminator = new AutoencoderConfig { Encoder = part, Decoder = part }.Build([2], [1]),
            Training = new TrainingConfig { Batch = 8, Steps = 100, Dtype = NumberType.Float64, Update = UpdateOrder.Simultaneous },
            Regularizers = [control, company.Build()],
        });
        for (int step = 0; step < 5; step++)
        {
            lab.Statistics.Reset();
            lab.Run(1, step);
            double logged = lab.Statistics.Read().Single(static row => row.Name == "reconstruction-errors.real").Mean;
            Assert.Equal(logged, control.State["real-error"].item<double>(), 1e-12);
        }
    }
}
