using System.Reflection;
using System.Xml.Linq;
using GanCli.Tests.Support;

namespace GanCli.Tests.Architecture;

/// <summary>The arrows between the projects, as the compiler recorded them and as the project files state them.</summary>
public sealed class ReferencesTests
{
    private static readonly string[] Ours = ["GanCli.Engine", "GanCli.Reporting", "GanCli.Runs"];

    [Theory]
    [InlineData("GanCli.Runs", "")]
    [InlineData("GanCli.Reporting", "GanCli.Runs,MathNet.Numerics,ScottPlot,SkiaSharp")]
    [InlineData("GanCli.Engine", "GanCli.Runs,Parquet,SkiaSharp,TorchSharp,YamlDotNet")]
    [InlineData(
        "gan",
        "GanCli.Engine,GanCli.Reporting,GanCli.Runs,Google.Protobuf,Parquet,Serilog,Serilog.Formatting.Compact,Serilog.Sinks.Console,"
            + "Serilog.Sinks.File,Spectre.Console,Spectre.Console.Ansi,System.CommandLine,TorchSharp")]
    public void AnAssemblyUsesOnlyWhatItMay(string name, string allowed)
    {
        string[] used =
        [
            .. Assembly.Load(name).GetReferencedAssemblies()
                .Select(reference => reference.Name!)
                .Where(reference => !IsBaseLibrary(reference)),
        ];

        Assert.Empty(used.Except(allowed.Split(','), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("GanCli.Runs", "")]
    [InlineData("GanCli.Reporting", "GanCli.Runs")]
    [InlineData("GanCli.Engine", "GanCli.Runs")]
    [InlineData("GanCli", "GanCli.Engine,GanCli.Reporting,GanCli.Runs")]
    public void AProjectReferencesExactly(string project, string expected)
    {
        string[] references =
        [
            .. XDocument.Load(Repository.PathOf("src", project, project + ".csproj")).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(expected, string.Join(',', references));
    }

    [Fact]
    public void TheReportProjectNeverReachesLibtorch()
    {
        // Everything that Reporting can reach, near or far, apart from the base library.
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>(["GanCli.Reporting"]);
        while (pending.TryDequeue(out string? name))
        {
            foreach (string reference in Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!))
            {
                if (!IsBaseLibrary(reference) && reached.Add(reference))
                {
                    pending.Enqueue(reference);
                }
            }
        }

        Assert.DoesNotContain("TorchSharp", reached);
        Assert.DoesNotContain("YamlDotNet", reached);
        Assert.DoesNotContain("GanCli.Engine", reached);
    }

    private static bool IsBaseLibrary(string name) =>
        !Ours.Contains(name, StringComparer.Ordinal)
        && File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll"));
}
