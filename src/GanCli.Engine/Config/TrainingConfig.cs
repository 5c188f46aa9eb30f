using GanCli.Engine.Optimizers;

namespace GanCli.Engine.Config;

/// <summary>Ratios of the players' learning rates under which two time scales were published. The slower player had 1e-4 each time: with that as
/// the learning rate of both, these are the published pairs.</summary>
public enum TimeScales
{
    /// <summary>Nothing but the learning rates themselves.</summary>
    AsGiven,

    /// <summary>D 1e-4, G 1e-3: the published notebook of unrolled GANs.</summary>
    UnrolledNotebook,

    /// <summary>D 1e-4, G 5e-4: Heusel et al. 2017, DCGAN on CIFAR-10.</summary>
    Ttur,

    /// <summary>D 4e-4, G 1e-4: Zhang et al. 2019, self-attention GAN.</summary>
    Sagan,
}

/// <summary>Optimizers of the two players; different learning rates are two time scales (Heusel et al. 2017).</summary>
public sealed record OptimizersConfig : ConfigSection
{
    [AlsoCalled("g-optimizer", "optimizer-g", "optim-g", "lr-g", "g-lr", "generator-lr")]
    [Option("Generator's optimizer")]
    public OptimizerConfig Generator { get; init; } = new AdamConfig();

    [AlsoCalled("d-optimizer", "optimizer-d", "optim-d", "lr-d", "d-lr", "discriminator-lr", "critic")]
    [Option("Discriminator's optimizer")]
    public OptimizerConfig Discriminator { get; init; } = new AdamConfig();

    [Option("Published ratio of the learning rates, on top of them: unrolled-notebook (generator × 10), ttur (generator × 5) or sagan (discriminator × 4)")]
    public TimeScales TimeScales { get; init; } = TimeScales.AsGiven;

    /// <summary>What the learning rates are multiplied by.</summary>
    public (double Generator, double Discriminator) Factors => TimeScales switch
    {
        TimeScales.UnrolledNotebook => (10, 1),
        TimeScales.Ttur => (5, 1),
        TimeScales.Sagan => (1, 4),
        _ => (1, 1),
    };
}

public enum UpdateOrder
{
    /// <summary>D moves first, then G sees the moved D.</summary>
    [AlsoCalled("gauss-seidel")]
    Alternating,

    /// <summary>Both gradients are taken at the same point, then both players move.</summary>
    [AlsoCalled("joint", "jacobi")]
    Simultaneous,
}

public enum NumberType
{
    [AlsoCalled("float", "fp32", "single")]
    Float32,
    [AlsoCalled("double", "fp64")]
    Float64,
}

/// <summary>The training loop.</summary>
public sealed record TrainingConfig : ConfigSection
{
    /// <summary>More are not counted.</summary>
    internal const long MostSteps = 1_000_000_000_000;

    [AlsoCalled("epochs", "n-epochs", "num-epochs", "max-epochs", "iterations", "iters", "n-iter", "max-iter", "num-steps", "n-steps", "max-steps",
        "total-steps", "kimg")]
    [Option("Steps; one step is one generator update (of g-steps)", Min = 1, Max = MostSteps)]
    public long Steps { get; init; } = 10_000;

    [AlsoCalled("batch-size", "bs", "minibatch-size", "mb-size")]
    [Option("Samples in a batch", Min = 1, Max = 1 << 20)]
    public int Batch { get; init; } = 256;

    [AlsoCalled("n-critic", "critic-iters", "critic-steps", "d-iters", "n-dis", "n-disc", "disc-steps", "discriminator-steps", "k")]
    [Option("Discriminator updates a step", Min = 1, Max = 1000)]
    public int DSteps { get; init; } = 1;

    [AlsoCalled("n-gen", "g-iters", "gen-steps", "generator-steps")]
    [Option("Generator updates a step", Min = 1, Max = 1000)]
    public int GSteps { get; init; } = 1;

    [AlsoCalled("update-order")]
    [Option("alternating: D, then G against the moved D; simultaneous: both from the same point")]
    public UpdateOrder Update { get; init; } = UpdateOrder.Alternating;

    [AlsoCalled("averaging", "moving-average")]
    [Option("Moving average of the generator's weights; null switches it off")]
    public AverageConfig? Ema { get; init; }

    [AlsoCalled("clip-grad", "grad-clip", "max-grad-norm", "clip-norm", "gradient-clip")]
    [Option("Largest norm of a network's gradient; longer ones are shortened to it", Min = 0, MinExclusive = true)]
    public double? GradientClipping { get; init; }

    [AlsoCalled("precision")]
    [Option("Precision of weights and arithmetic")]
    public NumberType Dtype { get; init; } = NumberType.Float32;

    [AlsoCalled("threads", "n-threads")]
    [Option("Threads of one run; default: the physical cores", Min = 1, Max = 1024)]
    public int? NumThreads { get; init; }

    public override void Validate(ConfigCheck check)
    {
        if (Update == UpdateOrder.Simultaneous && (DSteps != 1 || GSteps != 1))
        {
            check.Fail("update", "simultaneous updates take exactly one step of each player; set d-steps and g-steps to 1");
        }
    }
}

/// <summary>Exponential moving average of G's weights (buffers too): a ← decay·a + (1 − decay)·w after each step.</summary>
public sealed record AverageConfig : ConfigSection
{
    [AlsoCalled("ema-decay", "ema-beta")]
    [Option("Share of the old average that is kept each step", Min = 0, Max = 1, MaxExclusive = true)]
    public double Decay { get; init; } = 0.999;

    [Option("Steps during which the average simply follows the weights", Min = 0)]
    public long Warmup { get; init; }

    [AlsoCalled("rampup", "ema-rampup")]
    [Option("Half-life of the average as a share of the steps so far, at most, so that short runs leave their start behind (StyleGAN2-ADA: 0.05); null: none",
        Min = 0, MinExclusive = true, Max = 1)]
    public double? RampUp { get; init; }

    /// <summary>The share by which the average moves towards the weights after a step.</summary>
    /// <param name="step">Steps before this one.</param>
    public double ShareAt(long step) =>
        step < Warmup ? 1
        : RampUp is double ramp ? Math.Max(1 - Decay, 1 - Math.Pow(0.5, 1 / (ramp * (step + 1))))
        : 1 - Decay;
}
