using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>D sees x + σn with n ~ N(0, 1), on real and on generated samples alike, each with a draw of its own: data on a thin manifold get a
/// density, and both distributions overlap while σ shrinks.</summary>
[AlsoCalled("input-noise", "discriminator-noise")]
[Component(
    "instance-noise",
    "Gaussian noise on everything that D sees, real and generated alike",
    Source = "Sønderby et al. 2017, section 3; Arjovsky and Bottou 2017",
    When = "D tells both apart too easily and early: thin modes, or a D that outruns G",
    Cost = "Next to nothing in time; samples get no sharper than the noise, so let it end")]
public sealed record InstanceNoiseConfig : RegularizerConfig
{
    [Option("Standard deviation of the noise; a number or a schedule", Min = 0, Max = 1000)]
    public ScheduleConfig Std { get; init; } = new LinearSchedule { From = 0.1, To = 0 };

    public override Regularizer Build() => new InstanceNoise(Std);

    private sealed class InstanceNoise(ScheduleConfig std) : Regularizer, IShapesInput
    {
        public Samples DiscriminatorInput(Samples samples, Samples? latent, StepTime time)
        {
            double sigma = time.Now(std);
            int lane = time.Noise.Lane + (latent is null ? 0 : 1);
            Tensor values = samples.Values;
            return sigma == 0 ? samples : samples.With(values.Plus(time.Noise.ForLane(lane).NormalTensor(values.shape, values).Times(sigma)));
        }

        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("std", HostMemory.Number(time.Now(std)))];
    }
}
