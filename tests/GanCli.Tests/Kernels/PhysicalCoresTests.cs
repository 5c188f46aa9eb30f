using System.Globalization;
using GanCli.Engine.Kernels;
using GanCli.Tests.Support;

namespace GanCli.Tests.Kernels;

public sealed class PhysicalCoresTests
{
    [Fact]
    public void HardwareThreadsOfOneCoreCountOnce()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 8; i++)
        {
            string topology = Directory.CreateDirectory(folder[string.Create(CultureInfo.InvariantCulture, $"cpu{i}"), "topology"]).FullName;
            File.WriteAllText(Path.Combine(topology, "thread_siblings_list"), string.Create(CultureInfo.InvariantCulture, $"{i % 4},{(i % 4) + 4}\n"));
        }

        Directory.CreateDirectory(folder["cpufreq"]);
        Directory.CreateDirectory(folder["cpu8"]);

        Assert.Equal(4, PhysicalCores.CountLinux(folder.FullName));
    }

    [Fact]
    public void ThisMachineHasSome() => Assert.InRange(PhysicalCores.Count, 1, Environment.ProcessorCount);
}
