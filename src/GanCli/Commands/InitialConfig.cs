using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Commands;

/// <summary>What <c>gan init</c> writes: a config for data that somebody has, with what was found in them.</summary>
internal static class InitialConfig
{
    /// <summary>The name of the config of such data, without its ending.</summary>
    /// <param name="data">What <c>--data</c> names; null: nothing.</param>
    public static string Name(string? data) => data is null ? "ring"
        : !Directory.Exists(data) ? Path.GetFileNameWithoutExtension(data)
        : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data))) is { Length: > 0 } name ? name
        : "pictures";

    /// <summary>A config's text.</summary>
    /// <param name="data">What <c>--data</c> names; null: nothing.</param>
    /// <param name="file">How the config is called in commands.</param>
    /// <param name="folder">Where it will lie.</param>
    /// <exception cref="UsageException">It names nothing that a config can be written for.</exception>
    /// <exception cref="InvalidDataException">The data cannot be used.</exception>
    public static string Text(string? data, string file, string folder) =>
        data is null ? StarterConfig.OfRing(file, Schema(folder)) : OfData(data, file, folder);

    /// <summary>The pictures that are meant, or null where it is something else.</summary>
    private static DataConfig? Pictures(string data)
    {
        string name = Path.GetFileName(data);
        if (File.Exists(data))
        {
            return PictureSurvey.IsPicture(data)
                ? throw new UsageException($"--data {data}: is one picture; name a folder or a zip archive of pictures")
                : name.Contains("ubyte", StringComparison.Ordinal) || name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
                    ? GivenData.Config("--data", Path.GetFullPath(data)) : null;
        }

        if (Directory.Exists(data))
        {
            return GivenData.Config("--data", Path.GetFullPath(data));
        }

        return Catalog.FamilyOf(typeof(DataConfig)).Find(data)?.CreateDefault() switch
        {
            null => null,
            IFileData => throw new UsageException($"--data {data}: name the file or folder itself"),
            DataConfig made when made.Build(new RandomStreams(0)).Range is not null => made,
            _ => throw new UsageException($"--data {data}: is neither a file nor pictures; gan init alone writes a config for made-up points"),
        };
    }

    private static string OfData(string data, string file, string folder)
    {
        if (Pictures(data) is { } pictures)
        {
            return OfPictures(pictures, data, file, folder);
        }

        string full = Path.GetFullPath(data);
        string relative = Relative(folder, full);
        FileDataConfig? other = Path.GetExtension(full).ToLowerInvariant() switch
        {
            ".npy" => new NpyConfig { Path = full },
            ".parquet" => new ParquetConfig { Path = full },
            _ => null,
        };
        if (other is not null)
        {
            DataSource source = other.Build(new RandomStreams(0, 0, 0));
            int samples = source.Table!.Count;
            string shape = string.Join(" × ", source.Shape.Select(static axis => axis.ToString("N0", CultureInfo.InvariantCulture)));
            string found = FormattableString.Invariant($"Found in {Path.GetFileName(data)}: {samples:N0} samples of {shape} numbers.");
            IEnumerable<string> keys = StarterConfig.Keys(other with { Path = relative });
            return source.Shape.Count > 1
                ? StarterConfig.OfArrays(file, Schema(folder), keys, [found])
                : StarterConfig.OfRows(file, Schema(folder), keys, [found], source.Dimension);
        }

        TableSurvey survey = TableSurvey.Of(full);
        int columns = survey.Columns.Count(static column => column.LeftOut is null);
        IEnumerable<string> columnsFound = StarterConfig.Found(survey, Path.GetFileName(data));
        return StarterConfig.OfRows(file, Schema(folder), StarterConfig.Keys(survey.Config with { Path = relative }), columnsFound, columns);
    }

    private static string OfPictures(DataConfig pictures, string data, string file, string folder)
    {
        var survey = PictureSurvey.Of(pictures);
        DataConfig written = survey.Config is IFileData { Path: { } path } files ? files.At(Relative(folder, path)) : survey.Config;
        return StarterPictures.Of(file, Schema(folder), survey, written, Name(data));
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    // A schema somewhere else would belong to one build of the program.
    private static string Schema(string folder) => File.Exists(Path.Combine(folder, "schema.json"))
        ? "# yaml-language-server: $schema=schema.json"
        : "# For completion in an editor: gan schema > schema.json, and here the line\n#   yaml-language-server: $schema=schema.json";
}
