using System.CommandLine;
using GanCli.Completion;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan init</c>.</summary>
internal sealed class InitCommand : GanCommand
{
    private readonly Option<string?> _data =
        new("--data", "-d") { HelpName = "PATH", Description =
            "A table of your own (CSV, TSV, Parquet), an array (.npy), or pictures: a folder, a zip archive, IDX files, or glyphs, which the program "
            + "draws; without it: eight Gaussians on a ring" };
    private readonly Option<string?> _output =
        new("--output", "-o") { HelpName = "FILE", Description = "The config to write; - for stdout (default: the data's name, or ring.yaml)" };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite an earlier file" };

    public InitCommand()
        : base(
            "init",
            "Write a commented config to begin with, which trains as it stands",
            ("gan init", "a game that is known to work, in ring.yaml"),
            ("gan init --data my.csv", "for a table of your own, in my.yaml, with what was found in it"),
            ("gan init --data photos", "for a folder of pictures, in photos.yaml: side, colours and classes as they are there"),
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
        string path = arguments.GetValue(_output) ?? InitialConfig.Name(data) + ".yaml";
        bool toStdout = path is "-";
        if (!toStdout && File.Exists(path) && !arguments.GetValue(_force))
        {
            throw new UsageException($"{path} is there already; name another file with --output, or overwrite it with --force");
        }

        string folder = toStdout ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string file = toStdout ? "FILE" : Paths.Shown(Path.GetFullPath(path));
        string text = InitialConfig.Text(data, file, folder);
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
        output.Say($"train it with: gan train --config {Suggestions.Quoted(file)}");
        return ExitCodes.Ok;
    }
}
