using System.Globalization;
using System.Text.RegularExpressions;
using GanCli.Runs;
using GanCli.Tests.EndToEnd;
using GanCli.Tests.Runs;

namespace GanCli.Tests.Documents;

/// <summary>The snippets of runs/README.md read a real run, as they stand but for the names of the run and of its checkpoint.</summary>
public sealed class PythonSnippetsTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Fact]
    public async Task RowsSamplesAndTheGeneratorAreRead()
    {
        MarkdownText[] snippets = Snippets();
        string run = await Trained();

        string[] rows = (await Run(run, snippets[1])).Split('\n');
        string arrays = await Run(run, snippets[2]);
        string numpy = await Run(run, snippets[3]);

        Assert.Equal(["20", "40", "40"], rows.Select(static row => row.Split(' ')[0]));
        Assert.StartsWith("(32, 2) [", arrays, StringComparison.Ordinal);
        AssertSmall(numpy);
    }

    [Fact]
    public async Task RowsBecomeATableOfPandas()
    {
        await RequireModule("pandas");

        string table = await Run(await Trained(), Snippets()[0]);

        Assert.Matches(@"loss\.generator +modes +hq +reverse-kl", table);
        Assert.Matches(@"(?m)^40 +\d\.\d+ +\d\.\d+ +\d\.\d+ +\d", table);
    }

    [Fact]
    public async Task TheGeneratorBecomesOneOfPyTorch()
    {
        await RequireModule("torch");
        MarkdownText[] snippets = Snippets();

        string output = await Run(await Trained(), snippets[3], snippets[4]);

        Assert.Equal(2, output.Split('\n').Length);
        Assert.All(output.Split('\n'), AssertSmall);
    }

    public void Dispose() => _workshop.Dispose();

    private static MarkdownText[] Snippets()
    {
        MarkdownText[] snippets = [.. MarkdownPage.Read("runs/README.md").Fences.Where(static fence => fence.Language == "python")];
        Assert.Equal(5, snippets.Length);
        return snippets;
    }

    /// <summary>A run, and its samples with the latents that they were made from.</summary>
    private async Task<string> Trained()
    {
        RunFolder run = await _workshop.Train("--config", "ring.yaml", "--set", "generator.input-scale=0.7");
        await _workshop.GanOk("sample", run.Id, "-n", "50", "--latents", "latents.npy", "--out", "samples.npy");
        return run.Path;
    }

    private async Task<string> Run(string run, params MarkdownText[] snippets)
    {
        string text = string.Join('\n', snippets.Select(static snippet => snippet.Text));
        text = Regex.Replace(text, "(?m)^run = \".*\"$", $"run = {PythonText(run)}", RegexOptions.None, TimeSpan.FromMinutes(1));
        text = text.Replace("step-000015000", "step-000000040", StringComparison.Ordinal);
        // So that a test may run in any folder.
        _workshop.Write("snippet.py", $"import os\nos.chdir({PythonText(_workshop.Folder)})\n{text}");
        return (await Python.RunWithNumPy(_workshop["snippet.py"])).Replace("\r", "", StringComparison.Ordinal);
    }

    private static string PythonText(string path) => $"\"{path.Replace("\\", "/", StringComparison.Ordinal)}\"";

    /// <summary>Skips where no Python with NumPy has this too: no other test needs it, and it is big.</summary>
    private async Task RequireModule(string name)
    {
        _workshop.Write("has.py", $"import importlib.util\nprint(importlib.util.find_spec('{name}') is not None)\n");
        Assert.SkipWhen(await Python.RunWithNumPy(_workshop["has.py"]) != "True", $"needs a 'python3' with NumPy and {name}");
    }

    private static void AssertSmall(string line)
    {
        Assert.StartsWith("largest difference: ", line, StringComparison.Ordinal);
        Assert.InRange(double.Parse(line.Split(": ")[1], CultureInfo.InvariantCulture), 0, 1e-5);
    }
}
