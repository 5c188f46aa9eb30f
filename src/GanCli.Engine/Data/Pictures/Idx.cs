using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Grey pictures of IDX files, as MNIST and Fashion-MNIST are published: [1, height, width].</summary>
[AlsoCalled("mnist", "fashion-mnist", "emnist", "kmnist")]
[Component("idx", "Grey pictures of IDX files: MNIST, Fashion-MNIST and kin", Source = "LeCun et al. 1998; Xiao et al. 2017",
    When = "For comparison with published results on MNIST or Fashion-MNIST", Cost = "60,000 pictures of 28 × 28 take 47 MB of memory")]
public sealed record IdxConfig : PictureFileConfig
{
    [AlsoCalled("subset", "part", "train")]
    [Option("The part that training sees, the other one is held out; null: train, or the one that path names")]
    public PictureSplit? Split { get; init; }

    [AlsoCalled("image-size", "resolution", "pad")]
    [Option("Height and width, reached by a black margin; null: as they are", Min = 1, Max = 4096)]
    public int? Size { get; init; }

    [AlsoCalled("class-names", "label-names")]
    [Option("Names of the classes in the order of their numbers; null: the numbers", MinItems = 1)]
    public IReadOnlyList<string>? Names { get; init; }

    public override void Validate(ConfigCheck check)
    {
        base.Validate(check);
        if (Names is { } names && names.Distinct(StringComparer.Ordinal).Count() < names.Count)
        {
            check.Fail("names", "has a name twice");
        }

        if (Names?.Count > LabelSet.MostClasses)
        {
            check.Fail("names", NumberTable.Text($"has {Names.Count} names; labels are bytes, so {LabelSet.MostClasses} is the most"));
        }
    }

    /// <summary>A black margin brings them to the next side that players can make.</summary>
    internal override SuitedData Suited(RandomStreams streams)
    {
        DataSource source = Build(streams);
        (long height, long width) = (source.Shape[1], source.Shape[2]);
        int side = PictureSize.AtLeast((int)Math.Max(height, width));
        if (height == side && width == side)
        {
            return new SuitedData(this, source);
        }

        IdxConfig padded = this with { Size = side };
        return new SuitedData(padded, padded.Build(streams))
        {
            Sizing = NumberTable.Text($"They are {height} × {width} and get a black margin, to {side} × {side}: the players double sides of 4 to 7."),
        };
    }

    internal override PictureSource Read(RandomStreams streams)
    {
        (IdxPair chosen, IdxPair? other) = IdxNames.Find(Path!, Split);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var notes = new List<string>();
        (PictureSet training, byte[]? labels) = Read(chosen, hash);
        if (labels is null)
        {
            notes.Add($"{chosen.Pictures}: has no file of labels beside it, so that classes are unknown");
        }
        else if (other is { Labels: null })
        {
            notes.Add($"{other.Pictures}: has no file of labels beside it, so that nothing is held out");
            other = null;
        }

        (PictureSet heldOut, byte[]? heldOutLabels) = other is null ? default : Read(other, hash);
        if (heldOut is not null && !heldOut.Shape.SequenceEqual(training.Shape))
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{other!.Pictures}: has pictures of {Sides(heldOut)}, {chosen.Pictures} has {Sides(training)}"));
        }

        if (labels is not null)
        {
            CheckNames(chosen, labels);
            CheckNames(other, heldOutLabels ?? []);
            byte[] numbers = [.. labels.Concat(heldOutLabels ?? []).Distinct().Order()];
            IReadOnlyList<string> classes = Names ?? [.. numbers.Select(static number => NumberTable.Text($"{number}"))];
            training = training with { Labels = Numbered(labels) };
            heldOut = heldOut is null ? null! : heldOut with { Labels = Numbered(heldOutLabels!) };

            // EMNIST's letters begin with 1: a number that nothing has is no class.
            LabelSet Numbered(byte[] given) =>
                new(classes, Names is null ? Array.ConvertAll(given, label => (byte)Array.BinarySearch(numbers, label)) : given);
        }

        return new PictureSource(training, heldOut) { ContentHash = Convert.ToHexStringLower(hash.GetHashAndReset()), Notes = notes };
    }

    private (PictureSet Pictures, byte[]? Labels) Read(IdxPair pair, IncrementalHash hash)
    {
        using var file = new IdxFile(pair.Pictures, axes: 3);
        (int count, int height, int width) = (file.Shape[0], file.Shape[1], file.Shape[2]);
        if (Size < Math.Max(height, width))
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{pair.Pictures}: has pictures of {height} × {width}, more than data.size: {Size}; leave size out or make it {Math.Max(height, width)}"));
        }

        (int rows, int columns) = (Size ?? height, Size ?? width);
        if ((long)rows * columns * count > Array.MaxLength)
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{pair.Pictures}: {count:N0} pictures of {rows} × {columns} are more than memory can hold; make data.size smaller"));
        }

        // The margin is what nothing is written to.
        var pixels = new byte[rows * columns * count];
        (int top, int left) = ((rows - height) / 2, (columns - width) / 2);
        file.Read(
            (number, picture) =>
            {
                Span<byte> to = pixels.AsSpan(number * rows * columns, rows * columns);
                for (int row = 0; row < height; row++)
                {
                    picture.Slice(row * width, width).CopyTo(to[(((row + top) * columns) + left)..]);
                }
            },
            hash);
        return (new PictureSet([1, rows, columns], pixels, null), pair.Labels is null ? null : ReadLabels(pair, count, hash));
    }

    private static byte[] ReadLabels(IdxPair pair, int count, IncrementalHash hash)
    {
        using var file = new IdxFile(pair.Labels!, axes: 1);
        if (file.Shape[0] != count)
        {
            throw new InvalidDataException(NumberTable.Text($"{pair.Labels}: has {file.Shape[0]:N0} labels, {pair.Pictures} has {count:N0} pictures"));
        }

        var labels = new byte[count];
        file.Read((number, label) => labels[number] = label[0], hash);
        return labels;
    }

    private static string Sides(PictureSet set) => NumberTable.Text($"{set.Shape[1]} × {set.Shape[2]}");

    private void CheckNames(IdxPair? pair, byte[] labels)
    {
        int bad = Array.FindIndex(labels, label => label >= Names?.Count);
        if (bad >= 0)
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{pair!.Labels}: label {bad + 1:N0} is {labels[bad]}; data.names has names for 0 to {Names!.Count - 1} only"));
        }
    }
}
