using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>Data that an option names: a file or folder, or what a config has under <c>data</c>.</summary>
internal static class GivenData
{
    /// <summary>What is meant.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="value">Its value.</param>
    /// <param name="size">Height and width that pictures of a folder or zip archive are brought to; null: as data are by default.</param>
    /// <param name="channels">Channels of such pictures; null likewise.</param>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="ConfigException">It is no such data.</exception>
    public static DataConfig Config(string option, string value, int? size = null, int? channels = null)
    {
        string trimmed = value.Trim();
        if (Path.Exists(trimmed))
        {
            return OfFile(option, trimmed, size, channels);
        }

        if (!trimmed.StartsWith('{') && trimmed.AsSpan().IndexOfAny("/\\.") >= 0)
        {
            throw new UsageException($"{option}: {trimmed}: no such file or folder");
        }

        try
        {
            return ConfigLoader.LoadJson("{}", option, [ConfigOverride.Key(option, "data", value)]).Config.Data;
        }
        catch (ConfigException) when (!trimmed.StartsWith('{') && Catalog.FamilyOf(typeof(DataConfig)).Find(trimmed) is null)
        {
            throw new UsageException($"{option}: {trimmed}: no such file or folder, and no such kind of data (gan list data)");
        }
    }

    /// <summary>Opens what is meant: arrays of NumPy as any program saves them, all else as data of a config.</summary>
    /// <inheritdoc cref="Config"/>
    /// <param name="option">The option, for messages.</param>
    /// <param name="value">Its value.</param>
    /// <param name="size">Height and width that pictures of a folder or zip archive are brought to; null: as data are by default.</param>
    /// <param name="channels">Channels of such pictures; null likewise.</param>
    /// <param name="change">Changes what is read before it is; null: nothing does.</param>
    public static DataSource Open(string option, string value, int? size = null, int? channels = null, Func<DataConfig, DataConfig>? change = null)
    {
        if (IsArray(value.Trim()))
        {
            return GivenArray.Read(value.Trim());
        }

        DataConfig config = Config(option, value, size, channels);
        return (change?.Invoke(config) ?? config).Build(new RandomStreams(0));
    }

    /// <summary>An extractor that <c>--extractor</c> names, as a metric in a config would.</summary>
    /// <exception cref="ConfigException">There is no such one.</exception>
    public static ExtractorConfig Extractor(string value) => ((FeatureMetricConfig)ConfigLoader.LoadJson(
        "{}", "--extractor", [ConfigOverride.Key("--extractor", "evaluation.metrics", $"[{{kind: frechet, extractor: {Spelled(value.Trim())}}}]")])
        .Config.Evaluation.Metrics![0]).Extractor!;

    /// <summary>The side of a folder's pictures where all of those looked at are square and alike; null elsewhere.</summary>
    public static int? CommonSide(string path) => ImagesConfig.CommonSide(path);

    // A file is a classifier that gan train-classifier wrote.
    private static string Spelled(string value) => File.Exists(value) ? $"{{kind: classifier, file: \"{Path.GetFullPath(value).Replace('\\', '/')}\"}}" : value;

    /// <summary>Whether a file is one of NumPy's.</summary>
    public static bool IsArray(string path) => File.Exists(path) && Path.GetExtension(path).ToLowerInvariant() is ".npy" or ".npz";

    private static DataConfig OfFile(string option, string path, int? size, int? channels)
    {
        if (Directory.Exists(path))
        {
            string[] names = [.. Directory.EnumerateFiles(path).Select(Path.GetFileName).OfType<string>()];
            return Array.Exists(names, static name => name.Contains("idx3-ubyte", StringComparison.Ordinal)) ? new IdxConfig { Path = path }
                : Array.Exists(names, static name => name is "data_batch_1.bin") ? new Cifar10Config { Path = path }
                : Images(path, size, channels);
        }

        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" or ".tab" => new CsvConfig { Path = path },
            ".parquet" => new ParquetConfig { Path = path },
            ".npy" => new NpyConfig { Path = path },
            ".zip" => Images(path, size, channels),
            _ when Path.GetFileName(path).Contains("ubyte", StringComparison.Ordinal) || path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                => new IdxConfig { Path = path },
            var other => throw new UsageException(
                $"{option}: {path}: {(other.Length == 0 ? "files without an ending" : $"files ending in {other}")} are not known here; "
                    + "take .csv, .tsv, .parquet, .npy, .npz, .zip, an IDX file, or a folder of pictures"),
        };
    }

    private static ImagesConfig Images(string path, int? size, int? channels)
    {
        var images = new ImagesConfig { Path = path };
        return images with { Size = size ?? images.Size, Channels = channels ?? images.Channels };
    }
}
