using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>Direct access to tensors that lie in this process's memory.</summary>
internal static partial class HostMemory
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    /// <summary>Leaves all arithmetic to libtorch, as on a GPU, from the next operation on. Only benchmarks do, to compare.</summary>
    public static bool LeavesAllToTorch { get; set; }

    /// <summary>A contiguous float32 tensor on the CPU: its memory can be read and written as it is.</summary>
    public static bool IsHostFloat32(Tensor tensor) =>
        !LeavesAllToTorch && tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && tensor.is_contiguous();

    /// <summary>The numbers of a tensor that <see cref="IsHostFloat32"/>; good as long as the tensor is.</summary>
    public static Span<float> Of(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Room for numbers in single precision on the CPU, not filled.</summary>
    public static Tensor Empty(params long[] shape) => empty(shape, ScalarType.Float32, CPU);

    /// <summary>A number that was worked out on the host, as a scalar there.</summary>
    public static Tensor Number(double value) => tensor(value, ScalarType.Float64, CPU);

    /// <inheritdoc cref="Number(double)"/>
    /// <remarks>Written into its place: <c>tensor(value, type, device)</c> makes two tensors of one, and a step has four such numbers.</remarks>
    public static Tensor Number(float value)
    {
        Tensor number = Empty([]);
        Of(number)[0] = value;
        return number;
    }

    /// <summary>Copies numbers into libtorch's own memory on the CPU. <c>tensor(array)</c> takes an array as it lies, at a multiple of 8 bytes that is
    /// another one in every process, and matrix products round differently on another alignment: measured, one sample in four differed in its
    /// last digits from one call to the next.</summary>
    public static Tensor Copy(ReadOnlySpan<float> numbers, params long[] shape)
    {
        Tensor copy = Empty(shape);
        numbers.CopyTo(Of(copy));
        return copy;
    }

    /// <summary>Lets the C library keep memory that a step gives back for the next step. By default it returns it to the system at the end of
    /// each step and takes it back page by page: measured, 5.8 ms of processor time a step became 5.1.</summary>
    public static void KeepFreed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetAllocatorOption(MapThreshold, 32 << 20);
            _ = SetAllocatorOption(TrimThreshold, 1 << 30);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc; it has its own habits.
        }
    }

    /// <summary>Lets libtorch's threads sleep soon when they wait for one another. By default they spin for milliseconds: whenever something
    /// else wants a core, they burn the time that the slower thread needs. Measured with two threads on two busy cores: 39 s became 12 s with a
    /// count of 5,000 and 3 s with 300, but 300 made small steps on a quiet machine three times slower than 3,000.
    /// Has to be called before libtorch is loaded; what the user has set stays.</summary>
    public static void WaitPolitely()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            // .NET keeps a copy of the environment of its own, which native libraries never see.
            _ = SetVariable("GOMP_SPINCOUNT", "3000", overwrite: 0);
        }
    }

    /// <summary>Makes libtorch's matrix products the same on any number of threads on Intel processors, where MKL splits sums by threads unless it is
    /// told not to: measured on a Xeon with AVX-512, one weight in training with dropout differed in its last bit between one thread and two. On
    /// others it is left alone: by its manual MKL then takes its slowest kernels. Has to be called before libtorch is loaded; what the user has set
    /// stays.</summary>
    public static void SumAlike()
    {
        // The vendor's name stands in ebx, edx and ecx: "Genu", "ineI", "ntel".
        if (OperatingSystem.IsLinux() && X86Base.IsSupported && X86Base.CpuId(0, 0) is (_, 0x756E6547, 0x6C65746E, 0x49656E69))
        {
            _ = SetVariable("MKL_CBWR", "AUTO,STRICT", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocatorOption(int option, int value);
}
