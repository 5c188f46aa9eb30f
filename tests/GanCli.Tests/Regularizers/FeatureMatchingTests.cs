using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Config;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class FeatureMatchingTests
{
    [Theory]
    [InlineData(null, "1.tanh", NormKind.None)]
    [InlineData(null, "1.tanh", NormKind.Batch)]
    [InlineData("0.linear", "0.linear", NormKind.None)]
    [InlineData("0.norm", "0.norm", NormKind.Batch)]
    public void IsTheSquaredDistanceOfBatchMeans(string? layer, string read, NormKind norm)
    {
        using Lab lab = NewLab(new FeatureMatchingConfig { Layer = layer, Weight = 3, Use = TermUse.Add }, norm);
        using var scope = NewDisposeScope();
        PlayedBatch batch = Played();
        GeneratorLoss loss = lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, batch, lab.Time());

        double[] real = Means(batch.Real!.Values);
        double[] fake = Means(batch.Fake.Values);
        double expected = 3 * real.Zip(fake, static (r, f) => (r - f) * (r - f)).Sum();
        (string name, Tensor term) = Assert.Single(loss.Terms);
        Assert.Equal("double-0.generator", name);
        Assert.Equal(expected, term.item<double>(), 1e-13);
        double adversarial = Numbers.Of(loss.View.FakeScores.Values).Average(static f => Math.Log(1 + Math.Exp(-f)));
        Assert.Equal(adversarial + expected, loss.Total.item<double>(), 1e-13);

        double[] Means(Tensor samples)
        {
            var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, samples, new Pass { Training = true, Features = features });
            double[][] rows = [.. Enumerable.Range(0, 6).Select(i => Numbers.Of(features[read][i]))];
            return [.. Enumerable.Range(0, rows[0].Length).Select(k => rows.Average(row => row[k]))];
        }
    }

    [Theory]
    [InlineData(NormKind.None)]
    [InlineData(NormKind.Batch)]
    public void ReplacingLeavesNothingElseInTheLoss(NormKind norm)
    {
        using Lab lab = NewLab(new FeatureMatchingConfig(), norm);
        using var scope = NewDisposeScope();
        GeneratorLoss loss = lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, Played(), lab.Time());
        Assert.Equal(loss.Terms[0].Value.item<double>(), loss.Total.item<double>());
        Assert.NotEqual(0, loss.Total.item<double>());
    }

    [Theory]
    [InlineData(TermUse.Add)]
    [InlineData(TermUse.Replace)]
    public void ItsGradientReachesTheGeneratorOnly(TermUse use)
    {
        using Lab lab = NewLab(new FeatureMatchingConfig { Use = use }, NormKind.Batch);
        using Lab plain = new(new LabParts { DiscriminatorConfig = Discriminator(NormKind.Batch) });
        using var scope = NewDisposeScope();
        (Tensor real, Tensor latent) = (Numbers.Random(1, 1, 6, 2), Numbers.Random(2, 1, 6, 3));

        double[] gradient = Numbers.Of(Player.Gradient(Loss(lab.Generator.Store.Leaves).Total, lab.Generator.Store.Leaves));
        Numbers.Close(
            Numbers.Slope(flat => Loss(Weights.FromFlat(lab.Game.Generator.Layout, flat, [])).Total, lab.Generator.Store.Flat), gradient, 1e-6);

        // D plays as without the remedy, and in G's update its features on real samples are constants.
        PlayedBatch batch = Played();
        Numbers.Close(OfDiscriminator(plain), OfDiscriminator(lab), 1e-14);
        Assert.False(lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, batch, lab.Time()).Terms[0].Value.requires_grad);

        GeneratorLoss Loss(Weights generator) => lab.Game.GeneratorLoss(
            generator, lab.Discriminator.Store.Frozen, new PlayedBatch(real, latent, lab.Game.Generate(generator, latent, lab.Time())), lab.Time());

        double[] OfDiscriminator(Lab of)
        {
            DiscriminatorLoss loss = of.Game.DiscriminatorLoss(of.Discriminator.Store.Leaves, batch, of.Time());
            Assert.Empty(loss.Terms);
            return Numbers.Of(Player.Gradient(loss.Total, of.Discriminator.Store.Leaves));
        }
    }

    [Fact]
    public void AnUnknownLayerIsRefusedWithTheLayersThereAre()
    {
        Assert.Equal(
            "mog8.yaml:1:16 regularizers[0]: this discriminator has no layer '2.relu'; set layer to one of: 0.linear, 0.relu, 1.linear, 1.relu, output.linear",
            Refusal("regularizers: [{kind: feature-matching, layer: 2.relu}]"));
        Assert.Equal(
            "mog8.yaml:2:16 regularizers[0]: compares the outputs of a hidden layer, and this discriminator has none; set discriminator.widths to [128]",
            Refusal("discriminator: {widths: []}\nregularizers: [feature-matching]"));
    }

    [Fact]
    public void TwoReplacementsOfTheLossAreRefused()
    {
        string refusal = ConfigFixture.ErrorOf("regularizers: [feature-matching, {kind: feature-matching, layer: 0.relu}]");
        Assert.Contains("regularizers[0]: takes the place of G's loss, and another remedy does so too; set use to add, or remove one of them\n", refusal,
            StringComparison.Ordinal);
        ConfigFixture.Load("regularizers: [feature-matching, {kind: feature-matching, layer: 0.relu, use: add}]");
    }

    private static string Refusal(string yaml)
    {
        using var fixture = new ConfigFixture();
        LoadedConfig loaded = fixture.Write("mog8.yaml", yaml).Read("mog8.yaml");
        return Assert.Throws<ConfigException>(() => Blueprint.Of(loaded)).Message.TrimEnd();
    }

    private static MlpConfig Discriminator(NormKind norm) => new() { Widths = [5, 4], Activation = ActivationKind.Tanh, Norm = [norm] };

    private static Lab NewLab(FeatureMatchingConfig config, NormKind norm) =>
        new(new LabParts { DiscriminatorConfig = Discriminator(norm), Loss = new NonSaturatingLossConfig(), Regularizers = [config.Build()] });

    private static PlayedBatch Played() => new(Numbers.Random(2, 2, 6, 2), Numbers.Random(1, 2, 6, 3), Numbers.Random(3, 2, 6, 2));
}
