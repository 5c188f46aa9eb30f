using GanCli.Tests.Support;
using Onnx;

namespace GanCli.Tests.EndToEnd;

[Collection(TrainedRuns.Name)]
public sealed class ExportTests(TrainedRuns runs)
{
    [Fact]
    public async Task ARunIsExportedUnderItsName()
    {
        ProgramResult result = await runs.GanOk("export", runs.Ring.Id, "--runs-dir", "runs");
        Assert.Matches(@"^\d\d:\d\d:\d\d generator\.onnx \(gan [^ ]+, averaged weights after 40 steps\)\n$", result.Talk);
        Assert.Empty(result.Data);
        Assert.Equal("average", Fact(Model("generator.onnx"), "weights"));

        // The checkpoint alone suffices, and so does the ending for the format.
        await runs.GanOk("export", "--checkpoint", runs.Ring.CheckpointPath(20), "--output", "half.onnx");
        Assert.Equal("20", Fact(Model("half.onnx"), "step"));
        ProgramResult torch = await runs.GanOk("export", runs.Table.Id, "-o", "table.py", "--weights", "raw");
        Assert.Matches(@"^\d\d:\d\d:\d\d table\.py and table\.safetensors \(gan [^ ]+, raw weights after 40 steps\)\n$", torch.Talk);
        Assert.Contains("COLUMNS = [\"height\", \"weight\"]\n", await File.ReadAllTextAsync(runs["table.py"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.True(File.Exists(runs["table.safetensors"]));
    }

    [Fact]
    public async Task RawAndAveragedWeightsAreToldApart()
    {
        await runs.GanOk("export", runs.Ring.Id, "-o", "average.onnx", "--weights", "average");
        await runs.GanOk("export", runs.Ring.Id, "-o", "raw.onnx", "--weights", "raw");
        await runs.GanOk("export", runs.Ring.Id, "-o", "again.onnx");

        byte[] average = await File.ReadAllBytesAsync(runs["average.onnx"], TestContext.Current.CancellationToken);
        Assert.Equal(average, await File.ReadAllBytesAsync(runs["again.onnx"], TestContext.Current.CancellationToken));
        Assert.NotEqual(Model("average.onnx").Graph.Initializer[0].RawData, Model("raw.onnx").Graph.Initializer[0].RawData);
    }

    [Theory]
    [InlineData("--out nothing.txt", 2, "error: --out nothing.txt: the ending must be .onnx or .py, or name a --format\n")]
    [InlineData("--out nothing.py --format onnx", 2, "error: --out nothing.py: a file of --format onnx ends with .onnx\n")]
    [InlineData("--out nowhere/nothing.onnx", 74, "error: nowhere/nothing.onnx: there is no such folder\n")]
    [InlineData("--out nowhere/nothing.py", 74, "error: nowhere/nothing.safetensors: there is no such folder\n")]
    [InlineData("--format tensorflow", 2, "gan export: ")]
    public async Task WhatCannotBeDoneIsSaidInOneLine(string line, int code, string message)
    {
        ProgramResult result = await runs.Gan(["export", runs.Ring.Id, .. line.Split(' ')]);

        Assert.StartsWith(message, result.Talk, StringComparison.Ordinal);
        Assert.Equal(code, result.ExitCode);
        Assert.Empty(Directory.GetFiles(runs.Folder, "nothing*"));
        Assert.Empty(Directory.GetFiles(runs.Folder, "*.tmp"));
    }

    private ModelProto Model(string name) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(runs[name]));

    private static string Fact(ModelProto model, string key) =>
        model.MetadataProps.Single(fact => string.Equals(fact.Key, key, StringComparison.Ordinal)).Value;
}
