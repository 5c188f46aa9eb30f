using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using TorchSharp;

namespace GanCli.Benchmarks;

/// <summary>The step of <c>gan train</c>.</summary>
internal sealed class OurGan : Contestant
{
    private readonly Experiment _experiment;
    private readonly bool _byTorch;
    private long _step;

    /// <param name="config">What to train.</param>
    /// <param name="traced">All gradients by autograd.</param>
    /// <param name="byTorch">All arithmetic by libtorch.</param>
    public OurGan(ExperimentConfig config, bool traced = false, bool byTorch = false)
    {
        _byTorch = byTorch;
        var blueprint = Blueprint.Of(config);
        if (traced)
        {
            AdversarialGame game = blueprint.Game;
            blueprint =
                blueprint
                    with { Game =
                        new AdversarialGame(game.Generator, game.Discriminator, game.Loss, [.. game.Regularizers, new NamedRegularizer("idle", new Idle())]) };
        }

        Operations = StepWork.Operations(blueprint);
        _experiment = new Experiment(blueprint, torch.CPU);
    }

    /// <inheritdoc cref="StepWork.Operations"/>
    public double Operations { get; }

    public override double Time(int steps)
    {
        HostMemory.LeavesAllToTorch = _byTorch;
        double milliseconds = base.Time(steps);
        HostMemory.LeavesAllToTorch = false;
        return milliseconds;
    }

    public override void Dispose() => _experiment.Dispose();

    protected override void Step() => _experiment.Step.Run(_step++);

    /// <summary>Does nothing, and lets nobody take that for granted: only autograd fits all remedies.</summary>
    private sealed class Idle : Regularizer, IAddsToDiscriminatorLoss, IAddsToGeneratorLoss
    {
        public torch.Tensor? DiscriminatorTerm(DiscriminatorView view) => null;

        public torch.Tensor? GeneratorTerm(GeneratorView view) => null;
    }
}
