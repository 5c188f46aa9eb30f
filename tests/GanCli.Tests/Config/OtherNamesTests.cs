using GanCli.Engine.Config;

namespace GanCli.Tests.Config;

public sealed class OtherNamesTests
{
    [Theory]
    [InlineData("loss: wgan", "'wgan' is not a loss; here it is called 'wasserstein'")]
    [InlineData("loss: BCE", "'BCE' is not a loss; here it is called 'non-saturating'")]
    [InlineData("loss: vanilla", "'vanilla' is not a loss; here it is called 'non-saturating'")]
    [InlineData("loss: lsgan", "'lsgan' is not a loss; here it is called 'least-squares'")]
    [InlineData("loss: ns", "'ns' is not a loss; here it is called 'non-saturating'")]
    [InlineData("loss: {kind: r3gan}", "'r3gan' is not a loss; here it is called 'relativistic', with regularizers: [r1, r2]")]
    [InlineData("loss: wgan-gp", "'wgan-gp' is not a loss; here it is called 'wasserstein', with regularizers: [wgan-gp] and training.d-steps: 5")]
    [InlineData("loss: Non_Saturating", "'Non_Saturating' is not a loss; did you mean 'non-saturating'?")]
    [InlineData("loss: sn", "'sn' is not a loss; 'spectral-normalization' is a regularizer: regularizers: [spectral-normalization]")]
    [InlineData("regularizers: [gp]", "'gp' is not a regularizer; here it is called 'wgan-gp'")]
    [InlineData("regularizers: [{kind: hinge}]", "'hinge' is not a regularizer; 'hinge' is a loss: loss: hinge")]
    [InlineData("optimizer: {generator: he}", "'he' is not an optimizer; 'he' is an init: generator.init: he")]
    [InlineData("optimizer: {generator: adma}", "'adma' is not an optimizer; did you mean 'adam'?")]
    [InlineData("optimizer: {generator: sga}", "'sga' is not an optimizer; did you mean 'sgd'?")]
    [InlineData("generator: cnn", "'cnn' is not an architecture; here it is called 'dcgan'")]
    [InlineData("generator: {activation: lrelu}", "; here it is called 'leaky-relu'")]
    [InlineData("generator: {norm: batch_norm}", "; here it is called 'batch'")]
    [InlineData("generator: {norm: spectral}", "; 'spectral-normalization' is a regularizer: regularizers: [spectral-normalization]")]
    [InlineData("evaluation: {metrics: [fid]}", "'fid' is not a metric; here it is called 'frechet'")]
    public void AKindThatHasAnotherNameHere(string yaml, string expected) =>
        Assert.EndsWith(expected, ConfigFixture.ErrorOf(yaml).Split('\n')[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("epochs: 5",
        "mog8.yaml:1:1 epochs: unknown key; here it is called 'training.steps'\n                training.steps: Steps; one step is one generator update (of "
            + "g-steps)")]
    [InlineData("training: {batch_size: 5}",
        "mog8.yaml:1:12 training.batch_size: unknown key; here it is called 'batch'\n                 batch: Samples in a batch")]
    [InlineData("prior: {z_dim: 5}", "mog8.yaml:1:9 prior.z_dim: unknown key; here it is called 'dimension'\n                dimension: Numbers in one latent")]
    [InlineData("data: {nz: 5}",
        "mog8.yaml:1:8 data.nz: unknown key; here it is called 'prior.dimension'\n                prior.dimension: Numbers in one latent")]
    [InlineData("n_critic: 5",
        "mog8.yaml:1:1 n_critic: unknown key; here it is called 'training.d-steps'\n                training.d-steps: Discriminator updates a step")]
    [InlineData("lr: 1e-3", "mog8.yaml:1:1 lr: unknown key; did you mean 'optimizer.generator.lr' or 'optimizer.discriminator.lr'?")]
    [InlineData("optimizer: {learning_rate: 1}",
        "mog8.yaml:1:13 optimizer.learning_rate: unknown key; here it is called 'optimizer.generator.lr' and 'optimizer.discriminator.lr'\n                 "
            + "optimizer.generator.lr: Learning rate; a number or a schedule")]
    [InlineData("optimizer: {generator: {beta_1: 0}}", "mog8.yaml:1:25 optimizer.generator.beta_1: unknown key; did you mean 'beta1'?")]
    [InlineData("optimizer: {generator: {momentum: 0}}",
        "mog8.yaml:1:25 optimizer.generator.momentum: unknown key; sgd has one\n                 keys of adam: lr, beta1, beta2, epsilon   (gan list adam)")]
    [InlineData("data: {path: a.csv}",
        "mog8.yaml:1:8 data.path: unknown key; cifar10, csv, idx, images, npy and parquet have one\n"
            + "                keys of ring: samples, modes, radius, std, weights, endpoint-included   (gan list ring)")]
    [InlineData("data: {kind: grid, modes: 3}\nside: 5",
        "mog8.yaml:1:20 data.modes: unknown key; ring has one\n                 keys of grid: samples, side, spacing, std   (gan list grid)\nmog8.yaml:2:1  "
            + "side: unknown key; did you mean 'data.side'?")]
    [InlineData("regularizers: [r1]\ngamma: 3", "mog8.yaml:2:1 gamma: unknown key; did you mean 'regularizers[0].gamma'?")]
    [InlineData("checkpoint: {every: 5}", "mog8.yaml:1:1 checkpoint: unknown key; checkpoint.every is 'output.checkpoint-every' here")]
    [InlineData("model: {z_dim: 2, depth: 3}", "mog8.yaml:1:1 model: unknown key; model.z_dim is 'prior.dimension' here")]
    [InlineData("ema_decay: 0.9",
        "mog8.yaml:1:1 ema_decay: unknown key; here it is called 'training.ema.decay'\n                training.ema.decay: Share of the old average that is "
            + "kept each step")]
    public void AKeyThatHasAnotherNameOrAnotherPlace(string yaml, string expected) => Assert.Equal(expected, ConfigFixture.ErrorOf(yaml));

    [Fact]
    public void AKeyOfTheCommandLineIsSentToItsPlaceToo() => Assert.Equal(
        "--set checkpoint: unknown key; checkpoint.every is 'output.checkpoint-every' here", ConfigFixture.ErrorOf("data: ring", "checkpoint.every=5"));

    // Otherwise one of the two could never be suggested.
    [Fact]
    public void NoNameMeansTwoThingsInOnePlace()
    {
        Assert.All(Catalog.Families, family => AssertDistinct(family.Components.SelectMany(component => component.OtherNames.Prepend(component.Kind))));
        Assert.All(
            Catalog.Families.SelectMany(family => family.Components).Select(component => component.RecordType).Append(typeof(ExperimentConfig))
                .Append(typeof(TrainingConfig)).Append(typeof(OutputConfig)),
            section => Assert.All(ConfigKey.Of(section), key => Assert.DoesNotContain(
                ConfigKey.Of(section), other => other != key && key.OtherNames.Any(name => OtherNames.Same(name, other.Name)))));

        static void AssertDistinct(IEnumerable<string> names) => Assert.Empty(
            names.GroupBy(name => name.Replace("-", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
                .Select(same => same.Key));
    }
}
