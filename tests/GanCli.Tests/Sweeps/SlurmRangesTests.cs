using GanCli.Sweeps;

namespace GanCli.Tests.Sweeps;

public sealed class SlurmRangesTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0-1", 0, 1)]
    [InlineData("0-3,7,9-10", 0, 1, 2, 3, 7, 9, 10)]
    [InlineData("5,7", 5, 7)]
    public void NumbersBecomeRanges(string text, params int[] numbers) => Assert.Equal(text, SlurmLauncher.Ranges(numbers));
}
