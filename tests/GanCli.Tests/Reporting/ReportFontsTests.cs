using CliWrap;
using CliWrap.Buffered;
using GanCli.Reporting.Drawing;
using GanCli.Tests.Support;
using SkiaSharp;

namespace GanCli.Tests.Reporting;

public sealed class ReportFontsTests
{
    private const string HideFonts =
        "for folder in /usr/share/fonts /usr/local/share/fonts; do [ ! -d $folder ] || mount -t tmpfs none $folder || exit 1; done";

    [Fact]
    public void BothWeightsAreOurOwn()
    {
        Assert.Equal((ReportFonts.Family, false), (ReportFonts.Regular.FamilyName, ReportFonts.Regular.IsBold));
        Assert.Equal((ReportFonts.Family, true), (ReportFonts.Bold.FamilyName, ReportFonts.Bold.IsBold));
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:!?()[]{}%+-*/=<>#&@'\"")]
    [InlineData("–—−’‘“”…·×±≤≥≈≠∞√²³€°§äöüßéèçñåø‖")]
    [InlineData("αβγδεζηθικλμνξοπρστυφχψωΔΣΩ∂∑→←↑↓▲▼")]
    public void EveryCharacterThatPicturesUseIsInTheFonts(string characters)
    {
        foreach (SKTypeface typeface in new[] { ReportFonts.Regular, ReportFonts.Bold })
        {
            string missing = string.Concat(characters.Where(character => typeface.GetGlyph(character) == 0));
            Assert.Equal("", missing);
        }
    }

    [Fact]
    public void AxisNamesTicksAndTitlesLeaveInk()
    {
        Picture Draw(string title, string name, Func<double, string> tick)
        {
            Panel panel = Panel.WithAxes(title, new Scale(name, 0, 1) { Tick = tick }, new Scale(name, 0, 1) { Tick = tick });
            return Picture.Of("words", panel, 400, 300);
        }

        using SKBitmap written = Draw("A title", "a name", _ => "88").ToBitmap();
        using SKBitmap bare = Draw("", "", _ => "").ToBitmap();
        Assert.True(Differences(written, bare, 0, 60) > 100, "no title");
        Assert.True(Differences(written, bare, 500, 550) > 100, "no ticks");
        Assert.True(Differences(written, bare, 560, 600) > 100, "no axis name");
    }

    [Fact]
    public async Task WithoutAnySystemFontThePicturesAreTheSame()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root on Linux to hide the system's fonts");
        BufferedCommandResult probe = await Cli.Wrap("unshare").WithArguments(["--mount", "sh", "-c", HideFonts])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(probe.IsSuccess, "mounting is not allowed here");

        using TemporaryFolder folder = new();
        string run = new SyntheticRun { SampleFiles = 2 }.WriteRing(folder.FullName).Path;
        ProgramResult usual = await new ProgramUnderTest().RunAsync("report", run);
        Assert.Equal((0, ""), (usual.ExitCode, usual.Talk));
        byte[][] pictures = [.. Directory.GetFiles(Path.Combine(run, "report"), "*.png").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        Assert.True(pictures.Length > 5);

        BufferedCommandResult fontless = await Cli.Wrap("unshare")
            .WithArguments(["--mount", "sh", "-c", HideFonts + " && exec \"$0\" \"$@\"", ProgramUnderTest.DefaultPath, "report", run])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (fontless.ExitCode, fontless.StandardError));
        Assert.Equal(pictures, Directory.GetFiles(Path.Combine(run, "report"), "*.png").Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
    }

    private static int Differences(SKBitmap left, SKBitmap right, int top, int bottom)
    {
        int count = 0;
        for (int y = top; y < bottom; y++)
        {
            for (int x = 0; x < left.Width; x++)
            {
                count += left.GetPixel(x, y) == right.GetPixel(x, y) ? 0 : 1;
            }
        }

        return count;
    }
}
