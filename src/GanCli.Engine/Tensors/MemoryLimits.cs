using System.Globalization;
using System.Runtime.InteropServices;

namespace GanCli.Engine.Tensors;

/// <summary>How much memory there is: this machine's, what its control group leaves of it, and a CUDA device's.</summary>
public static partial class MemoryLimits
{
    private const string Groups = "/sys/fs/cgroup";
    private const string CudaDriver = "libcuda.so.1";

    /// <summary>Bytes of memory that this process may use at most: the machine's, or its control group's where that is less. Swap does not count.</summary>
    public static long Host() => Math.Min(Machine(), OperatingSystem.IsLinux() ? Group(Groups, Text("/proc/self/cgroup")) : long.MaxValue);

    /// <summary>Bytes of a CUDA device's memory; null where its driver cannot be asked.</summary>
    /// <param name="index">Its number.</param>
    public static long? Cuda(int index)
    {
        try
        {
            return InitializeCuda(0) == 0 && GetCudaDevice(out int device, index) == 0 && GetCudaMemory(out nuint bytes, device) == 0 ? (long)bytes : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Bytes that are free on the CUDA device that this thread computes on; null where none does.</summary>
    public static long? CudaFree()
    {
        try
        {
            return GetFreeCudaMemory(out nuint free, out _) == 0 ? (long)free : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>The smallest limit of a control group and those above it; <see cref="long.MaxValue"/> where there is none.</summary>
    /// <param name="mount">Where the groups are mounted, version 2 or the controllers of version 1.</param>
    /// <param name="membership">The content of <c>/proc/self/cgroup</c>, or null.</param>
    internal static long Group(string mount, string? membership)
    {
        long limit = long.MaxValue;
        foreach (string line in (membership ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // hierarchy:controllers:path; no controllers: version 2.
            string[] parts = line.Split(':', 3);
            if (parts is not [_, var controllers, var path] || (controllers.Length > 0 && !controllers.Split(',').Contains("memory", StringComparer.Ordinal)))
            {
                continue;
            }

            (string root, string file) = controllers.Length == 0 ? (mount, "memory.max") : (Path.Combine(mount, "memory"), "memory.limit_in_bytes");
            string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);

            // In a container the path may be the host's, of which only the root is seen.
            for (int depth = names.Length; depth >= 0; depth--)
            {
                string text = Text(Path.Combine([root, .. names[..depth], file])) ?? "";
                if (long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
                {
                    limit = Math.Min(limit, bytes);
                }
            }
        }

        return limit;
    }

    private static long Machine()
    {
        // .NET takes a quarter off for itself in a control group with a limit; the kernel tells what there is.
        foreach (string line in (Text("/proc/meminfo") ?? "").Split('\n'))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal)
                && long.TryParse(line.AsSpan("MemTotal:".Length).TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes))
            {
                return kilobytes * 1024;
            }
        }

        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var bytes ? bytes : long.MaxValue;
    }

    private static string? Text(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport(CudaDriver, EntryPoint = "cuInit")]
    private static partial int InitializeCuda(uint flags);

    [LibraryImport(CudaDriver, EntryPoint = "cuDeviceGet")]
    private static partial int GetCudaDevice(out int device, int index);

    [LibraryImport(CudaDriver, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int GetCudaMemory(out nuint bytes, int device);

    [LibraryImport(CudaDriver, EntryPoint = "cuMemGetInfo_v2")]
    private static partial int GetFreeCudaMemory(out nuint free, out nuint total);
}
