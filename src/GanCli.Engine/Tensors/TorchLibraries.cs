using System.Text.RegularExpressions;

namespace GanCli.Engine.Tensors;

/// <summary>A folder with libtorch's native libraries. Looks at files only and loads nothing.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="IsOwn">They came with the program; otherwise the user pointed at an installed libtorch.</param>
/// <param name="Version">For instance <c>2.10.0+cu128</c>; null where no file tells.</param>
public sealed partial record TorchLibraries(string Folder, bool IsOwn, string? Version)
{
    /// <summary>Names a folder of an installed libtorch that is used instead of the program's own.</summary>
    public const string Variable = "GAN_LIBTORCH";

    /// <summary>The libtorch that this TorchSharp was made for, and that its own packages bring.</summary>
    public const string ExpectedVersion = "2.10";

    private const string OwnVersion = "2.10.0";

    /// <summary>The library that makes libtorch's operators; no libtorch is without it.</summary>
    public string Cpu => Path.Combine(Folder, FileName("torch_cpu"));

    /// <summary>The library with CUDA kernels; exists in CUDA builds only.</summary>
    public string Cuda => Path.Combine(Folder, FileName("torch_cuda"));

    /// <summary>The library that ties the others together.</summary>
    public string Torch => Path.Combine(Folder, FileName("torch"));

    public bool HasCuda => File.Exists(Cuda);

    /// <summary>What <see cref="Variable"/> names, else the libraries beside the program.</summary>
    /// <exception cref="TorchUnavailableException">There are none, or of a version that TorchSharp was not made for.</exception>
    public static TorchLibraries Find() => Find(AppContext.BaseDirectory, Environment.GetEnvironmentVariable(Variable));

    /// <summary>As <see cref="Find()"/>, for a given program folder and value of the variable.</summary>
    public static TorchLibraries Find(string programFolder, string? given)
    {
        if (string.IsNullOrWhiteSpace(given))
        {
            var own = new TorchLibraries(programFolder, IsOwn: true, OwnVersion);
            return File.Exists(own.Cpu)
                ? own
                : throw new TorchUnavailableException(
                    $"libtorch is missing: there is no {own.Cpu}; build with TorchBackend=cpu, or set {Variable} to the lib folder of a "
                        + $"PyTorch {ExpectedVersion}");
        }

        string folder = Path.GetFullPath(given);
        var installed = new TorchLibraries(folder, IsOwn: false, FindVersion(folder));
        if (!File.Exists(installed.Cpu))
        {
            string inside = File.Exists(Path.Combine(folder, "lib", FileName("torch_cpu"))) ? $"; did you mean {Path.Combine(folder, "lib")}?" : "";
            throw new TorchUnavailableException($"{Variable}: {folder} has no {FileName("torch_cpu")}{inside}");
        }

        if (installed.Version is null)
        {
            throw new TorchUnavailableException(
                $"{Variable}: cannot tell the version of the libtorch in {folder} (no version.py or build-version beside that folder); {ExpectedVersion} is "
                    + $"needed");
        }

        if (!IsFit(installed.Version))
        {
            throw new TorchUnavailableException($"{Variable}: {folder} holds libtorch {installed.Version}; this program needs {ExpectedVersion}");
        }

        if (File.Exists(Path.Combine(programFolder, FileName("torch_cpu"))))
        {
            // TorchSharp looks beside itself first and would load that one as well: two libtorch in one process end it.
            throw new TorchUnavailableException(
                $"{Variable}: this program was built with a libtorch of its own; build it with TorchBackend=none, as scripts/gan does where {Variable} is set");
        }

        return installed;
    }

    /// <summary>A library's file name on this system.</summary>
    internal static string FileName(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    private static bool IsFit(string version) =>
        version.StartsWith(ExpectedVersion, StringComparison.Ordinal)
        && (version.Length == ExpectedVersion.Length || !char.IsAsciiDigit(version[ExpectedVersion.Length]));

    /// <summary>A PyTorch package has <c>torch/version.py</c>, a libtorch archive has <c>build-version</c>, beside <c>lib</c>.</summary>
    private static string? FindVersion(string folder)
    {
        string parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) ?? folder;
        string python = Path.Combine(parent, "version.py");
        string archive = Path.Combine(parent, "build-version");
        if (File.Exists(python))
        {
            return PythonVersion().Match(File.ReadAllText(python)) is { Success: true } match ? match.Groups["version"].Value : null;
        }

        return File.Exists(archive) && File.ReadAllText(archive).Trim() is { Length: > 0 } version ? version : null;
    }

    [GeneratedRegex("""^__version__\s*(?::\s*\w+\s*)?=\s*['"](?<version>[^'"]+)['"]""", RegexOptions.Multiline | RegexOptions.ExplicitCapture
        | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex PythonVersion();
}
