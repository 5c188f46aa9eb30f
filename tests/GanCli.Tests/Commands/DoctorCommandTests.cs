using System.Text.Json;
using GanCli.Commands;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
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
        Assert.Equal("ok", states["float32"]);
        Assert.Equal("ok", states["runs"]);
        Assert.Empty(result.Talk);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullName));
    }

    /// <summary>They belong to the whole process: a run beside it would sum in another order.</summary>
    [Fact]
    public void ADiagnosisLeavesTheThreadsAsTheyAre()
    {
        using var folder = new TemporaryFolder();
        int threads = TorchRuntime.Threads;

        Diagnosis.Make(folder["runs"]);

        Assert.Equal(threads, TorchRuntime.Threads);
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
    [InlineData(159, FindingState.Failed, "only 159 files may be open at once, and this program needs 160: raise the limit (ulimit -n 1024)")]
    [InlineData(160, FindingState.Ok, "160 may be open at once")]
    [InlineData(1_048_576, FindingState.Ok, "1,048,576 may be open at once")]
    [InlineData(long.MaxValue, FindingState.Ok, "no limit on open files")]
    public void TheLimitOnOpenFilesIsChecked(long limit, object state, string words) =>
        Assert.Equal(new Finding("files", (FindingState)state, words), Diagnosis.Files(limit));

    [Fact]
    public void WrongConvolutionsAreToldWithWhatTheyMeanForTraining()
    {
        WrongConvolution[] wrong =
        [
            new(ConvolutionOperation.Transposed, 35, "1 channel to 20 maps, kernel 3, stride 1"),
            new(ConvolutionOperation.ByPictures, 2, "3 channels to 20 maps, kernel 3, stride 1"),
        ];
        Assert.Equal(
            new Finding("float32", FindingState.Ok, "convolutions and their derivatives agree with double precision in 75 shapes"),
            Diagnosis.Convolutions(new ConvolutionCheckResult(75, [], [])));
        Assert.Equal(
            new Finding("float32", FindingState.Ok,
                "libtorch’s convolutions are wrong on this processor: the transposed convolution in 35, the derivative by the input in 2 of 75 shapes; "
                    + "the program goes around it and is right in all"),
            Diagnosis.Convolutions(new ConvolutionCheckResult(75, wrong, [])));
        Assert.Equal(
            new Finding("float32", FindingState.Failed,
                "convolutions are wrong on this processor: the derivative by the input in 2 of 75 shapes, the first 3 channels to 20 maps, kernel 3, "
                    + "stride 1; networks for pictures would learn from wrong numbers: please report this"),
            Diagnosis.Convolutions(new ConvolutionCheckResult(75, wrong, wrong[1..])));
    }

    [Theory]
    [InlineData(1, "1 core")]
    [InlineData(2, "2 cores")]
    [InlineData(0, "0 cores")]
    [InlineData(1024, "1,024 cores")]
    public void CountsAgreeWithTheirNouns(long count, string words) => Assert.Equal(words, GanCli.Terminal.Plural.Of(count, "core"));

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
