using System.Text.Json;
using System.Text.RegularExpressions;
using GanCli.Reporting;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Tests.Support;
using SkiaSharp;

namespace GanCli.Tests.Reporting;

/// <summary>The page as a browser sees it.</summary>
public sealed partial class ReportInChromiumTests : IDisposable
{
    /// <summary>Writes what the browser made of the page into the page itself, where the test reads it.</summary>
    private const string Inspection = """
        <script>
        addEventListener("load", async () => {
          await document.fonts.ready;
          const report = document.createElement("output");
          report.id = "inspection";
          report.textContent = JSON.stringify({
            images: [...document.images].map(image => image.complete ? image.naturalWidth : 0),
            pictures: [...document.querySelectorAll("svg")].filter(svg => svg.getClientRects().length).map(svg => Math.min(svg.getBoundingClientRect().width, svg.getBBox().width)),
            inside: [...document.querySelectorAll("svg image")].filter(image => image.closest("svg").getClientRects().length).length,
            fonts: [...document.fonts].map(font => font.status),
            fetched: performance.getEntriesByType("resource").map(entry => entry.name.slice(0, 40)),
            wide: document.documentElement.scrollWidth > innerWidth,
          });
          document.body.append(report);
        });
        </script>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryPictureLoadsAndNothingIsFetched()
    {
        string page = ReportBuilder.Write(new SyntheticRun().WriteRing(_folder.FullName)).Html;
        string copy = _folder["inspected.html"];
        string content = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        content = content.Replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';", StringComparison.Ordinal);
        await File.WriteAllTextAsync(copy, content.Replace("</body>", Inspection + "</body>", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        (string seen, string[] console) = await Browser.OpenAsync(copy);
        Assert.Empty(console);
        Match found = Output().Match(seen);
        Assert.True(found.Success, "the page was not inspected");
        using JsonDocument inspection = JsonDocument.Parse(System.Net.WebUtility.HtmlDecode(found.Groups["json"].Value));
        JsonElement root = inspection.RootElement;
        Assert.Equal([360], Numbers(root, "images"));
        Assert.Equal(14, Numbers(root, "pictures").Length);
        Assert.All(Numbers(root, "pictures"), width => Assert.True(width > 300, $"a picture is {width} pixels wide"));
        Assert.Equal(1, root.GetProperty("inside").GetInt32());
        Assert.Equal(["loaded", "loaded"], root.GetProperty("fonts").EnumerateArray().Select(font => font.GetString()));
        Assert.All(root.GetProperty("fetched").EnumerateArray(), entry => Assert.StartsWith("data:", entry.GetString(), StringComparison.Ordinal));
        Assert.False(root.GetProperty("wide").GetBoolean(), "the page scrolls sideways");
    }

    [Fact]
    public async Task TheTablesOfAComparisonAreSortedByAClick()
    {
        foreach (double modes in new[] { 5, 8, 7 })
        {
            new Comparison.SeedRun { LearningRate = $"{modes / 1000}", Modes = [1, modes] }.Write(_folder["runs"]);
        }

        RunComparison comparison = RunComparison.Of(RunComparison.Read(RunFinder.All(_folder["runs"])).Runs);
        string page = _folder["comparison.html"];
        ComparisonReport.Write(ComparisonView.Of(comparison, comparison.Baseline(null), []), page);

        // The page's policy lets its own script run: a refusal would stand in the console.
        Assert.Empty((await Browser.OpenAsync(page)).Console);
        string content = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Matches("script-src 'sha256-[^']+';", content);
        content = OwnScript().Replace(content, "script-src 'unsafe-inline';");
        content = content.Replace(
            "</body>",
            """
            <script>
            addEventListener("load", () => {
              const table = document.querySelector("table.sortable");
              const groups = () => [...table.tBodies[0].rows].map(row => row.cells[0].textContent).join(" ");
              const seen = [groups()];
              const modes = [...table.querySelectorAll("thead button")].find(button => button.textContent === "modes");
              for (let click = 0; click < 2; click++) { modes.click(); seen.push(groups()); }
              table.querySelector("thead button").click();
              seen.push(groups());
              const report = document.createElement("output");
              report.id = "inspection";
              report.textContent = JSON.stringify({ seen, wide: document.documentElement.scrollWidth > innerWidth });
              document.body.append(report);
            });
            </script></body>
            """,
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(page, content, TestContext.Current.CancellationToken);
        Match found = Output().Match((await Browser.OpenAsync(page)).Page);
        Assert.Equal(
            """{"seen":["lr=0.008 lr=0.007 lr=0.005","lr=0.005 lr=0.007 lr=0.008","lr=0.008 lr=0.007 lr=0.005","lr=0.005 lr=0.007 lr=0.008"],"wide":false}""",
            System.Net.WebUtility.HtmlDecode(found.Groups["json"].Value));
    }

    [Fact]
    public async Task ThePageIsLightOrDarkAsTheReaderLikes()
    {
        string page = ReportBuilder.Write(new SyntheticRun().WriteRing(_folder.FullName)).Html;
        foreach (bool dark in new[] { false, true })
        {
            string picture = _folder[dark ? "dark.png" : "light.png"];
            Assert.Empty(await Browser.PhotographAsync(page, dark, picture));
            using SKBitmap seen = SKBitmap.Decode(picture);
            float[] light = [.. seen.Pixels.Select(Lightness)];
            float paper = Median(light);
            Assert.True(dark ? paper < 20 : paper > 90, $"the paper's lightness is {paper}");

            // Words and lines stand out from either paper.
            int ink = light.Count(value => Math.Abs(value - paper) > 60);
            Assert.InRange(ink, light.Length / 1000, light.Length / 4);
        }
    }

    [Fact]
    public async Task AnErrorOnAPageWouldBeSeen()
    {
        string page = _folder["bad.html"];
        await File.WriteAllTextAsync(
            page,
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; script-src "
                + "'unsafe-inline'\"><script>console.error('wrong')</script><img src='picture.png'>",
            TestContext.Current.CancellationToken);
        (_, string[] console) = await Browser.OpenAsync(page);
        Assert.Contains(console, line => line.Contains("wrong", StringComparison.Ordinal));
        Assert.Contains(console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static double[] Numbers(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static float Lightness(SKColor colour)
    {
        colour.ToHsl(out _, out _, out float lightness);
        return lightness;
    }

    private static float Median(float[] values)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    [GeneratedRegex("script-src 'sha256-[^']+';", RegexOptions.None, 10_000)]
    private static partial Regex OwnScript();

    [GeneratedRegex("""<output id="inspection">(?<json>.*?)</output>""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 10_000)]
    private static partial Regex Output();
}
