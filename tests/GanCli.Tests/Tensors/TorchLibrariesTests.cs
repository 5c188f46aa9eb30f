using GanCli.Engine.Tensors;
using GanCli.Tests.Support;

namespace GanCli.Tests.Tensors;

public sealed class TorchLibrariesTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("version.py", "from typing import Optional\n__version__ = '2.10.0+cu128'\ndebug = False\n", "2.10.0+cu128")]
    [InlineData("version.py", "__version__: str = \"2.10.1\"\n", "2.10.1")]
    [InlineData("build-version", "2.10.0+cpu\n", "2.10.0+cpu")]
    public void AFitInstallationIsTaken(string file, string text, string version)
    {
        string lib = MakeLibtorch(file, text);

        TorchLibraries found = TorchLibraries.Find(_temporary["program"], lib);

        Assert.Equal(new TorchLibraries(lib, IsOwn: false, version), found);
        Assert.False(found.HasCuda);
    }

    [Theory]
    [InlineData("version.py", "__version__ = '2.9.1+cu128'\n", "holds libtorch 2.9.1+cu128; this program needs 2.10")]
    [InlineData("version.py", "__version__ = '2.100.0'\n", "holds libtorch 2.100.0; this program needs 2.10")]
    [InlineData("build-version", "1.13.1\n", "holds libtorch 1.13.1; this program needs 2.10")]
    public void AnUnfitOneIsRefusedByName(string file, string text, string expected)
    {
        string lib = MakeLibtorch(file, text);

        var error = Assert.Throws<TorchUnavailableException>(() => TorchLibraries.Find(_temporary["program"], lib));

        Assert.Equal($"GAN_LIBTORCH: {lib} {expected}", error.Message);
    }

    [Theory]
    [InlineData("other.txt", "2.10.0")]
    [InlineData("version.py", "version = 'unknown'")]
    public void OneOfUnknownVersionIsRefused(string file, string text)
    {
        string lib = MakeLibtorch(file, text);

        var error = Assert.Throws<TorchUnavailableException>(() => TorchLibraries.Find(_temporary["program"], lib));

        Assert.Equal($"GAN_LIBTORCH: cannot tell the version of the libtorch in {lib} (no version.py or build-version beside that folder); 2.10 is needed",
            error.Message);
    }

    [Fact]
    public void TheFolderAboveIsNotTheLibraryFolder()
    {
        string parent = Path.GetDirectoryName(MakeLibtorch("build-version", "2.10.0"))!;

        var error = Assert.Throws<TorchUnavailableException>(() => TorchLibraries.Find(_temporary["program"], parent));

        Assert.Equal($"GAN_LIBTORCH: {parent} has no {TorchLibraries.FileName("torch_cpu")}; did you mean {Path.Combine(parent, "lib")}?", error.Message);
    }

    [Fact]
    public void TwoLibtorchInOneProcessAreRefused()
    {
        string lib = MakeLibtorch("build-version", "2.10.0");
        Directory.CreateDirectory(_temporary["program"]);
        File.WriteAllText(_temporary["program", TorchLibraries.FileName("torch_cpu")], "");

        var error = Assert.Throws<TorchUnavailableException>(() => TorchLibraries.Find(_temporary["program"], lib));

        Assert.Equal(
            "GAN_LIBTORCH: this program was built with a libtorch of its own; build it with TorchBackend=none, as scripts/gan does where GAN_LIBTORCH is set",
            error.Message);
    }

    [Fact]
    public void MissingLibrariesAreOneClearLine()
    {
        var error = Assert.Throws<TorchUnavailableException>(() => TorchLibraries.Find(_temporary.FullName, given: null));

        Assert.Equal(
            $"libtorch is missing: there is no {_temporary[TorchLibraries.FileName("torch_cpu")]}; build with TorchBackend=cpu, "
            + "or set GAN_LIBTORCH to the lib folder of a PyTorch 2.10",
            error.Message);
    }

    private string MakeLibtorch(string versionFile, string text)
    {
        string lib = Directory.CreateDirectory(_temporary["torch", "lib"]).FullName;
        File.WriteAllText(Path.Combine(lib, TorchLibraries.FileName("torch_cpu")), "");
        File.WriteAllText(_temporary["torch", versionFile], text);
        return lib;
    }
}
