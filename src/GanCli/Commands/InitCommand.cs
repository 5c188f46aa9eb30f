using System.CommandLine;
using System.Globalization;
using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Commands;

/// <summary><c>gan init</c>.</summary>
internal sealed class InitCommand : GanCommand
{
    private readonly Option<string?> _data =
        new("--data", "-d") { HelpName = "FILE", Description =
            "A table of your own (CSV, TSV, Parquet) or an array (.npy); without it: eight Gaussians on a ring" };
    private readonly Option<string?> _output =
        new("--output", "-o") { HelpName = "FILE", Description = "The config to write; - for stdout (default: the table's name, or ring.yaml)" };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite an earlier file" };

    public InitCommand()
        : base(
            "init",
            "Write a commented config to begin with, which trains as it stands",
            ("gan init", "a game that is known to work, in ring.yaml"),
            ("gan init --data my.csv", "for a table of your own, in my.yaml, with what was found in it"),
            ("gan init --data my.csv --output - | less", "only look at it"))
    {
        foreach (Option option in (Option[])[_data, _output, _force])
        {
            Options.Add(option);
        }
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string? data = arguments.GetValue(_data);
        string path = arguments.GetValue(_output) ?? (data is null ? "ring.yaml" : Path.GetFileNameWithoutExtension(data) + ".yaml");
        bool toStdout = path is "-";
        if (!toStdout && File.Exists(path) && !arguments.GetValue(_force))
        {
            throw new UsageException($"{path} is there already; name another file with --output, or overwrite it with --force");
        }

        string folder = toStdout ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string file = toStdout ? "FILE" : Paths.Shown(Path.GetFullPath(path));
        string text = data is null ? StarterConfig.OfRing(file, Schema(folder)) : OfData(data, file, folder);
        if (toStdout)
        {
            output.Data.Write(text);
            return ExitCodes.Ok;
        }

        using (var written = new AtomicFile(path))
        {
            using (var writer = new StreamWriter(written.Stream, leaveOpen: true))
            {
                writer.Write(text);
            }

            written.Commit();
        }

        output.Data.WriteLine(path);
        output.Say($"train it with: gan train --config {file}");
        return ExitCodes.Ok;
    }

    private static string OfData(string data, string file, string folder)
    {
        string full = Path.GetFullPath(data);
        string relative = Path.GetRelativePath(folder, full).Replace('\\', '/');
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

    // A schema somewhere else would belong to one build of the program.
    private static string Schema(string folder) => File.Exists(Path.Combine(folder, "schema.json"))
        ? "# yaml-language-server: $schema=schema.json"
        : "# For completion in an editor: gan schema > schema.json, and here the line\n#   yaml-language-server: $schema=schema.json";
}
