using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Pictures as somebody sees them who has to write a config for them: which side convolutional players can make, whether there are colours, and
/// what else is there.</summary>
/// <param name="Config">Reads the pictures as they were found.</param>
/// <param name="Side">Height and width that they are read with.</param>
/// <param name="Sizing">Why, a sentence; null where it is their own.</param>
/// <param name="Count">Pictures that training sees; null: they never run out.</param>
/// <param name="HeldOut">Pictures that it does not.</param>
/// <param name="Classes">Names of the classes; empty where there are none.</param>
/// <param name="Classless">What could be done where there are none, a sentence.</param>
/// <param name="Keys">Keys of the config that are worth writing even where they are as they are by default.</param>
/// <param name="Summary">What the loader found, with the path in front; null where it has nothing to add.</param>
/// <param name="Notes">What else it says of them, each line with the path in front.</param>
public sealed record PictureSurvey(
    DataConfig Config, int Side, string? Sizing, int? Count, int HeldOut, IReadOnlyList<string> Classes, string Classless, IReadOnlyList<string> Keys,
    string? Summary, IReadOnlyList<string> Notes)
{
    /// <summary>Looks at pictures; those of files are all read, as a training would read them.</summary>
    /// <param name="config">Says where they are; sides and channels of files are chosen here.</param>
    /// <exception cref="InvalidDataException">They are no pictures, or cannot be read.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static PictureSurvey Of(DataConfig config)
    {
        SuitedData suited = config.Suited(new RandomStreams(0));
        DataSource source = suited.Source;
        return source.Range is not null && source.Shape is [_, var side, _]
            ? new PictureSurvey(
                suited.Config, (int)side, suited.Sizing, source.Table?.Count, source.HeldOut?.Count ?? 0, source.Classes ?? [], suited.Classless, suited.Keys,
                source.Summary, source.Notes)
            : throw new InvalidDataException($"{Catalog.KindOf(config)}: these are no pictures");
    }

    /// <summary>Whether a file's name ends as those of pictures do.</summary>
    public static bool IsPicture(string name) => PictureFiles.IsPicture(name);
}
