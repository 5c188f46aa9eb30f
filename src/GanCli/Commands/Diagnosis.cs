using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Kernels;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using GanCli.Reporting.Drawing;
using GanCli.Terminal;
using TorchSharp;

namespace GanCli.Commands;

/// <summary>Looks at everything that training needs.</summary>
internal static class Diagnosis
{
    private const long LeastFreeBytes = 100L << 20;

    /// <summary>All findings, each by trying the thing itself.</summary>
    /// <param name="runsFolder">The folder of the runs; need not exist.</param>
    public static IReadOnlyList<Finding> Make(string runsFolder) =>
    [
        new("program", FindingState.Ok, ProgramVersion.Commit is { } commit ? $"gan {ProgramVersion.Number} ({commit})" : $"gan {ProgramVersion.Number}"),
        new("system", FindingState.Ok,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}"),
        new("processor", FindingState.Ok, Processor()),
        Memory(),
        Files(OpenFiles.Limit()),
        .. Torch(),
        Fonts(),
        RunsFolder(runsFolder),
    ];

    private static string Processor()
    {
        string vectors = Vector512.IsHardwareAccelerated ? "512-bit vectors" : Vector256.IsHardwareAccelerated ? "256-bit vectors" : "128-bit vectors";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Plural.Of(PhysicalCores.Count, "core")}, {Plural.Of(Environment.ProcessorCount, "hardware thread")}, {vectors}");
    }

    private static Finding Memory() =>
        new("memory", FindingState.Ok, string.Create(CultureInfo.InvariantCulture, $"{MemoryLimits.Host() / 1e9:0.0} GB that this program may use"));

    /// <summary>Whether enough files may be open at once.</summary>
    internal static Finding Files(long limit) => OpenFiles.Fault(limit) is { } fault
        ? new Finding("files", FindingState.Failed, fault)
        : new Finding("files", FindingState.Ok, limit == long.MaxValue ? "no limit on open files"
            : string.Create(CultureInfo.InvariantCulture, $"{limit:N0} may be open at once"));

    private static IEnumerable<Finding> Torch()
    {
        TorchLibraries libraries;
        try
        {
            libraries = TorchRuntime.EnsureLoaded();
            using torch.Tensor sum = torch.ones([2, 2], device: torch.CPU).mm(torch.ones([2, 2], device: torch.CPU)).sum();
            if (Math.Abs(sum.item<float>() - 8) > 0)
            {
                throw new TorchUnavailableException("libtorch loads, but computes wrongly");
            }
        }
        catch (TorchUnavailableException e)
        {
            return [new Finding("libtorch", FindingState.Failed, e.Message)];
        }

        string origin = libraries.IsOwn ? "the program's own" : libraries.Folder;
        var torchFinding = new Finding(
            "libtorch",
            FindingState.Ok,
            string.Create(CultureInfo.InvariantCulture, $"{libraries.Version} ({origin}), {Plural.Of(PhysicalCores.Count, "thread")}"));
        return [torchFinding, Convolutions(ConvolutionCheck.Run()), Cuda(libraries)];
    }

    /// <summary>Whether convolutions compute here what they should.</summary>
    internal static Finding Convolutions(ConvolutionCheckResult found)
    {
        const string Name = "float32";
        string tried = string.Create(CultureInfo.InvariantCulture, $"{found.Tried} shapes");
        if (found.OfProgram.Count > 0)
        {
            return new Finding(Name, FindingState.Failed,
                $"convolutions are wrong on this processor: {Wrong(found.OfProgram)} of {tried}, the first {found.OfProgram[0].Example}; networks for "
                    + $"pictures would learn from wrong numbers: please report this");
        }

        return new Finding(Name, FindingState.Ok, found.OfLibtorch.Count == 0
            ? $"convolutions and their derivatives agree with double precision in {tried}"
            : $"libtorch’s convolutions are wrong on this processor: {Wrong(found.OfLibtorch)} of {tried}; the program goes around it and is right in all");
    }

    private static string Wrong(IReadOnlyList<WrongConvolution> wrong) => string.Join(", ", wrong.Select(static one => string.Create(
        CultureInfo.InvariantCulture, $"{Word(one.Operation)} in {one.Shapes}")));

    private static string Word(ConvolutionOperation operation) => operation switch
    {
        ConvolutionOperation.Forward => "the convolution",
        ConvolutionOperation.Transposed => "the transposed convolution",
        ConvolutionOperation.ByPictures => "the derivative by the input",
        _ => "the derivative by the weights",
    };

    private static Finding Cuda(TorchLibraries libraries) => torch.cuda.is_available() && torch.cuda.device_count() is > 0 and int count
        ? new Finding("cuda", FindingState.Ok,
            string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "device" : "devices")}; device: auto takes cuda:0"))
        : new Finding("cuda", FindingState.Absent, DeviceChoice.WhyNoCuda(libraries));

    private static Finding Fonts()
    {
        try
        {
            ReportFonts.LoadAll();
            return new Finding("fonts", FindingState.Ok, $"{ReportFonts.Family}, the program's own");
        }
        catch (Exception e) when (e is InvalidOperationException or TypeInitializationException or DllNotFoundException)
        {
            // Training goes on without pictures. The first sentence names the library; the rest is a list of where it was looked for.
            return new Finding("fonts", FindingState.Absent, $"pictures cannot be drawn: {(e.InnerException ?? e).Message.Split(". ", 2)[0]}");
        }
    }

    private static Finding RunsFolder(string folder)
    {
        // The folder itself is made by the first run; until then its nearest existing parent answers for it.
        string existing = folder;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        try
        {
            string probe = Path.Combine(existing, $".gan-doctor-{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose))
            {
            }

            long free = new DriveInfo(existing).AvailableFreeSpace;
            string space = string.Create(CultureInfo.InvariantCulture, $"{folder}, writable, {free / 1e9:0.0} GB free");
            return free >= LeastFreeBytes
                ? new Finding("runs", FindingState.Ok, space)
                : new Finding("runs", FindingState.Failed, $"{space}; a run may need {LeastFreeBytes >> 20} MB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding("runs", FindingState.Failed,
                $"{folder} cannot be written ({e.Message}); choose another with --runs-dir or {RunsDirectory.Variable}");
        }
    }
}
