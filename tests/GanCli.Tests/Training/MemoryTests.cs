using System.Diagnostics;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;

namespace GanCli.Tests.Training;

[Collection(Alone.Name)]
public sealed class MemoryTests
{
    [Fact]
    public void TheProcessDoesNotGrow()
    {
        LabParts parts = new();
        using var lab = new Lab(parts with { Training = parts.Training with { Batch = 256 } });
        lab.Run(2000);
        long before = Resident();
        lab.Run(2000, 2000);

        // One forgotten hidden layer a step, 256 × 8 doubles, would be 32 MB; what the runtime itself needs moves by a few.
        Assert.InRange(Resident() - before, long.MinValue, 12 << 20);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
