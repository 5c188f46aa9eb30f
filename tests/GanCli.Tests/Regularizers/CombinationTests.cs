using GanCli.Tests.Config;
using GanCli.Tests.Support;

namespace GanCli.Tests.Regularizers;

/// <summary>What does not go together is refused, or doubted, when the config is read; what lies next to it is not.</summary>
public sealed class CombinationTests
{
    [Theory]
    [InlineData(
        "generator: dirac\nprior: learned-mixture",
        "mog8.yaml:2:8 prior: learns by what the generator makes of latents, and this one ignores them; set generator.kind to mlp")]
    [InlineData(
        "generator: dirac\nregularizers: [mode-regularization]",
        "mog8.yaml:2:16 regularizers[0]: its encoder learns by what the generator makes of latents, and this one ignores them; set generator.kind to mlp")]
    [InlineData(
        "training: {batch: 2}\nregularizers: [packing, minibatch-discrimination]",
        "mog8.yaml:2:25 regularizers[1]: compares the samples of a batch, and D sees all 2 of it as one pack; set training.batch to 4 or more")]
    [InlineData(
        "training: {batch: 1}\nregularizers: [minibatch-discrimination]",
        "mog8.yaml:2:16 regularizers[0]: compares the samples of a batch; set training.batch to 2 or more")]
    [InlineData(
        "training: {batch: 4}\ndiscriminator: {norm: batch}\nregularizers: [{kind: packing, samples: 4}]",
        "mog8.yaml:2:23 discriminator.norm: batch norm needs several samples in a batch, and packing leaves one; raise training.batch or choose layer")]
    [InlineData(
        "training: {batch: 1}\ngenerator: {norm: batch}",
        "mog8.yaml:2:19 generator.norm: batch norm needs several samples in a batch; raise training.batch or choose layer")]
    [InlineData(
        "training: {batch: 2}\nloss: began\ndiscriminator: {kind: autoencoder, decoder: {kind: mlp, norm: batch}}\nregularizers: [packing]",
        "mog8.yaml:3:1 discriminator: batch norm needs several samples in a batch, and D sees all 2 of it as one pack; set training.batch to 4 or more")]
    [InlineData(
        "training: {batch: 2}\nregularizers: [determinantal-diversity, packing]",
        "mog8.yaml:2:16 regularizers[0]: compares the samples of a batch, and D sees all 2 of it as one pack; set training.batch to 4 or more")]
    [InlineData(
        "training: {batch: 1}\nregularizers: [determinantal-diversity]",
        "mog8.yaml:2:16 regularizers[0]: compares the samples of a batch; set training.batch to 2 or more")]
    [InlineData(
        "loss: least-squares\nregularizers: [veegan]",
        "mog8.yaml:2:16 regularizers[0]: takes D's output for the log of a density ratio, which this loss does not teach it; set objective to loss, or "
            + "loss.kind to {losses of log ratios}")]
    [InlineData(
        "prior: learned-mixture\nregularizers: [mode-seeking]",
        "mog8.yaml:2:16 regularizers[0]: measures how far latents lie apart, where this prior draws a choice among its components; set prior.kind to {priors "
            + "of numbers}")]
    [InlineData(
        "regularizers: [top-k, {kind: top-k, share: 0.2}]",
        "mog8.yaml:1:23 regularizers[1]: is listed twice, and the last one alone would choose; set regularizers to a list with one top-k")]
    public void WhatCannotWorkIsRefused(string yaml, string message) => Assert.Equal(Ways.Fill(message), ConfigFixture.ErrorOf(yaml));

    [Theory]
    [InlineData(
        "loss: wasserstein",
        "means something only for a critic that cannot be steep, and nothing keeps this one so; add one of these to regularizers: {remedies against "
            + "steepness}")]
    [InlineData(
        "loss: {kind: alpha, alpha-d: 0.5}\nregularizers: [veegan]",
        "takes D's output for the log of a density ratio, and with this loss it is a multiple of that; set objective to loss, or loss.alpha-d to 1")]
    [InlineData("regularizers: [veegan, label-smoothing]",
        "takes D's output for the log of a density ratio, which label-smoothing bends; set objective to loss")]
    [InlineData("regularizers: [label-flipping, veegan]", "takes D's output for the log of a density ratio, which label-flipping bends; set objective to loss")]
    public void WhatIsDoubtful(string yaml, string message) => Assert.Equal([Ways.Fill(message)], DoubtsOf(yaml));

    [Theory]
    [InlineData("training: {batch: 4}\ndiscriminator: {norm: batch}\nregularizers: [packing, minibatch-discrimination, determinantal-diversity]")]
    [InlineData("training: {batch: 2}\ngenerator: {norm: batch}\nregularizers: [packing]")]
    [InlineData("loss: wasserstein\nregularizers: [weight-clipping]")]
    [InlineData("loss: wasserstein\nregularizers: [wgan-gp]")]
    [InlineData("loss: wasserstein\nregularizers: [r1]")]
    [InlineData("loss: wasserstein\nregularizers: [spectral-normalization]")]
    [InlineData("loss: {kind: alpha, alpha-g: 0.5}\nregularizers: [veegan]")]
    [InlineData("loss: least-squares\nregularizers: [{kind: veegan, objective: loss}, label-smoothing]")]
    [InlineData("generator: dirac\nregularizers: [veegan]")]
    public void WhatGoesTogetherIsNeither(string yaml) => Assert.Empty(DoubtsOf(yaml));

    private static IEnumerable<string> DoubtsOf(string yaml)
    {
        using var fixture = new ConfigFixture();
        return [.. fixture.Write("a.yaml", yaml).Read("a.yaml").Doubts.Select(static doubt => doubt.Message)];
    }
}
