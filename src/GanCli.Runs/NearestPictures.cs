namespace GanCli.Runs;

/// <summary>Generated pictures and the training pictures nearest to them: <c>samples/nearest-….json</c>; the pictures are in the array beside it.</summary>
public sealed record NearestPictures : IChecked
{
    /// <summary>What <see cref="Reference"/> is of where pictures are held out of training.</summary>
    public const string HeldOut = "held-out";

    /// <summary>What <see cref="Reference"/> is of elsewhere: training pictures, each left out of the search for its own neighbours.</summary>
    public const string Training = "training";

    /// <summary>Steps that the generator was trained for.</summary>
    public required long Step { get; init; }

    /// <summary>Training pictures that were compared, all of them.</summary>
    public required int Searched { get; init; }

    /// <summary>Numbers of the training pictures, for each generated one from the nearest on; of stacks, a number for each channel of each.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Rows { get; init; }

    /// <summary>Their Euclidean distances over all pixels and channels, black being 0 and white 1; in the data's own units where nobody says what those
    /// are.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Distances { get; init; }

    /// <summary><see cref="HeldOut"/> or <see cref="Training"/>.</summary>
    public required string ReferenceOf { get; init; }

    /// <summary>How far real pictures are from the nearest training picture, ascending.</summary>
    public required IReadOnlyList<double> Reference { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NearestPictures Read(string path) => RunJson.Read(path, RunJson.Context.NearestPictures);

    /// <summary>Replaces the file in one go.</summary>
    public void Write(string path) => RunJson.Write(path, this, RunJson.Context.NearestPictures);

    string? IChecked.Fault() => Distances.Count == 0 || Distances.Any(static of => of.Count == 0) ? "distances has none"
        : Distances.SelectMany(static of => of).Concat(Reference).Where(static distance => !(distance >= 0)).Take(1).ToArray() is [var bad]
            ? IChecked.Text("a distance", bad) : null;
}
