namespace GanCli.Tests.Support;

/// <summary>A copy of the built program without libtorch's libraries, to be changed by a test.</summary>
public sealed class ProgramCopy : IDisposable
{
    private static readonly string[] TorchPrefixes = ["libtorch", "torch", "libc10", "c10", "libgomp", "libshm", "libaoti", "libbackend", "libjit", "libnnapi"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>Copies everything but libtorch itself; TorchSharp's own library comes along.</summary>
    public ProgramCopy()
    {
        string source = Path.GetDirectoryName(ProgramUnderTest.DefaultPath)!;
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            if (!IsTorch(Path.GetFileName(file)))
            {
                string target = _folder[Path.GetRelativePath(source, file)];
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        Program = new ProgramUnderTest { Path = _folder[Path.GetFileName(ProgramUnderTest.DefaultPath)] };
    }

    /// <summary>Where it is.</summary>
    public string Folder => _folder.FullName;

    public ProgramUnderTest Program { get; }

    /// <summary>Links libtorch's libraries into a folder, from where they were built to.</summary>
    public static void LinkTorchInto(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(ProgramUnderTest.DefaultPath)!).Where(file => IsTorch(Path.GetFileName(file))))
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsTorch(string name) =>
        !name.EndsWith("Sharp.dll", StringComparison.Ordinal) && Array.Exists(TorchPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
