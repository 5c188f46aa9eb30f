using System.Runtime.InteropServices;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Terminal;

public sealed class FailuresTests
{
    public static TheoryData<Exception, int, string> Cases => new()
    {
        { new UsageException("-n must be at least 1"), 2, "error: -n must be at least 1\n" },
        { new DeviceUnavailableException("there is no CUDA here"), 2, "error: there is no CUDA here\n" },
        { new TorchUnavailableException("libtorch is missing"), 1, "error: libtorch is missing\n" },
        { new FileNotFoundException("no such file: a.csv"), 74, "error: no such file: a.csv\n" },
        { new UnauthorizedAccessException("Access to the path '/x' is denied."), 74, "error: Access to the path '/x' is denied.\n" },
        { new InvalidDataException("a.npy: cut short"), 74, "error: a.npy: cut short\n" },
        { new DivergedException(7, "generator", "a sample"), 4, "error: diverged at step 7: a sample of the generator is not finite\n" },
        { new AggregateException(new DivergedException(7, "generator", "a sample")),
            4, "error: diverged at step 7: a sample of the generator is not finite\n" },
        { new MemoryShortageException("training needs about 2 MB"), 2, "error: training needs about 2 MB\n" },
        { new OutOfMemoryException("Array dimensions exceeded supported range."), 1, "error: out of memory; make the networks or training.batch smaller\n" },
        {
            new ExternalException(
                "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 17179869184 bytes. Error "
                    + "code 12 (Cannot allocate memory)\nException raised from alloc_cpu at c10.cpp:1 (most recent call first):\nframe #0: 0x1"),
            1,
            "error: out of memory: 17,180 MB more could not be had; make the networks or training.batch smaller\n"
        },
        {
            new ExternalException("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 15.7 GiB"),
            1,
            "error: out of memory: 20.00 GiB more could not be had; make the networks or training.batch smaller\n"
        },
        { new ExternalException("std::bad_alloc"), 1, "error: out of memory; make the networks or training.batch smaller\n" },
        { new IOException("Too many open files : '/a'", 24), 74,
            "error: Too many open files : '/a' (too many files are open at once: raise the limit, ulimit -n 1024)\n" },
        { new OperationCanceledException(), 130, "error: stopped\n" },
        {
            new InvalidOperationException("two\nlines"),
            1,
            "error: unexpected InvalidOperationException: two lines (run again with GAN_DEBUG=1 for details)\n"
        },
        {
            new ExternalException(
                "eigh failed: no luck (error code: 5).\nException raised from check at lapack.cpp:1 (most recent call first):\nframe #0: 0x1"),
            1,
            "error: unexpected ExternalException: eigh failed: no luck (error code: 5). (run again with GAN_DEBUG=1 for details)\n"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EachFailureIsOneLineAndAnExitCode(Exception exception, int code, string line)
    {
        var recorded = new RecordedOutput(StreamTraits.Plain);

        Assert.Equal(code, Failures.Report(exception, recorded.Output));
        Assert.Equal(line, recorded.Talk);
        Assert.Empty(recorded.Data);
    }

    [Fact]
    public void WhereThereIsALogItIsNamed()
    {
        var recorded = new RecordedOutput(StreamTraits.Plain);
        recorded.Output.LogFile = "runs/a/log.jsonl";

        Failures.Report(new InvalidOperationException("lost"), recorded.Output);

        Assert.Equal("error: unexpected InvalidOperationException: lost (details in runs/a/log.jsonl)\n", recorded.Talk);
    }
}
