using System.Text.Json;
using GanCli.Commands;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task JsonTellsAProgramWhatWorks()
    {
        using var folder = new TemporaryFolder();

        ProgramResult result = await new ProgramUnderTest { WorkingDirectory = folder.FullName }.RunAsync("doctor", "--json");

        using JsonDocument json = JsonDocument.Parse(result.Data);
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        Dictionary<string, string> states = json.RootElement.GetProperty("findings").EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("name").GetString()!, finding => finding.GetProperty("state").GetString()!);
        Assert.Equal("ok", states["libtorch"]);
        Assert.Equal("ok", states["runs"]);
        Assert.Empty(result.Talk);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void ARunsFolderThatCannotBeMadeIsAFailure()
    {
        using var folder = new TemporaryFolder();
        string file = folder["file"];
        File.WriteAllText(file, "");

        Finding finding = Diagnosis.Make(Path.Combine(file, "runs")).Single(finding => finding.Name == "runs");

        Assert.Equal(FindingState.Failed, finding.State);
        Assert.StartsWith($"{Path.Combine(file, "runs")} cannot be written (", finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("given", "variable", "given")]
    [InlineData(null, "variable", "variable")]
    [InlineData(null, "", "runs")]
    [InlineData(null, null, "runs")]
    public async Task TheRunsFolderIsTheOptionElseTheVariableElseRuns(string? option, string? variable, string expected)
    {
        using var folder = new TemporaryFolder();
        var program = new ProgramUnderTest
        {
            WorkingDirectory = folder.FullName,
            Environment = new Dictionary<string, string?> { ["GAN_RUNS_DIR"] = variable },
        };

        ProgramResult result = await program.RunAsync(option is null ? ["doctor"] : ["doctor", "--runs-dir", option]);

        Assert.Contains($"runs       {folder[expected]}, writable", result.Data, StringComparison.Ordinal);
    }
}
