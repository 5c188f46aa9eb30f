using System.Text.Json;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Metrics;

/// <summary>Metrics of saved arrays against what NumPy and SciPy made of them (<c>Reference/reference.py</c>).</summary>
public sealed class ReferenceArraysTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(PathOf("expected.json"))).RootElement;

    // Values that the program calls otherwise, or that come from other settings than the metric's own.
    private static readonly Dictionary<string, string> OtherNames = new() { ["ndb"] = "bins-different", ["ndb-js"] = "bins-js" };

    // Kinds without a reference value, the tests that stand in for it, and why.
    private static readonly Dictionary<string, (Type Tests, string Reason)> CheckedElsewhere = new()
    {
        ["mode-coverage"] = (typeof(ModeCoverageTests), "needs a mixture's modes, not rows: closed forms, and plain loops over samples and centres"),
        ["class-coverage"] = (typeof(ClassCoverageTests), "needs pictures and a classifier, not rows: plain counts over judgements, and pictures of nothing"),
        ["inception-score"] = (typeof(InceptionScoreTests), "needs pictures and a classifier, not rows: the definition in double precision"),
        ["sliced-wasserstein"] = (typeof(SlicedWassersteinTests), "its directions are the program's own draws: plain loops over the same directions"),
        ["prdc"] = (typeof(PrdcTests), "counts, exact: plain loops over all pairs"),
        ["clipped-density"] = (typeof(ClippedDensityTests), "plain loops over all pairs; the calibration by direct sums of the beta-binomial law"),
        ["mmd"] = (typeof(MmdTests), "plain loops over all pairs in double precision"),
    };

    public static TheoryData<string> Sets => ["line", "ring", "sheared"];

    [Fact]
    public void EveryMetricHasReferenceValuesOrAReason() => Assert.All(Evaluator.Glossary(), metric =>
    {
        string[] missing = [.. from set in Sets.Select(row => row.Data) from info in metric.Values
            where !Expected.GetProperty(set).TryGetProperty(OtherNames.GetValueOrDefault(info.Name, info.Name), out _) select $"{info.Name} of {set}"];
        string fault = missing.Length > 0
            ? $"add {string.Join(", ", missing)} to Reference/reference.py and a comparison below, or a reason above"
            : "has reference values, and no longer needs the reason above";
        Assert.True(missing.Length > 0 == CheckedElsewhere.ContainsKey(metric.Kind), $"{metric.Kind}: {fault}");
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void AgreeWithNumPyAndSciPy(string set)
    {
        var (dimension, real, generated) = Read(set);
        Metric[] metrics =
        [
            new Frechet(dimension), new Kid(dimension, 1000), new EnergyDistance(dimension, 1000), new Vendi(dimension, 1000),
            new Birthday(dimension, 0.1, 1000), new AlphaPrecision(dimension, 1000),
        ];

        // What has a reference value is compared with it: here, or below by other settings.
        string[] below = ["bins-different", "bins-js", "bins-real", "bins-generated", "data-copying"];
        Assert.Equal(
            Expected.GetProperty(set).EnumerateObject().Select(value => value.Name).Except(below).Order(StringComparer.Ordinal),
            metrics.SelectMany(metric => metric.Values).Select(info => info.Name).Order(StringComparer.Ordinal));
        foreach (var (name, value) in metrics.SelectMany(metric => Samples.Evaluate(metric, dimension, generated, real)))
        {
            var expected = Expected.GetProperty(set).GetProperty(name).GetDouble();
            Assert.True(Math.Abs(expected - value.Number) < 2e-6 * Math.Max(1, Math.Abs(expected)), $"{name}: {value.Number} in place of {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void BinsAgreeWithNumPyAndSciPy(string set)
    {
        var (dimension, real, generated) = Read(set);
        var bins = new KMeans(dimension, [.. real.Chunk(dimension).Where((_, i) => i % 12 == 0).SelectMany(row => row)]);
        var (inReal, inGenerated) = (Counts(real), Counts(generated));
        var expected = Expected.GetProperty(set);
        Assert.Equal(expected.GetProperty("bins-real").EnumerateArray().Select(count => count.GetInt32()), inReal);
        Assert.Equal(expected.GetProperty("bins-generated").EnumerateArray().Select(count => count.GetInt32()), inGenerated);
        Assert.Equal(expected.GetProperty("bins-different").GetInt32(), Ndb.Different(inReal, inGenerated));
        Assert.Equal(expected.GetProperty("bins-js").GetDouble(), Ndb.JensenShannon(inReal, inGenerated), 1e-12);

        int[] Counts(float[] rows)
        {
            var cells = bins.Cells(rows, rows.Length / dimension);
            return [.. Enumerable.Range(0, bins.Count).Select(bin => cells.Count(cell => cell == bin))];
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void DataCopyingInOneCellAgreesWithSciPy(string set)
    {
        var (dimension, real, generated) = Read(set);
        var third = real.Length / dimension / 3 * dimension;
        var metric = new DataCopying(dimension, new FloatRows(real[third..], dimension), new FloatRows(real[..third], dimension), 1, 1000);
        Assert.Equal(
            Expected.GetProperty(set).GetProperty("data-copying").GetDouble(), Samples.Evaluate(metric, dimension, generated)["data-copying"].Number, 1e-9);
    }

    [Fact]
    public void EigenvaluesAgreeWithLapack()
    {
        var matrix = Npy.ReadDoubles(PathOf("matrix.npy")).Data;
        double[] expected = [.. Expected.GetProperty("matrix").GetProperty("eigenvalues").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(expected, SymmetricEigen.Values(matrix, 40), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    private static string PathOf(string file) => Repository.PathOf("tests", "GanCli.Tests", "Metrics", "Reference", file);

    private static (int Dimension, float[] Real, float[] Generated) Read(string set)
    {
        var real = Npy.Read(PathOf($"{set}-real.npy"));
        return ((int)real.Shape[1], real.Data, Npy.Read(PathOf($"{set}-generated.npy")).Data);
    }
}
