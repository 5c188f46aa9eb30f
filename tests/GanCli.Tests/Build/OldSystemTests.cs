using System.Text;
using GanCli.Tests.Support;

namespace GanCli.Tests.Build;

/// <summary>The built program on a system whose C++ library is older than TorchSharp's native library asks for.</summary>
public sealed class OldSystemTests
{
    [Fact]
    public async Task TheBuiltProgramLoadsLibtorchOnlyBecauseItWasRepaired()
    {
        RequireOldSystem();

        ProgramResult repaired = await new ProgramUnderTest().RunAsync("doctor");
        Assert.Matches(@"✓ libtorch +2\.10\.", repaired.Data);
        Assert.Equal(0, repaired.ExitCode);

        using var copy = new ProgramCopy();
        ProgramCopy.LinkTorchInto(copy.Folder);
        await File.WriteAllBytesAsync(Path.Combine(copy.Folder, TorchSharpNative.FileName), TorchSharpNative.AsShipped());
        ProgramResult shipped = await copy.Program.RunAsync("doctor");
        Assert.Matches($"✗ libtorch +libtorch does not load: .*{TorchSharpNative.Version}' not found", shipped.Data);
        Assert.Equal(1, shipped.ExitCode);
    }

    private static void RequireOldSystem()
    {
        Tools.RequireThat(OperatingSystem.IsLinux(), "needs Linux");
        string? library = File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? at : line.Length)..])
            .FirstOrDefault(path => path.Contains("/libstdc++.so", StringComparison.Ordinal));
        Assert.NotNull(library);
        bool isOld = File.ReadAllBytes(library).AsSpan().IndexOf(Encoding.ASCII.GetBytes(TorchSharpNative.Version)) < 0;
        // A newer system is no missing tool: there is nothing to show on it, in CI either.
        Assert.SkipUnless(isOld, $"{library} is new enough for the library as shipped");
    }
}
