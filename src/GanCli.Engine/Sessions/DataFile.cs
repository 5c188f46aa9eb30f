using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Training;
using GanCli.Runs;

namespace GanCli.Engine.Sessions;

/// <summary>The data file of a run: what counts is its content, wherever it lies.</summary>
/// <param name="run">How messages call the run.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="hash">SHA-256 of the content that the run was trained on; null when its data come from no file.</param>
public sealed class DataFile(string run, string folder, string? hash)
{
    private const int MostFiles = 64;
    private const int ShownDigits = 12;
    private const string ConfigsFolder = "configs";
    private const string PicturesWayOut = "say where the same pictures lie: --set data.path=PATH";

    private string WayOut =>
        $"say where a file of the same content lies: --set data.path=FILE (its SHA-256 begins with {hash?[..Math.Min(ShownDigits, hash.Length)]})";

    /// <summary>A config with the path of the file where it lies now: where the config says, else under the same name or content beside the run's
    /// config, in the folder where it was, in the current one, or among the shipped files.</summary>
    /// <param name="config">The run's config.</param>
    /// <param name="given">Somebody has just said where the file is: no other place will do.</param>
    /// <param name="warn">Told where the file was found instead.</param>
    /// <exception cref="IOException">It is nowhere.</exception>
    public ExperimentConfig Locate(ExperimentConfig config, bool given, Action<string> warn)
    {
        if (config.Data is not IFileData { Path: { } path } data || hash is null || Path.Exists(path))
        {
            return config;
        }

        if (given)
        {
            throw new FileNotFoundException($"{path}: no such file");
        }

        // Pictures are many files, whose content is not compared with that of others.
        if (data is not FileDataConfig)
        {
            throw new FileNotFoundException($"{path}: the data of {run} are not there any more; put them back, or {PicturesWayOut}");
        }

        string found = Candidates(path).FirstOrDefault(IsSame)
            ?? throw new FileNotFoundException($"{path}: the data file of {run} is not there any more; put it back, or {WayOut}");
        warn($"{path} is not there any more; {found} has the same content and takes its place");
        return config with { Data = data.At(found) };
    }

    /// <summary>Refuses data of another content.</summary>
    /// <param name="blueprint">Of the config that <see cref="Locate"/> gave.</param>
    /// <exception cref="ResumeException">The content is another one.</exception>
    public void Check(Blueprint blueprint)
    {
        if (!string.Equals(blueprint.Data.ContentHash, hash, StringComparison.Ordinal))
        {
            string path = (blueprint.Config.Data as IFileData)?.Path ?? "its data file";
            string wayOut = blueprint.Config.Data is FileDataConfig ? WayOut : PicturesWayOut;
            throw new ResumeException(
                $"{path}: holds something else than {run} was trained on (the file has changed since, or is another one); restore it, or {wayOut}, or start "
                    + $"a new run");
        }
    }

    private IEnumerable<string> Candidates(string path)
    {
        string name = Path.GetFileName(path);
        string shipped = ConfigFolders.Default.Shipped;
        string[] folders = [folder, Path.GetDirectoryName(path)!, Environment.CurrentDirectory];
        IEnumerable<string> named = folders.Select(place => Path.Combine(place, name));

        // Runs of earlier versions name a file that came with a build which is gone.
        string[] parts = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        int configs = Array.LastIndexOf(parts, ConfigsFolder);
        IEnumerable<string> among = configs < 0 ? [] : [Path.Combine([shipped, .. parts[(configs + 1)..]])];
        return named.Concat(among).Concat(folders.SelectMany(place => Alike(place, Path.GetExtension(name))));
    }

    private static IEnumerable<string> Alike(string place, string ending)
    {
        try
        {
            return [.. Directory.EnumerateFiles(place, "*" + ending).Order(StringComparer.Ordinal).Take(MostFiles)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private bool IsSame(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using FileStream file = RegularFile.OpenRead(path);
            return string.Equals(Convert.ToHexStringLower(SHA256.HashData(file)), hash, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
