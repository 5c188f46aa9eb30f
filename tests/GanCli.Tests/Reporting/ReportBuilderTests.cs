using System.Text.RegularExpressions;
using GanCli.Reporting;
using GanCli.Runs;
using GanCli.Tests.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting;

public sealed partial class ReportBuilderTests : IDisposable
{
    private const string Hostile = "<script>alert('&')</script>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AReportIsAPageItsMarkdownAndItsPictures()
    {
        RunFolder run = new SyntheticRun().WriteRing(_folder.FullName);
        ReportFiles files = ReportBuilder.Write(run);
        Assert.Equal((run.ReportHtmlPath, run.ReportMarkdownPath), (files.Html, files.Markdown));
        string[] names =
        [
            "evolution", "gradients", "losses", "metric-hq", "metric-mmd", "metric-modes", "metric-reverse-kl", "metric-sliced-wasserstein",
            "metric-spread", "mode-shares", "mode-spreads", "outputs", "samples", "surface",
        ];
        Assert.Equal(
            names.SelectMany(name => new[] { name + ".png", name + ".svg" }).Append("training.gif"), files.Pictures.Select(Path.GetFileName));
        Assert.InRange(new FileInfo(files.Html).Length, 300_000, 3_000_000);
    }

    [Fact]
    public void ThePageGoesFromTheSentenceToTheCommand()
    {
        string page = Page(new SyntheticRun().WriteRing(_folder.FullName));
        string[] order =
        [
            "All 8 modes were held by step 4,000 and kept; samples are 74% on mode, held back by bridges between modes.",
            "perfect 98.9% (98.7% to 99.1%)", "Samples at step 10,000", "During training", "Losses", "How the samples came about",
            "The discriminator’s surface and the modes", "Gradients and the discriminator’s outputs", "Reproduce",
            "gan train --config config.resolved.yaml", "gan train --config mog8.yaml", "TorchSharp, libtorch", "radius: 2",
        ];
        int at = 0;
        foreach (string part in order)
        {
            int found = page.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is missing or out of order");
            at = found;
        }
    }

    /// <summary>Pictures have sections of their own, and keep their colours on a dark page.</summary>
    [Fact]
    public void ARunOfPicturesShowsPicturesOfPictures()
    {
        RunFolder run = RunFolder.Create(_folder.FullName, "pictures", DateTimeOffset.UnixEpoch, "0");
        new DataInfo { Kind = "glyphs", Dimension = 4, Shape = [1, 2, 2], Range = [-1, 1], Columns = [] }.Write(run.DataInfoPath);
        float[] numbers = [.. Enumerable.Range(0, 4 * 24).Select(static i => MathF.Sin(i))];
        Npy.Write(run.RealSamplesPath, numbers, 24, 1, 2, 2);
        Npy.Write(run.SamplesPath(1), numbers, 24, 1, 2, 2);
        Npy.Write(run.SamplesPath(2), numbers, 24, 1, 2, 2);
        Npy.Write(run.InterpolationPath(2), numbers, 4, 6, 1, 2, 2);
        Npy.Write(run.NearestPath(2), numbers, 6, 4, 1, 2, 2);
        new NearestPictures
        {
            Step = 2,
            Searched = 50,
            Rows = [.. Enumerable.Repeat<int[]>([1, 2, 3], 6)],
            Distances = [.. Enumerable.Repeat<double[]>([1, 2, 3], 6)],
            ReferenceOf = NearestPictures.Training,
            Reference = [1, 2],
        }.Write(run.NearestInfoPath(2));
        string page = Page(run);
        string text = File.ReadAllText(run.ReportMarkdownPath);
        foreach (string heading in (string[])["From one latent to another", "The nearest training pictures"])
        {
            Assert.Contains($"<h2>{heading}</h2>", page, StringComparison.Ordinal);
            Assert.Contains($"## {heading}\n", text, StringComparison.Ordinal);
        }

        Assert.Contains("report/interpolation.png", text, StringComparison.Ordinal);
        Assert.Contains("report/nearest.png", text, StringComparison.Ordinal);
        Assert.Contains("class=\"film of-pictures\"", page, StringComparison.Ordinal);
        Assert.Contains("class=\"film\"", Page(new SyntheticRun().WriteOneDimension(_folder["line"])), StringComparison.Ordinal);

        // A file that is damaged is named.
        File.WriteAllText(run.NearestInfoPath(2), File.ReadAllText(run.NearestInfoPath(2)).Replace("1,", "-1,", StringComparison.Ordinal));
        Assert.StartsWith(
            $"{run.NearestInfoPath(2)}: damaged: a distance is -1", Assert.Throws<InvalidDataException>(() => ReportBuilder.Write(run)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TitlesNameOnlyWhatIsThere()
    {
        RunFolder plane = new SyntheticRun().WriteRing(_folder["plane"]);
        Assert.Equal(["The discriminator’s surface and the modes", "Gradients and the discriminator’s outputs"], Details(plane));
        RunFolder line = new SyntheticRun().WriteOneDimension(_folder["line"]);
        Assert.Equal(["The modes", "Gradients and the discriminator’s outputs"], Details(line));
        Assert.Equal(["Gradients and the discriminator’s outputs"], Details(new SyntheticRun().WriteTable(_folder["table"])));
        File.WriteAllText(line.ResolvedJsonPath, """{"loss":{"kind":"began"},"regularizers":[]}""");
        File.AppendAllText(line.MetricsPath, "{\"step\": 10000, \"began.k\": 0.5}\n");
        Assert.Equal(["The modes", "Gradients and the discriminator’s outputs", "What the remedies logged"], Details(line));

        static string[] Details(RunFolder run)
        {
            ReportFiles files = ReportBuilder.Write(run);
            string[] html = [.. Titles().Matches(File.ReadAllText(files.Html)).Select(match => match.Groups["title"].Value)];
            Assert.Equal(html, Titles().Matches(File.ReadAllText(files.Markdown)).Select(match => match.Groups["title"].Value));
            return html[2..^1];
        }
    }

    [Fact]
    public void NothingIsFetched()
    {
        string page = Page(new SyntheticRun().WriteRing(_folder.FullName));
        Assert.DoesNotContain("http:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(References().Matches(page), match => Assert.Matches("^(data:|#)", match.Groups["to"].Value));
        Assert.True(References().Count(page) > 3);
        Assert.Contains("Content-Security-Policy\" content=\"default-src 'none'; img-src data:", page, StringComparison.Ordinal);
    }

    [Fact]
    public void IdentifiersAreUniqueAndReferencesResolve()
    {
        string page = Page(new SyntheticRun().WriteRing(_folder.FullName));
        string[] names = [.. Identifiers().Matches(page).Select(match => match.Groups["name"].Value)];
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        Assert.All(LocalReferences().Matches(page), match => Assert.Contains(match.Groups["name"].Value, names));
    }

    [Fact]
    public void PicturesTakeTheirColoursFromThePage()
    {
        string page = Page(new SyntheticRun().WriteRing(_folder.FullName));
        string pictures = string.Concat(Pictures().Matches(page).Select(match => match.Value));
        Assert.Contains("var(--real)", pictures, StringComparison.Ordinal);
        Assert.Contains("var(--generated)", pictures, StringComparison.Ordinal);
        Assert.DoesNotMatch("(fill|stroke)=\"#", pictures);
    }

    [Fact]
    public void HostileNamesAreTextAndNothingElse()
    {
        RunFolder run = new SyntheticRun { Seed = "1", Message = Hostile, State = RunState.Failed }
            .WriteTable(_folder.FullName, [Hostile, "a\"b", "c|d", "`e`", "[f](g)", "h"]);
        File.AppendAllText(run.ConfigPath, $"name: \"{Hostile}\" ```\n");
        ReportFiles files = ReportBuilder.Write(run);
        string page = File.ReadAllText(files.Html);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains(Hostile, SvgWords.Of(File.ReadAllText(Path.Combine(run.ReportDirectory, "samples.svg"))));
        Assert.DoesNotContain("<script", File.ReadAllText(files.Markdown).Split("```")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void AMetricsNameCannotLeaveTheFolder()
    {
        RunFolder run = new SyntheticRun { SampleFiles = 1 }.WriteRing(_folder.FullName);
        MetricsInfo info = MetricsInfo.Read(run.MetricsInfoPath);
        new MetricsInfo(new Dictionary<string, MetricDescription>(info.Metrics, StringComparer.Ordinal)
        {
            ["../../../out\"side"] = new("Outside", MetricDirection.Higher, MetricDisplay.Number),
        }).Write(run.MetricsInfoPath);
        File.AppendAllText(run.MetricsPath, "{\"step\": 10000, \"../../../out\\\"side\": 3}\n");
        ReportFiles files = ReportBuilder.Write(run);
        Assert.Contains("metric----------out-side.png", files.Pictures.Select(Path.GetFileName));
        Assert.All(files.Pictures, path => Assert.Equal(run.ReportDirectory, Path.GetDirectoryName(path)));
    }

    [Fact]
    public void MarkdownLinksToPicturesThatAreThere()
    {
        RunFolder run = new SyntheticRun().WriteOneDimension(_folder.FullName);
        ReportFiles files = ReportBuilder.Write(run);
        string text = File.ReadAllText(files.Markdown);
        string[] links = [.. MarkdownLinks().Matches(text).Select(match => match.Groups["to"].Value)];
        Assert.Contains("report/samples.png", links);
        Assert.Contains("report/training.gif", links);
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(run.Path, link)), link));
        Assert.Contains("**Both modes were held by step 1,000 and kept; samples are 74% on mode, ", text, StringComparison.Ordinal);
        Assert.Contains("| High-quality samples | 74.0% | higher | 98.9% (98.7% to 99.1%) |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatGoesOnWithATornLastLine()
    {
        RunFolder run = new SyntheticRun { State = RunState.Running, StoppedAt = 6000, Final = false, Modes = [4, 8, 8] }.WriteRing(_folder.FullName);
        File.AppendAllText(run.MetricsPath, "{\"step\": 6100, \"loss.gener");
        string page = Page(run);
        Assert.Contains("Still training, at step 6,000 of 10,000; so far all 8 modes were held by step 4,000 and kept; samples are 74% on mode", page,
            StringComparison.Ordinal);
        Assert.Contains(">running</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderWithNothingInItYet()
    {
        RunFolder run = RunFolder.Create(_folder.FullName, "young", DateTimeOffset.UnixEpoch, "0");
        ReportFiles files = ReportBuilder.Write(run);
        Assert.Empty(files.Pictures);
        Assert.Contains("nothing was measured", File.ReadAllText(files.Html), StringComparison.Ordinal);
    }

    [Fact]
    public void ARunWithoutSamplesHasItsCurves()
    {
        RunFolder run = new SyntheticRun { SampleFiles = 0 }.WriteRing(_folder.FullName);
        ReportFiles files = ReportBuilder.Write(run);
        Assert.DoesNotContain(files.Pictures, path => path.Contains("evolution", StringComparison.Ordinal) || path.EndsWith(".gif", StringComparison.Ordinal));
        Assert.Contains(files.Pictures, path => path.EndsWith("losses.svg", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(1)]
    public void ADivergedRunWithRowsThatAreNotNumbers(int brokenFrom)
    {
        RunFolder run = new SyntheticRun
        {
            State = RunState.Diverged, StoppedAt = 4200, Message = "the discriminator's loss became NaN", BrokenFrom = brokenFrom, Final =
                false, Modes = [2, 4, 5, 6],
        }.WriteRing(_folder.FullName);
        float[] broken = new float[4000];
        Array.Fill(broken, float.NaN);
        Npy.Write(run.SamplesPath(4200), broken, 2000, 2);
        ReportFiles files = ReportBuilder.Write(run);
        Assert.Contains("Training diverged at step 4,200 of 10,000 (the discriminator&#39;s loss became NaN)", File.ReadAllText(files.Html),
            StringComparison.Ordinal);
        Assert.Equal(brokenFrom > 1, files.Pictures.Any(path => path.EndsWith("losses.png", StringComparison.Ordinal)));
        Assert.DoesNotContain("NaN", string.Concat(files.Pictures.Where(path => path.EndsWith(".svg", StringComparison.Ordinal)).Select(File.ReadAllText)),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ADamagedFileIsNamed()
    {
        RunFolder run = new SyntheticRun { SampleFiles = 1 }.WriteRing(_folder.FullName);
        File.WriteAllText(run.DataInfoPath, "not json");
        InvalidDataException damage = Assert.Throws<InvalidDataException>(() => ReportBuilder.Write(run));
        Assert.StartsWith(run.DataInfoPath, damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void TheCultureDoesNotMatter(string culture)
    {
        RunFolder run = new SyntheticRun { SampleFiles = 3 }.WriteRing(_folder.FullName);
        string[] expected = Everything(run);
        Cultures.Under(culture, () => Assert.Equal(expected, Everything(run)));
    }

    private static string[] Everything(RunFolder run)
    {
        ReportFiles files = ReportBuilder.Write(run);
        return [.. files.Pictures.Append(files.Html).Append(files.Markdown)
            .Select(path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))))];
    }

    private static string Page(RunFolder run) => File.ReadAllText(ReportBuilder.Write(run).Html);

    [GeneratedRegex("""(?<![a-z-])(src|href)\s*=\s*"(?<to>[^"]*)"|url\((?<to>[^)]*)\)""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex References();

    [GeneratedRegex(""" id="(?<name>[^"]+)""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Identifiers();

    [GeneratedRegex("""(url\(|href=")#(?<name>[^")]+)""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LocalReferences();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline, 10_000)]
    private static partial Regex Pictures();

    [GeneratedRegex(@"^(## |<h2>)(?<title>[^#<\n]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex Titles();

    [GeneratedRegex(@"!\[[^\]]*\]\((?<to>[^)]+)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex MarkdownLinks();
}
