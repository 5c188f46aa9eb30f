using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Random;
using SkiaSharp;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Pictures of a folder or zip archive: PNG, JPEG, WebP, GIF (the first picture) and BMP. Of each the central square is taken, upright and over
/// white, and resized with antialiasing: [channels, size, size].</summary>
[AlsoCalled("image-folder", "folder", "pictures", "photos")]
[Component("images", "Pictures of a folder or zip archive: PNG, JPEG, WebP, GIF, BMP; folders in it are classes",
    Source = "resizing: Parmar et al. 2022 (clean-fid)", When = "For pictures of your own",
    Cost = "Every start decodes all files; then each picture takes channels × size² bytes")]
public sealed record ImagesConfig : PictureFileConfig
{
    [AlsoCalled("image-size", "resolution", "resize")]
    [Option("Height and width that pictures are brought to", Min = 1, Max = 4096)]
    public int Size { get; init; } = 32;

    [AlsoCalled("colors", "color")]
    [Option("3: red, green, blue; 1: grey", Min = 1, Max = 3)]
    public int Channels { get; init; } = 3;

    [AlsoCalled("interpolation", "resample")]
    [Option("How pixels are weighed when pictures are resized, always antialiased; bicubic is what clean-fid takes")]
    public ResizeFilter Filter { get; init; }

    [AlsoCalled("mirror", "horizontal-flip", "random-flip")]
    [Option("Double the set by each picture's mirror image, left for right")]
    public bool Flip { get; init; }

    [AlsoCalled("max-bad", "skip-bad")]
    [Option("Share of the files, rounded up, that may be damaged; they are left out and named", Min = 0, Max = 1)]
    public double BadFiles { get; init; } = 0.01;

    /// <summary>The side of a folder's or archive's pictures where the first of them are all square and alike, so that none need be resized; null
    /// elsewhere.</summary>
    public static int? CommonSide(string path)
    {
        const int Looked = 100;
        const int MostSide = 256;
        using var files = new PictureFiles(path);
        int? side = null;
        for (int file = 0; file < Math.Min(Looked, files.Names.Count); file++)
        {
            (Stream content, _) = files.Open(file);
            using (content)
            {
                using var codec = SKCodec.Create(content);
                if (codec is null)
                {
                    continue;
                }

                (int width, int height) = (codec.Info.Width, codec.Info.Height);
                if (width != height || (side ?? width) != width || width > MostSide)
                {
                    return null;
                }

                side = width;
            }
        }

        return side;
    }

    public override void Validate(ConfigCheck check)
    {
        base.Validate(check);
        if (Channels == 2)
        {
            check.Fail("channels", "must be 1 or 3");
        }
    }

    /// <summary>The largest side up to 64 that players can make and nine of ten pictures have; one channel where all are grey.</summary>
    internal override SuitedData Suited(RandomStreams streams)
    {
        const int MostSide = 64;
        const string Made = "4, 5, 6 or 7 times a power of two";
        int[] sides = [.. PictureFiles.Sides(Path!).Order()];
        int most = sides.Length == 0 ? MostSide : sides[sides.Length / 10];
        ImagesConfig sized = this with { Size = PictureSize.AtMost(Math.Min(MostSide, most)) };
        DataSource source = sized.Build(streams);
        string larger = most > MostSide ? NumberTable.Text($", up to {MostSide} for a first look; larger ones show more and take longer") : "";
        string why = sized.Size > most ? NumberTable.Text($"the smallest side that the players make; most pictures have less, {most} for instance")
            : NumberTable.Text($"the largest side that nine of ten of them have ({most} or more) and the players make: {Made}{larger}");
        return new SuitedData(sized with { Channels = Channels == 3 && GreyPictures.Are(source) ? 1 : Channels }, source)
        {
            Keys = ["size", "channels"],
            Sizing = NumberTable.Text($"Of each the central square is taken and brought to {sized.Size} × {sized.Size}, {why}."),
            Classless = "No classes, or one alone: if pictures of each kind lay in a folder of their own, lost kinds could be counted.",
        };
    }

    internal override PictureSource Read(RandomStreams streams)
    {
        using var files = new PictureFiles(Path!);
        var folders = new ClassFolders(files.Names);
        var loader = new PictureLoader(Path!, files, new PictureDecoder(Size, Channels, Filter), Channels * Size * Size);
        LoadedPictures training = loader.Load(folders.Training, BadFiles, copies: Flip ? 2 : 1);
        LoadedPictures? heldOut = folders.HeldOut.Count == 0 ? null : loader.Load(folders.HeldOut, BadFiles, copies: 1);
        return new PictureSource(Set(training, folders, Flip), heldOut is null ? null : Set(heldOut, folders, flip: false))
        {
            ContentHash = heldOut is null ? training.Hash : training.Hash[..32] + heldOut.Hash[..32],
            Summary = Summary([.. training.Facts, .. heldOut?.Facts ?? []], heldOut?.Files.Count ?? 0),
            Notes = [.. Notes(files, folders, training, heldOut)],
        };
    }

    private PictureSet Set(LoadedPictures loaded, ClassFolders folders, bool flip)
    {
        (int count, int size) = (loaded.Files.Count, Channels * Size * Size);
        for (int i = 0; flip && i < count * size; i += Size)
        {
            Span<byte> mirrored = loaded.Pixels.AsSpan((count * size) + i, Size);
            loaded.Pixels.AsSpan(i, Size).CopyTo(mirrored);
            mirrored.Reverse();
        }

        int copies = flip ? 2 : 1;
        LabelSet? labels = null;
        if (folders.Classes.Count is > 0 and <= LabelSet.MostClasses)
        {
            Dictionary<string, byte> numbers = folders.Classes.Index()
                .ToDictionary(static name => name.Item, static name => (byte)name.Index, StringComparer.Ordinal);
            byte[] of = [.. loaded.Files.Select(file => numbers[folders.Of[file]])];
            labels = new LabelSet(folders.Classes, Enumerable.Repeat(of, copies).SelectMany(static all => all).ToArray());
        }

        return new PictureSet([Channels, Size, Size], loaded.Pixels.AsMemory(0, count * size * copies), labels);
    }

    private string Summary(List<PictureFacts> facts, int heldOut)
    {
        IEnumerable<string> formats = facts.GroupBy(static fact => fact.Format, StringComparer.Ordinal).OrderByDescending(static group => group.Count())
            .Select(static group => NumberTable.Text($"{group.Count():N0} {group.Key}"));
        PictureFacts least = facts.MinBy(static fact => (long)fact.Width * fact.Height)!;
        PictureFacts most = facts.MaxBy(static fact => (long)fact.Width * fact.Height)!;
        string aside = heldOut == 0 ? "" : NumberTable.Text($", {heldOut:N0} of them held out");
        int[] shorter = [.. facts.Select(static fact => Math.Min(fact.Width, fact.Height)).Order()];
        bool areAlike = shorter[0] == shorter[^1] && least == most with { Format = least.Format };
        string sides = NumberTable.Text($"{least.Width:N0} × {least.Height:N0}");
        string others = NumberTable.Text($"{most.Width:N0} × {most.Height:N0}, shorter sides {shorter[0]:N0} to {shorter[^1]:N0}");
        string sizes = areAlike ? $"of {sides}" : $"from {sides} to {others}";
        return NumberTable.Text($"{Path}: {facts.Count:N0} pictures ({string.Join(", ", formats)}) {sizes}{aside}");
    }

    private IEnumerable<string> Notes(PictureFiles files, ClassFolders folders, LoadedPictures training, LoadedPictures? heldOut)
    {
        foreach (string bad in new[] { training.Bad, heldOut?.Bad }.OfType<string>())
        {
            yield return bad;
        }

        if (files.OtherCount > 0)
        {
            string others = files.OtherCount == 1 ? "file is" : "files are";
            yield return NumberTable.Text($"{Path}: {files.OtherCount:N0} other {others} passed over: {files.Others}");
        }

        int elsewhere = files.Names.Count - folders.Training.Count - folders.HeldOut.Count;
        if (elsewhere > 0)
        {
            yield return NumberTable.Text($"{Path}: {elsewhere:N0} pictures of a third part are passed over");
        }

        int small = training.Facts.Count(fact => Math.Min(fact.Width, fact.Height) < Size);
        if (small > 0)
        {
            yield return NumberTable.Text($"{Path}: {small:N0} pictures are smaller than {Size} × {Size} and become blurred");
        }

        if (folders.Mixed)
        {
            yield return $"{Path}: some pictures lie in folders and some do not, so that folders are no classes";
        }
        else if (folders.Classes.Count > LabelSet.MostClasses)
        {
            yield return NumberTable.Text(
                $"{Path}: has {folders.Classes.Count:N0} folders; {LabelSet.MostClasses} classes is the most, so that there are no labels");
        }
    }
}
