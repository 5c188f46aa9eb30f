namespace GanCli.Runs;

/// <summary>What has become of a point of a sweep: <c>points/0003.json</c>.</summary>
public sealed record PointRecord
{
    /// <summary>The last part of the run folder's path; the folder lies beside that of the sweep. Null when it was never begun.</summary>
    public string? Run { get; init; }

    /// <summary>Why the last attempt failed, in one line; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">The file is not a record.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PointRecord Read(string path) => RunJson.Read(path, RunJson.Context.PointRecord);

    /// <summary>Replaces the file in one go.</summary>
    public void Write(string path) => RunJson.Write(path, this, RunJson.Context.PointRecord);
}
