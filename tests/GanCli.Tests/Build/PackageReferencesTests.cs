using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using GanCli.Tests.Support;

namespace GanCli.Tests.Build;

/// <summary>Which packages a restore would ask for: what MSBuild evaluates, for systems that this one is not.</summary>
public sealed class PackageReferencesTests
{
    [Theory]
    [InlineData("linux", "cpu", "TorchSharp,TorchSharp-cpu")]
    [InlineData("linux", "cuda", "TorchSharp,TorchSharp-cuda-linux")]
    [InlineData("linux", "none", "TorchSharp")]
    [InlineData("linux", null, "TorchSharp,TorchSharp-cpu")]
    [InlineData("windows", "cpu", "TorchSharp,TorchSharp-cpu")]
    [InlineData("windows", "cuda", "TorchSharp,TorchSharp-cuda-windows")]
    [InlineData("windows", "none", "TorchSharp")]
    [InlineData("windows", null, "TorchSharp,TorchSharp-cuda-windows")]
    [InlineData("macos", "cpu", "TorchSharp,TorchSharp-cpu")]
    [InlineData("macos", "none", "TorchSharp")]
    [InlineData("macos", null, "TorchSharp,TorchSharp-cpu")]
    public async Task EachBackendAsksForItsOwnPackages(string system, string? backend, string expected)
    {
        List<string> arguments = ["msbuild", Repository.PathOf("src", "GanCli.Engine"), "-getItem:PackageReference", $"-p:TorchTargetOS={system}"];
        if (backend is not null)
        {
            arguments.Add($"-p:TorchBackend={backend}");
        }

        BufferedCommandResult result = await Cli.Wrap("dotnet").WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set("TorchBackend", null)).ExecuteBufferedAsync();
        using JsonDocument items = JsonDocument.Parse(result.StandardOutput);
        IEnumerable<string> torch = items.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!)
            .Where(name => name.StartsWith("TorchSharp", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(',', torch));
    }
}
