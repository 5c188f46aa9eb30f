using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>What the real data of a run are: <c>data.json</c>.</summary>
public sealed record DataInfo
{
    /// <summary>The data source's word in the config.</summary>
    public required string Kind { get; init; }

    /// <summary>Numbers in one sample.</summary>
    public required int Dimension { get; init; }

    /// <summary>Shape of one sample, for instance [3, 32, 32]; null in runs from before this was written, where it is [Dimension].</summary>
    public IReadOnlyList<long>? Shape { get; init; }

    /// <summary>The two numbers that are black and white in data that are pictures; null where they are none or nobody says.</summary>
    public IReadOnlyList<double>? Range { get; init; }

    /// <summary>Names of the classes that samples are labelled with; null where there are none, and in runs from before this was written.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Share of the data of each class; null where there are none, and in runs from before this was written.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>A name for each number of a vector; none for samples of more axes.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>What a picture of 2-D data shows: smallest x, largest x, smallest y, largest y. For 1-D data the first two. Null for others.</summary>
    public IReadOnlyList<double>? Extent { get; init; }

    /// <summary>The modes, where there are such.</summary>
    public DataModes? Modes { get; init; }

    /// <summary>Weights of what is counted as a mode: a mode of a mixture, or a class of labelled pictures; null where neither is known.</summary>
    [JsonIgnore]
    public IReadOnlyList<double>? ModeWeights => Modes?.Weights ?? ClassWeights;

    /// <summary>SHA-256 of the file that the data came from, in hexadecimal digits; null where there is none, and in runs from before this was
    /// written.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DataInfo Read(string path) => RunJson.Read(path, RunJson.Context.DataInfo);

    /// <summary>Replaces the file in one go.</summary>
    public void Write(string path) => RunJson.Write(path, this, RunJson.Context.DataInfo);
}
