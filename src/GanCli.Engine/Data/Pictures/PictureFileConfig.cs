using GanCli.Engine.Config;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Pictures that files hold.</summary>
public abstract record PictureFileConfig : PictureDataConfig, IFileData
{
    [AlsoCalled("file", "folder", "directory", "root", "data-dir")]
    [Option("The file or folder", IsPath = true)]
    public string? Path { get; init; }

    internal override bool DependsOnSeed => false;

    public DataConfig At(string path) => this with { Path = path };

    public override void Validate(ConfigCheck check)
    {
        if (Path is null)
        {
            check.Fail("path", "must be given: the file or folder to read");
        }
    }

    /// <summary>What a folder holds, as a message lists it.</summary>
    internal static string Listed(string folder)
    {
        List<string> all = [.. Directory.EnumerateFileSystemEntries(folder).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal).OfType<string>()];
        string more = all.Count > 6 ? NumberTable.Text($" and {all.Count - 6:N0} more") : "";
        return all.Count == 0 ? "it is empty" : $"it holds {string.Join(", ", all.Take(6).Select(static name => ScalarText.Show(name)))}{more}";
    }
}
