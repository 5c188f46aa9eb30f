using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;

namespace GanCli.Tests.Training;

[Collection(Alone.Name)]
public sealed class MemoryTests
{
    [Fact]
    public void TheProcessDoesNotGrow()
    {
        using var lab = new Lab(new LabParts());
        lab.Run(500);
        long before = Resident();
        lab.Run(2000, 500);

        // One forgotten tensor a step would be above 1 MB; what the runtime itself needs moves by some hundred kilobytes.
        Assert.InRange(Resident() - before, long.MinValue, 6 << 20);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
