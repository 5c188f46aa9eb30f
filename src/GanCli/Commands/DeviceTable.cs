using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan doctor --compare</c>: trains configs for some steps on the CPU and on a device.</summary>
internal static class DeviceTable
{
    /// <summary>Part by which a device may differ: far above what rounding does, far below what a tensor on the wrong device or a wrong sum would.</summary>
    private const double Largest = 1e-4;

    // What a step does not give back adds up; allocators take memory in blocks of a few megabytes.
    private const long LargestGrowth = 32 << 20;

    /// <summary>Compares, a line each as it comes.</summary>
    /// <returns>Whether all of it agrees.</returns>
    /// <exception cref="UsageException">No such device, or no config.</exception>
    public static bool Write(string device, IReadOnlyList<string> configs, double seconds, Output output)
    {
        if (DeviceChoice.Parse(device) is not { } choice)
        {
            throw new UsageException($"--compare {device}: must be {DeviceChoice.Forms}");
        }

        LoadedConfig[] loaded = [.. configs.Select(path => ConfigLoader.Load(path, []))];
        if (loaded.Length == 0)
        {
            throw new UsageException("which configs are to be compared? gan doctor --compare cuda --config FILE…");
        }

        choice.Resolve();
        output.Data.WriteLine($"{"CONFIG",-32} {"UPDATE",8} {"LOSSES",8} {"CPU MS",8} {"MS THERE",8} {"MB",6}");
        int wrong = 0;
        foreach ((string path, LoadedConfig config) in configs.Zip(loaded))
        {
            DeviceComparison found = DeviceComparison.Run(config.Config, device, seconds);
            bool agrees = found.Update <= Largest && found.Losses <= Largest && found.Growth is null or <= LargestGrowth;
            wrong += agrees ? 0 : 1;
            output.Data.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileNameWithoutExtension(path),-32} {found.Update,8:0.0e+0} {found.Losses,8:0.0e+0} {found.CpuMilliseconds,8:0.00} "
                    + $"{found.DeviceMilliseconds,8:0.00} {(found.Bytes / 1e6)?.ToString("N0", CultureInfo.InvariantCulture) ?? "–",6}{Fault(found)}"));
        }

        output.Data.WriteLine();
        output.Data.WriteLine(wrong == 0
            ? string.Create(CultureInfo.InvariantCulture,
                $"all {loaded.Length} agree: first updates in double precision and first losses within {Largest:0e+0} of the CPU's, memory level")
            : string.Create(CultureInfo.InvariantCulture, $"{wrong} of {loaded.Length} differ"));
        return wrong == 0;
    }

    private static string Fault(DeviceComparison found) =>
        found.Update > Largest || found.Losses > Largest ? "  differs"
        : found.Growth > LargestGrowth ? string.Create(CultureInfo.InvariantCulture, $"  memory grows: {found.Growth / 1e6:N0} MB in 50 steps")
        : "";
}
