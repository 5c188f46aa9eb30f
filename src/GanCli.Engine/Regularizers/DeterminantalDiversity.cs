using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>GDPP: the kernel φφᵀ of a batch's features (rows of length 1) shall have the same spectrum for generated as for real samples. The
/// term is 10⁻⁴ · mean (λ_fake − λ_real)² − Σ w |⟨v_fake, v_real⟩|, where w are the real eigenvalues stretched to 0 … 1; eigenvectors
/// have no sign, hence the absolute value.</summary>
[AlsoCalled("gdpp", "dpp")]
[Component(
    "determinantal-diversity",
    "A batch of generated samples shall be as diverse, to D's eyes, as a batch of real ones (GDPP)",
    Source = "Elfeki et al. 2019, eq. 5 and 6, scaled as in the authors' code",
    When = "Modes are missing and D already has useful features",
    Cost = "One more pass of D over real samples and two eigendecompositions in each update of G, of batch or of features squared, whichever is smaller")]
public sealed record DeterminantalDiversityConfig : RegularizerConfig
{
    private const double MagnitudeScale = 1e-4;

    [Option("Layer of the discriminator that gives the features; null takes the last hidden one")]
    public string? Layer { get; init; }

    [Option("Factor on the term", Min = 0, MinExclusive = true)]
    public double Weight { get; init; } = 1;

    public override string? Conflict(ExperimentConfig experiment) =>
        experiment.Regularizers.FirstOrDefault(static r => r.NeedsSecondDerivatives) is { } secondOrder
            ? $"has no second derivative, which {Catalog.KindOf(secondOrder)} needs; remove one of the two"
        : Packs.TooFew(experiment) is { } way ? $"compares the samples of a batch{way}"
        : null;

    public override Regularizer Build() => new DeterminantalDiversity(this);

    /// <summary>The term, a scalar.</summary>
    /// <param name="real">Features, [B, F].</param>
    /// <param name="fake">Features, [B, F].</param>
    internal static Tensor Term(Tensor real, Tensor fake)
    {
        long samples = real.shape[0];
        (Tensor realValues, Tensor realVectors) = Kernel(real);
        (Tensor fakeValues, Tensor fakeVectors) = Kernel(fake);
        Tensor magnitude = (fakeValues - realValues).Squared().sum().Over(samples);
        Tensor lowest = realValues.shape[0] < samples ? zeros_like(realValues[0]) : realValues.min();
        // Where all eigenvalues are equal no direction is preferred: all weights are 0, not 0/0.
        Tensor weights = (realValues - lowest) / (realValues.max() - lowest).AtLeast(1e-6);
        Tensor likeness = (fakeVectors * realVectors).sum([0]).abs();
        return magnitude.Times(MagnitudeScale) - (weights * likeness).sum();
    }

    /// <summary>The largest min(B, F) eigenvalues of the kernel, rising, and their eigenvectors [B, min(B, F)]; any others are 0. With fewer
    /// features than samples the smaller φᵀφ has the same ones, and φu/√λ is the vector for its u.</summary>
    private static (Tensor Values, Tensor Vectors) Kernel(Tensor features)
    {
        // A sample that D has no features for has no direction either: a row of zeros, and no gradient.
        Tensor sizes = features.Squared().sum([1], keepdim: true);
        Tensor alive = sizes.IsAbove(0);
        Tensor directions = features * alive / where(alive, sizes, ones_like(sizes)).sqrt();
        if (features.shape[1] >= features.shape[0])
        {
            return Spectrum.Of(directions.mm(directions.t()));
        }

        // An eigenvalue that is 0 but for rounding has no direction that could be compared.
        (Tensor values, Tensor vectors) = Spectrum.Of(directions.t().mm(directions));
        Tensor clear = values > values.max().Times(Spectrum.Precision(values));
        return (values, directions.mm(vectors) * clear / where(clear, values, ones_like(values)).sqrt());
    }

    private sealed class DeterminantalDiversity(DeterminantalDiversityConfig config) : Regularizer, IAddsToGeneratorLoss
    {
        public override bool GeneratorNeedsReal => true;

        public override bool ReadsFeatures => true;

        public override string? Conflict(AdversarialGame game) => FeatureLayer.Conflict(game, config.Layer);

        public Tensor GeneratorTerm(GeneratorView view)
        {
            (Tensor real, Tensor fake) = FeatureLayer.Of(view, config.Layer);
            return Term(real, fake).Times(config.Weight);
        }
    }
}
