namespace GanCli.Engine.Data;

/// <summary>Data that a file or a folder holds, which may move between runs.</summary>
public interface IFileData
{
    /// <summary>Where they lie.</summary>
    string? Path { get; }

    /// <summary>The same data at another place.</summary>
    DataConfig At(string path);
}
