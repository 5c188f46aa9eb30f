using System.Globalization;
using System.Text.Json;
using GanCli.Engine.Config;
using GanCli.Engine.Random;
using GanCli.Engine.Sessions;
using GanCli.Exporting;
using GanCli.Runs;
using GanCli.Tests.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Exporting;

/// <summary>The module of PyTorch beside the generator it was made of, run by PyTorch.</summary>
public sealed class TorchExporterTests : IDisposable
{
    private const int Draws = 20_000;

    /// <summary>Imports each module of a folder; prints how far its samples are from the expected ones, moments of what it draws, and its columns.</summary>
    private const string Script =
        """
        import importlib.util, json, sys
        from pathlib import Path
        import numpy, torch

        torch.manual_seed(5)
        results = {}
        for path in sorted(Path(sys.argv[1]).glob("*.py")):
            spec = importlib.util.spec_from_file_location(path.stem, path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            generator = module.load()
            latents = torch.from_numpy(numpy.load(path.with_suffix(".latents.npy")))
            expected = numpy.load(path.with_suffix(".samples.npy"))
            with torch.no_grad():
                samples = generator(latents).numpy()
                drawn = generator.latents(int(sys.argv[2])).double().numpy()
            assert samples.shape == expected.shape and samples.dtype == numpy.float32, (path, samples.shape)
            lengths = numpy.sqrt((drawn ** 2).sum(1))
            results[path.stem] = {
                "Distance": float((abs(samples.astype(float) - expected) / numpy.maximum(1, abs(expected))).max()),
                "Moments": [*drawn.mean(0), *drawn.std(0), lengths.mean(), lengths.std(), abs(drawn).max()],
                "Columns": getattr(module, "COLUMNS", []),
                "WholeNumbers": getattr(module, "WHOLE_NUMBERS", None),
            }
        print(json.dumps(results))
        """;

    private readonly ExportedCases _cases = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task PyTorchComputesTheSameSamplesAndDrawsTheSameLatents()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var moments = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach ((string name, ExperimentConfig config) in _cases.Configs())
        {
            using TrainedGenerator generator = _cases.Train(config);
            string stem = FormattableString.Invariant($"generator{names.Count}");
            names[stem] = name;
            (float[] latents, float[] samples) = ExportedCases.Expected(generator);
            Npy.Write(_folder[stem + ".latents.npy"], latents, ExportedCases.Count, generator.Prior.Dimension);
            Npy.Write(_folder[stem + ".samples.npy"], samples, [ExportedCases.Count, .. generator.SampleShape]);
            Assert.Equal([_folder[stem + ".py"], _folder[stem + ".safetensors"]], new TorchExporter().Write(generator, _folder[stem + ".py"]));
            moments[stem] =
                Moments([.. generator.Latents(new RandomStream(3, StreamId.Sampling), Draws).SelectMany(static chunk => chunk)], generator.Prior.Dimension);
        }

        File.WriteAllText(_folder["check.script"], Script);
        string output = await Python.RunWith("torch", _folder["check.script"], _folder.FullName, Draws.ToString(CultureInfo.InvariantCulture));
        Dictionary<string, Result> results = JsonSerializer.Deserialize<Dictionary<string, Result>>(output)!;

        Assert.Equal(names.Keys.Order(StringComparer.Ordinal), results.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(results.Where(static result => !(result.Value.Distance <= 1e-5)).Select(result => $"{names[result.Key]}: {result.Value.Distance}"));
        foreach ((string stem, Result result) in results)
        {
            // Errors of a mean and of a deviation over so many draws are 1/100 of the deviation; what is largest is not so certain.
            double scale = moments[stem][^3];
            Assert.True(moments[stem][..^1].Zip(result.Moments[..^1])
                .All(pair => Math.Abs(pair.First - pair.Second) < 0.05 * scale), $"{names[stem]}: latents are drawn otherwise");
            Assert.InRange(result.Moments[^1], 0.8 * moments[stem][^1], 1.25 * moments[stem][^1]);
        }

        Result table = results[names.Single(static name => name.Value == "table").Key];
        Assert.Equal([ExportedCases.HostileColumn, "count", "always"], table.Columns);
        Assert.Equal([40, 46], table.WholeNumbers!["count"]);
        Assert.Null(results[names.Single(static name => name.Value == "norm None").Key].WholeNumbers);
    }

    [Fact]
    public void TheModuleIsShortAndReadable()
    {
        using TrainedGenerator generator = _cases.Train(_cases.Configs()["learned mixture, normalized"]);
        new TorchExporter().Write(generator, _folder["g.py"]);
        string text = File.ReadAllText(_folder["g.py"]);

        Assert.InRange(text.Split('\n').Length, 50, 90);
        Assert.All(text.Split('\n'), static line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains("        self.linear_0 = nn.Linear(4, 8)\n        self.norm_0 = nn.BatchNorm1d(8, eps=1e-05)\n", text, StringComparison.Ordinal);
        Assert.Contains("        x = nn.functional.leaky_relu(x, 0.2)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullName, text, StringComparison.Ordinal);

        // Others read the weights, too: their names are in the file.
        using SafetensorsFile weights = SafetensorsFile.Open(_folder["g.safetensors"]);
        Assert.Equal([8, 4], weights["linear_0.weight"].Shape);
        Assert.Equal(("pt", "average"), (weights.Metadata["format"], weights.Metadata["weights"]));
    }

    [Fact]
    public void AModuleOfPicturesNamesItsBlocks()
    {
        using TrainedGenerator generator = _cases.Train(_cases.Configs()["pictures r3gan of two widths"]);
        new TorchExporter().Write(generator, _folder["g.py"]);
        string text = File.ReadAllText(_folder["g.py"]);

        Assert.Contains("-1 or less is black, 1 or more white.", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("COLUMNS", text, StringComparison.Ordinal);
        Assert.Contains("        self.block_0_1_body_convolution_1 = nn.Conv2d(8, 8, 3, padding=1, groups=4)\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "        self.upsample_1 = nn.ConvTranspose2d(4, 4, 3, stride=2, padding=1, output_padding=1, groups=4, bias=False)\n", text,
            StringComparison.Ordinal);
        Assert.All(text.Split('\n'), static line => Assert.InRange(line.Length, 0, 120));
    }

    private static double[] Moments(float[] latents, int dimension)
    {
        float[][] rows = [.. latents.Chunk(dimension)];
        double[] lengths = [.. rows.Select(static row => Math.Sqrt(row.Sum(static x => (double)x * x)))];
        double[][] columns = [.. Enumerable.Range(0, dimension).Select(i => rows.Select(row => (double)row[i]).ToArray())];
        return [.. columns.Select(static c => c.Average()), .. columns.Select(Deviation), lengths.Average(), Deviation(lengths), latents.Max(MathF.Abs)];
    }

    private static double Deviation(double[] numbers)
    {
        double mean = numbers.Average();
        return Math.Sqrt(numbers.Average(x => (x - mean) * (x - mean)));
    }

    public void Dispose()
    {
        _cases.Dispose();
        _folder.Dispose();
    }

    private sealed record Result(double Distance, double[] Moments, string[] Columns, Dictionary<string, double[]>? WholeNumbers);
}
