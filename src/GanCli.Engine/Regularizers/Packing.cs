using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static System.FormattableString;

namespace GanCli.Engine.Regularizers;

/// <summary>D judges m independent samples at once, concatenated (PacGAN): a generator without variety shows in a pack, where single samples
/// would not tell. Reals are m independent draws, fakes come from m independent latents; neighbours of the batch make a pack, [B, n, …] →
/// [B/m, m·n, …], so everything that follows sees B/m outputs.</summary>
[AlsoCalled("pacgan", "pac")]
[Component(
    "packing",
    "The discriminator judges several independent samples at once, so that missing variety shows",
    Source = "Lin et al. 2018, section 2",
    When = "The first thing to try against mode collapse: it changes neither loss nor optimizer",
    Cost = "Next to none: the discriminator's first layer grows, and it gives 1/samples as many outputs for a batch")]
public sealed record PackingConfig : RegularizerConfig
{
    [AlsoCalled("pac", "degree", "m")]
    [Option("Samples in a pack; 1 packs nothing", Min = 1, Max = 1024)]
    public int Samples { get; init; } = 2;

    public override int Together => Samples;

    public override string? Conflict(ExperimentConfig experiment)
    {
        long together = Packs.Together(experiment);
        int batch = experiment.Training.Batch;
        return batch % together == 0
            ? null
            : Invariant($"a batch of {batch} samples does not divide into packs of {together}; ")
                + Invariant($"set training.batch to a multiple of {together}, for instance {Math.Max(batch / together, 1) * together}");
    }

    public override Regularizer Build() => new Packing(Samples);

    private sealed class Packing(int samples) : Regularizer, IRegroupsInput
    {
        public long[] DiscriminatorInputShape(long[] shape, long[] latent) => [shape[0] * samples, .. shape[1..]];

        public Samples DiscriminatorInput(Samples batch, Samples? latent, StepTime time) => batch.Packed(samples);

        /// <summary>What a later remedy adds to single samples (a latent beside each) would no longer find them.</summary>
        public override string? Conflict(AdversarialGame game)
        {
            string? later = Capability<IShapesInput>.Of(game.Regularizers).SkipWhile(remedy => remedy.Does != this).Skip(1)
                .Where(static remedy => remedy.Does is not IRegroupsInput && !remedy.Does.DiscriminatorInputShape([7], [3]).SequenceEqual([7L]))
                .Select(static remedy => remedy.Name).FirstOrDefault();
            return later is null ? null : $"'{later}' adds to single samples what packing has already put together; move packing behind it";
        }
    }
}
