using GanCli.Runs;

namespace GanCli.Tests.Runs;

public sealed class SettingPathTests
{
    [Theory]
    [InlineData("optimizer.discriminator.lr", "discriminator.lr")]
    [InlineData("optimizer.generator.lr.from", "generator.lr.from")]
    [InlineData("generator.widths", "generator.widths")]
    [InlineData("discriminator", "discriminator")]
    [InlineData("training.batch", null)]
    [InlineData("regularizers[0].discriminators", null)]
    public void APathIsNamedFromItsPlayerOn(string path, string? name) => Assert.Equal(name, SettingPath.FromPlayer(path));
}
