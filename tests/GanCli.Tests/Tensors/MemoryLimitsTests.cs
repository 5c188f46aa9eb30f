using GanCli.Engine.Tensors;
using GanCli.Tests.Support;

namespace GanCli.Tests.Tensors;

public sealed class MemoryLimitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void AMachineHasMemory() => Assert.InRange(MemoryLimits.Host(), 100L << 20, long.MaxValue - 1);

    [Theory]
    [InlineData("0::/a/b\n", "a/b/memory.max", "1000", 1000)]
    [InlineData("0::/a/b\n", "a/memory.max", "1000\n", 1000)]
    [InlineData("0::/a/b\n", "memory.max", "1000\n", 1000)]
    [InlineData("0::/a/b\n", "a/b/memory.max", "max\n", long.MaxValue)]
    [InlineData("5:cpu,memory:/a\n1:cpu:/c\n", "memory/a/memory.limit_in_bytes", "1000\n", 1000)]
    [InlineData("1:cpu:/a\n", "memory/a/memory.limit_in_bytes", "1000\n", long.MaxValue)]
    [InlineData("rubbish\n", "memory.max", "1000\n", long.MaxValue)]
    [InlineData(null, "memory.max", "1000\n", long.MaxValue)]
    public void AControlGroupSetsItsLimit(string? membership, string file, string text, long expected)
    {
        string path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);

        Assert.Equal(expected, MemoryLimits.Group(_folder.FullName, membership));
    }

    public void Dispose() => _folder.Dispose();
}
