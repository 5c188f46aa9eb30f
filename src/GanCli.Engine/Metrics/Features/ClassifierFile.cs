using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Metrics.Features;

/// <summary>A classifier as a safetensors file, and the ones that were trained before.</summary>
internal static class ClassifierFile
{
    private const string Kind = "gan-classifier";
    private const string Ending = ".safetensors";
    private const int WaitMilliseconds = 200;

    /// <summary>The classifier of a set of labelled pictures: trained once for all runs, and kept in a folder.</summary>
    /// <param name="folder">Where they are kept; null: nowhere.</param>
    /// <param name="data">Labelled pictures, the canonical ones of a run.</param>
    /// <param name="epochs">Times that every picture is seen.</param>
    /// <param name="progress">Told how far training is; null: nobody is.</param>
    public static TrainedClassifier Cached(string? folder, DataSource data, int epochs, IProgress<Preparation>? progress) =>
        Cached(folder, data, epochs, progress, out _);

    /// <inheritdoc cref="Cached(string?, DataSource, int, IProgress{Preparation}?)"/>
    public static TrainedClassifier Cached(string? folder, DataSource data, int epochs, IProgress<Preparation>? progress, out bool wasKnown)
    {
        wasKnown = false;
        if (folder is null)
        {
            return ClassifierTraining.Train(data, epochs, progress);
        }

        string path = Path.Combine(folder, $"classifier-{Key(data, epochs)[..32]}{Ending}");
        if (Known(path, data) is { } known)
        {
            wasKnown = true;
            return known;
        }

        IDisposable? claim = null;
        try
        {
            Directory.CreateDirectory(folder);

            // Runs of a sweep that begin together train one of them, not one each.
            while ((claim = FileLock.Try($"{path}.lock")) is null)
            {
                progress?.Report(new Preparation("waiting for the classifier that another run trains", 0));
                Thread.Sleep(WaitMilliseconds);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache saves time; without one every run trains its own.
        }

        using (claim)
        {
            if (Known(path, data) is { } meanwhile)
            {
                wasKnown = true;
                return meanwhile;
            }

            TrainedClassifier trained = ClassifierTraining.Train(data, epochs, progress);
            try
            {
                Write(path, trained);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // As above.
            }

            return trained;
        }
    }

    /// <summary>Writes one; the file appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, TrainedClassifier classifier) => SafetensorsWriter.Write(
        path,
        [.. classifier.Tensors.Select(static tensor => new SafetensorsEntry(
            tensor.Name, SafetensorsType.F32, tensor.Shape, MemoryMarshal.AsBytes(tensor.Numbers.AsSpan()).ToArray()))],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = Kind,
            ["version"] = NumberTable.Text($"{PictureNet.Version}"),
            ["shape"] = JsonSerializer.Serialize(classifier.Shape),
            ["classes"] = JsonSerializer.Serialize(classifier.Classes),
            ["accuracy"] = NumberTable.Text($"{classifier.Accuracy:R}"),
            ["chance"] = NumberTable.Text($"{classifier.Chance:R}"),
            ["tested"] = NumberTable.Text($"{classifier.Tested}"),
        });

    /// <summary>Reads one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">Of the pictures that it is to tell apart.</param>
    /// <param name="classes">Their classes.</param>
    /// <exception cref="InvalidDataException">It is none, or one of other pictures.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TrainedClassifier Read(string path, IReadOnlyList<long> shape, IReadOnlyList<string> classes)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        string Of(string key) => file.Metadata.GetValueOrDefault(key) ?? "";
        if (!string.Equals(Of("kind"), Kind, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: is no classifier; gan train-classifier --out writes one");
        }

        if (!string.Equals(Of("version"), NumberTable.Text($"{PictureNet.Version}"), StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: is of another version of the program; train it again with gan train-classifier");
        }

        if (!string.Equals(Of("shape"), JsonSerializer.Serialize(shape), StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: is for pictures of {Of("shape")}, and these are {JsonSerializer.Serialize(shape)}");
        }

        if (!string.Equals(Of("classes"), JsonSerializer.Serialize(classes), StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: tells other classes apart than the data have: {Of("classes")}");
        }

        Sequential network = PictureNet.Classifier(shape, classes.Count);
        Tensor[] tensors = [.. network.Layout.Specs.Select(spec => Tensor(file, path, spec))];
        return new TrainedClassifier(
            shape, classes, new Weights(network.Layout, tensors), Number("accuracy"), (int)Number("tested"), Number("chance"));

        double Number(string key) => double.TryParse(Of(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0
            ? number : throw new InvalidDataException($"{path}: does not say its {key}; train it again with gan train-classifier");
    }

    private static Tensor Tensor(SafetensorsFile file, string path, WeightSpec spec)
    {
        if (!file.Contains(spec.Name) || file[spec.Name] is not { Type: SafetensorsType.F32 } entry || !entry.Shape.SequenceEqual(spec.Shape))
        {
            throw new InvalidDataException($"{path}: has no {spec.Name} of the right shape");
        }

        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(file.ReadBytes(spec.Name));
        Tensor tensor = HostMemory.Copy(numbers, spec.Shape);
        tensor.DetachFromDisposeScope();
        return tensor;
    }

    private static TrainedClassifier? Known(string path, DataSource data)
    {
        try
        {
            return File.Exists(path) ? Read(path, data.Shape, data.Classes!) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // A damaged file is replaced.
            return null;
        }
    }

    /// <summary>All that decides a classifier: pictures, labels, and how it is trained.</summary>
    private static string Key(DataSource data, int epochs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(data.Classes));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes((long[])[PictureNet.Version, ClassifierTraining.Version, epochs, .. data.Shape]));
        hash.AppendData(Bytes.HashOf(data.Table!));
        hash.AppendData(data.TableLabels!.Labels.Span);
        if (data.HeldOut is { } heldOut)
        {
            hash.AppendData(Bytes.HashOf(heldOut));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
