using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Data.Pictures;

/// <summary>CIFAR-10's colour pictures, [3, 32, 32], from its binary version: records of a label and 1,024 bytes each of red, green and blue.</summary>
[AlsoCalled("cifar")]
[Component("cifar10", "CIFAR-10's colour pictures, 32 × 32, from its binary version", Source = "Krizhevsky 2009",
    When = "For comparison with published results in colour", Cost = "60,000 pictures take 184 MB of memory")]
public sealed record Cifar10Config : PictureFileConfig
{
    private const int Side = 32;
    private const int Pixels = 3 * Side * Side;
    private const int Record = 1 + Pixels;
    private const string Folder = "cifar-10-batches-bin";
    private const string Test = "test_batch.bin";
    private const string NamesFile = "batches.meta.txt";

    private static readonly string[] Batches = [.. Enumerable.Range(1, 5).Select(static number => NumberTable.Text($"data_batch_{number}.bin"))];

    private static readonly string[] Official =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    internal override PictureSource Read(RandomStreams streams)
    {
        string folder = Find();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IReadOnlyList<string> classes = Names(folder);
        PictureSet training = Read(folder, Batches, classes, hash);
        string test = System.IO.Path.Combine(folder, Test);
        PictureSet? heldOut = File.Exists(test) ? Read(folder, [Test], classes, hash) : null;
        return new PictureSource(training, heldOut)
        {
            ContentHash = Convert.ToHexStringLower(hash.GetHashAndReset()),
            Notes = heldOut is null ? [$"{folder}: has no {Test}, so that nothing is held out"] : [],
        };
    }

    private string Find()
    {
        if (!System.IO.Path.Exists(Path))
        {
            throw new FileNotFoundException($"{Path}: no such folder");
        }

        if (File.Exists(Path))
        {
            throw new InvalidDataException(
                $"{Path}: is a file; unpack cifar-10-binary.tar.gz and let data.path name the folder with {Batches[0]}");
        }

        string? folder = new[] { Path!, System.IO.Path.Combine(Path!, Folder) }.FirstOrDefault(static place => Has(place, Batches[0]));
        if (folder is null)
        {
            throw new InvalidDataException(Has(Path!, "data_batch_1")
                ? $"{Path}: holds the version for Python; the binary one is needed (cifar-10-binary.tar.gz)"
                : $"{Path}: has no {Batches[0]}; {Listed(Path!)}");
        }

        return Array.Find(Batches, batch => !Has(folder, batch)) is { } missing
            ? throw new InvalidDataException($"{folder}: has no {missing}; all five are needed, unpack cifar-10-binary.tar.gz again")
            : folder;
    }

    private static bool Has(string folder, string file) => File.Exists(System.IO.Path.Combine(folder, file));

    private static IReadOnlyList<string> Names(string folder)
    {
        string path = System.IO.Path.Combine(folder, NamesFile);
        if (!File.Exists(path))
        {
            return Official;
        }

        string[] names = [.. File.ReadLines(path).Select(static line => line.Trim()).Where(static line => line.Length > 0).Take(Official.Length + 1)];
        return names.Length == Official.Length && names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names
            : throw new InvalidDataException(NumberTable.Text($"{path}: should have {Official.Length} different names, a line each"));
    }

    private static PictureSet Read(string folder, IReadOnlyList<string> names, IReadOnlyList<string> classes, IncrementalHash hash)
    {
        FileStream[] files = new FileStream[names.Count];
        try
        {
            for (int i = 0; i < files.Length; i++)
            {
                files[i] = RegularFile.OpenRead(System.IO.Path.Combine(folder, names[i]));
            }

            int[] counts = Array.ConvertAll(files, Count);
            long total = counts.Sum(static count => (long)count);
            if (total * Pixels > Array.MaxLength)
            {
                throw new InvalidDataException(NumberTable.Text($"{folder}: holds {total:N0} pictures, more than memory can hold"));
            }

            var pixels = new byte[total * Pixels];
            var labels = new byte[total];
            int picture = 0;
            for (int i = 0; i < files.Length; i++)
            {
                for (int record = 0; record < counts[i]; record++, picture++)
                {
                    Span<byte> label = labels.AsSpan(picture, 1);
                    Span<byte> values = pixels.AsSpan(picture * Pixels, Pixels);
                    files[i].ReadExactly(label);
                    files[i].ReadExactly(values);
                    hash.AppendData(label);
                    hash.AppendData(values);
                    if (label[0] >= classes.Count)
                    {
                        throw new InvalidDataException(NumberTable.Text(
                            $"{files[i].Name}: picture {record + 1:N0} has label {label[0]}, CIFAR-10's are 0 to {classes.Count - 1}; fetch the file again"));
                    }
                }
            }

            return new PictureSet([3, Side, Side], pixels, new LabelSet(classes, labels));
        }
        finally
        {
            foreach (FileStream? file in files)
            {
                file?.Dispose();
            }
        }
    }

    private static int Count(FileStream file) => file.Length > 0 && file.Length % Record == 0
        ? checked((int)(file.Length / Record))
        : throw new InvalidDataException(NumberTable.Text(
            $"{file.Name}: has {file.Length:N0} bytes, which is no whole number of pictures of {Record:N0}; fetch it again"));
}
