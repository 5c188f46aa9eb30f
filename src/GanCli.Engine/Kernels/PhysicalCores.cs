using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GanCli.Engine.Kernels;

/// <summary>Counts cores: two hardware threads of one core share its vector units, so training gains nothing from the second.</summary>
public static partial class PhysicalCores
{
    private const int RelationProcessorCore = 0;

    /// <summary>Physical cores this process may use; at least 1, and never more than <see cref="Environment.ProcessorCount"/>, which
    /// respects affinity and container limits.</summary>
    public static int Count { get; } = Math.Clamp(CountAll(), 1, Environment.ProcessorCount);

    private static int CountAll()
    {
        int counted = OperatingSystem.IsLinux() ? CountLinux("/sys/devices/system/cpu") : OperatingSystem.IsWindows() ? CountWindows() : 0;
        return counted > 0 ? counted : Environment.ProcessorCount;
    }

    /// <summary>Distinct cores in Linux's description of the processors; 0 where it has none.</summary>
    internal static int CountLinux(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        var cores = new HashSet<string>(StringComparer.Ordinal);
        foreach (string processor in Directory.EnumerateDirectories(folder, "cpu*"))
        {
            string siblings = Path.Combine(processor, "topology", "thread_siblings_list");
            bool isProcessor = int.TryParse(Path.GetFileName(processor.AsSpan())[3..], NumberStyles.None, CultureInfo.InvariantCulture, out _);
            if (isProcessor && File.Exists(siblings))
            {
                cores.Add(File.ReadAllText(siblings).Trim());
            }
        }

        return cores.Count;
    }

    private static int CountWindows()
    {
        int length = 0;
        GetLogicalProcessorInformationEx(RelationProcessorCore, null, ref length);
        var buffer = new byte[length];
        if (!GetLogicalProcessorInformationEx(RelationProcessorCore, buffer, ref length))
        {
            return 0;
        }

        // One record for each core: its kind, its size in bytes, and details that nobody needs here.
        int count = 0;
        for (int at = 0; at + 8 <= length; count++)
        {
            at += BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 4));
        }

        return count;
    }

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetLogicalProcessorInformationEx(int relationship, byte[]? buffer, ref int length);
}
