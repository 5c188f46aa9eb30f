using System.IO.Compression;
using GanCli.Commands;
using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Training;
using GanCli.Terminal;
using GanCli.Tests.Data.Pictures;
using GanCli.Tests.Support;
using SkiaSharp;

namespace GanCli.Tests.Commands;

/// <summary><c>gan init</c> for pictures.</summary>
public sealed class InitPicturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void AFolderOfColoursWithClasses()
    {
        for (int i = 0; i < 6; i++)
        {
            Write($"train/cat/{i}.png", 40, 30, SKColors.Red);
            Write($"train/dog/{i}.png", 25, 60 + i, SKColors.Gray);
        }

        Write("test/cat/0.png", 40, 30, SKColors.Blue);
        Assert.Contains(
            """
            # Found in photos: 13 pictures (13 PNG RGB) from 40 × 30 to 25 × 65, shorter
            #   sides 25 to 30, 1 of them held out.
            # 2 classes: cat, dog.
            # Note: 1 other file is passed over: 1 .txt.
            # Of each the central square is taken and brought to 24 × 24, the largest side
            #   that nine of ten of them have (25 or more) and the players make: 4, 5, 6 or
            #   7 times a power of two.
            data:
              kind: images
              path: ../photos
              size: 24
              channels: 3

            """.ReplaceLineEndings("\n"), Init("photos", alsoInFolder: "notes.txt"), StringComparison.Ordinal);

        ExperimentConfig config = Checked([3, 24, 24], ["cat", "dog"]);
        Assert.Equal(["r1", "r2", "minibatch-discrimination"], config.Regularizers.Select(Catalog.KindOf));
        Assert.Equal((PictureNorm.Batch, PictureNorm.None), (((DcganConfig)config.Generator).Norm, ((DcganConfig)config.Discriminator).Norm));
    }

    /// <summary>The settings are those of the shipped config, which was tried.</summary>
    [Fact]
    public void TheGameIsThatOfTheShippedConfig()
    {
        Write("a.png", 32, 32, SKColors.Red);
        Init("photos");
        ExperimentConfig shipped = ConfigLoader.Load("images.yaml").Config;
        ExperimentConfig written = ConfigLoader.Load(_folder["configs", "a.yaml"]).Config;
        Assert.Equal(ConfigWriter.ToJson(shipped), ConfigWriter.ToJson(written with { Name = shipped.Name, Data = shipped.Data }));
    }

    /// <summary>4, 5, 6 and 7 times 2, 4, 8 and 16, but for those above 64; nine of ten pictures are not made larger.</summary>
    [Theory]
    [InlineData(8, "5 5", "the smallest side that the players make; most pictures have less, 5 for instance.")]
    [InlineData(8, "9 9", "the largest side that nine of ten of them have (9 or more) and the players make: 4, 5, 6 or 7 times a power of two.")]
    [InlineData(12, "13 13")]
    [InlineData(28, "28 28")]
    [InlineData(28, "31 31")]
    [InlineData(40, "47 47")]
    [InlineData(64, "300 300", "the largest side that nine of ten of them have (300 or more) and the players make: 4, 5, 6 or 7 times a power of two, up "
        + "to 64 for a first look; larger ones show more and take longer.")]
    [InlineData(32, "8 32 32 32 32 32 32 32 32 32 32")]
    [InlineData(8, "8 8 32 32 32 32 32 32 32 32")]
    public void TheSideIsTheLargestThatThePlayersMake(int side, string sides, string why = "")
    {
        foreach ((int i, string given) in sides.Split(' ').Index())
        {
            Write($"{i}.png", int.Parse(given, null), int.Parse(given, null) + 3, SKColors.Red);
        }

        string text = string.Join(' ', Init("photos").Split('\n').Select(static line => line.TrimStart('#', ' ')));
        Assert.Contains(FormattableString.Invariant($"brought to {side} × {side}, {why}"), text, StringComparison.Ordinal);
        Checked([3, side, side], null);
    }

    // Colours of the file do not tell: the pixels do.
    [Fact]
    public void AnArchiveOfGreyPictures()
    {
        Write("1.png", 8, 8, SKColors.Gray);
        Write("2.png", 8, 8, SKColors.White);
        ZipFile.CreateFromDirectory(_folder["photos"], _folder["photos.zip"]);
        Assert.Contains(
            "# No classes, or one alone: if pictures of each kind lay in a folder of their\n#   own, lost kinds could be counted.\n",
            Init("photos.zip"), StringComparison.Ordinal);
        Checked([1, 8, 8], null);
    }

    [Fact]
    public void IdxFilesGetAMarginWhereTheyNeedOne()
    {
        PictureFolders.Idx(_folder["small"]);
        string small = Init("small");
        Assert.Contains("# Found in small: 20 pictures, 10 held out beside them.\n# 5 classes: 0, 1, 2, 3, 4.\n", small, StringComparison.Ordinal);
        Assert.Contains("# They are 4 × 4 and get a black margin, to 8 × 8: the players double", small, StringComparison.Ordinal);
        Assert.Contains("\n  size: 8\n", small, StringComparison.Ordinal);
        Checked([1, 8, 8], ["0", "1", "2", "3", "4"]);

        PictureFolders.Digits(_folder["digits"]);
        Assert.DoesNotContain("size:", Init("digits"), StringComparison.Ordinal);
        Checked([1, 28, 28], ["0", "1", "2", "3", "4"]);
        Init("digits/train-images-idx3-ubyte");
        Checked([1, 28, 28], ["0", "1", "2", "3", "4"]);
    }

    [Fact]
    public void OtherPicturesThatTheProgramKnows()
    {
        PictureFolders.Cifar10(_folder["cifar"]);
        Assert.Contains("\n  kind: cifar10\n  path: ../cifar\n", Init("cifar"), StringComparison.Ordinal);
        Checked([3, 32, 32], ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]);

        Assert.Equal(0, Run("--data", "glyphs", "--output", _folder["configs", "a.yaml"], "--force").Code);
        Assert.Contains(
            "# Pictures that the program makes, 28 × 28.\n# 10 classes: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9.\ndata:\n  kind: glyphs\n",
            File.ReadAllText(_folder["configs", "a.yaml"]), StringComparison.Ordinal);
        Checked([1, 28, 28], ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    }

    [Fact]
    public void WhatCannotBeDoneIsSaidInOneLine()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Directory.CreateDirectory(_folder["tables"]);
        File.WriteAllText(_folder["tables", "a.csv"], "a\n1\n");
        Write("a.png", 8, 8, SKColors.Red);
        Directory.CreateDirectory(_folder["broken"]);
        File.WriteAllText(_folder["broken", "a.png"], "no picture");
        foreach ((string data, int code, string message) in new[]
        {
            (_folder["empty"], ExitCodes.InputOutput, $"{_folder["empty"]}: is empty; pictures are expected (PNG, JPEG, WebP, GIF or BMP)"),
            (_folder["tables"], ExitCodes.InputOutput, $"{_folder["tables"]}: holds no PNG, JPEG, WebP, GIF or BMP; it holds 1 .csv"),
            (_folder["broken"], ExitCodes.InputOutput, $"{_folder["broken"]}: none of 1 pictures can be read: a.png (is no picture: begins with 'no pictu')"),
            (_folder["photos", "a.png"], ExitCodes.Usage,
                $"--data {_folder["photos", "a.png"]}: is one picture; name a folder or a zip archive of pictures"),
            ("idx", ExitCodes.Usage, "--data idx: name the file or folder itself"),
            ("grid", ExitCodes.Usage, "--data grid: is neither a file nor pictures; gan init alone writes a config for made-up points"),
        })
        {
            (int given, RecordedOutput output) = Run("--data", data, "--output", _folder["a.yaml"]);
            Assert.Equal((code, $"error: {message}\n", ""), (given, output.Talk, output.Data));
            Assert.False(File.Exists(_folder["a.yaml"]));
        }
    }

    [Fact]
    public async Task ItTrainsAsItStands()
    {
        for (int i = 0; i < 20; i++)
        {
            Write($"{i}.png", 8, 8, i % 2 == 0 ? SKColors.White : SKColors.Red);
        }

        ProgramUnderTest gan = new() { WorkingDirectory = _folder.FullName };
        Assert.Equal("photos.yaml\n", (await gan.RunAsync("init", "--data", "photos/")).Data);
        Assert.Equal(0, (await gan.RunAsync("train", "--config", "photos.yaml", "--dry-run")).ExitCode);
        ProgramResult trained = await gan.RunAsync("train", "--config", "photos.yaml", "--set", "training.steps=3", "--quiet");
        Assert.Equal((0, ""), (trained.ExitCode, trained.Data));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes a picture of one colour below the folder photos.</summary>
    private void Write(string name, int width, int height, SKColor colour)
    {
        string path = _folder["photos", name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgb888x, SKAlphaType.Opaque));
        bitmap.Erase(colour);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }

    /// <summary>Writes the config for something in the test's folder, in a folder beside it.</summary>
    /// <returns>Its text.</returns>
    private string Init(string data, string? alsoInFolder = null)
    {
        if (alsoInFolder is not null)
        {
            File.WriteAllText(_folder[data, alsoInFolder], "");
        }

        Directory.CreateDirectory(_folder["configs"]);
        (int code, RecordedOutput output) = Run("--data", _folder[data], "--output", _folder["configs", "a.yaml"], "--force");
        Assert.True(code == 0, output.Talk);
        return File.ReadAllText(_folder["configs", "a.yaml"]);
    }

    /// <summary>The config that was written, which passes all checks.</summary>
    private ExperimentConfig Checked(long[] shape, string[]? classes)
    {
        LoadedConfig loaded = ConfigLoader.Load(_folder["configs", "a.yaml"]);
        Blueprint blueprint = Blueprint.Of(loaded);
        Assert.Equal(shape, blueprint.Data.Shape);
        Assert.Equal(shape, blueprint.Game.Generator.OutputShape);
        Assert.Equal(classes, blueprint.Data.Classes);
        Assert.Equal(Catalog.KindOf(new DcganConfig()), Catalog.KindOf(loaded.Config.Discriminator));
        return loaded.Config;
    }

    private static (int Code, RecordedOutput Output) Run(params string[] arguments)
    {
        var recorded = new RecordedOutput(StreamTraits.Plain);
        return (CommandLine.Run(["init", .. arguments], recorded.Output), recorded);
    }
}
