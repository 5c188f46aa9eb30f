using System.Globalization;
using GanCli.Engine.Sessions;
using GanCli.Reporting;
using GanCli.Reporting.Charts;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Sampling;

/// <summary>Writes samples that are pictures as a GIF, one after another; it repeats.</summary>
/// <param name="path">Where the file is to appear.</param>
internal sealed class FilmSampleWriter(string path) : SampleWriter
{
    private const int LargestSide = ushort.MaxValue;
    private readonly List<float> _rows = [];
    private TrainedGenerator? _generator;
    private RunFolder? _folder;

    public override bool IsFilm => true;

    public override void Begin(TrainedGenerator generator, long count, RunFolder folder)
    {
        IReadOnlyList<long> shape = generator.SampleShape;
        if (!PictureGrid.Shows(shape))
        {
            throw new UsageException(
                $"--out {path}: a film takes pictures, [1 or 3, height, width]; the samples of this generator are [{string.Join(", ", shape)}]: "
                    + $"name a file, for instance walk.csv");
        }

        if (shape[1] > LargestSide || shape[2] > LargestSide)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--out {path}: the sides of a GIF have at most {LargestSide:N0} pixels"));
        }

        if (count > PictureFilm.MostFrames)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"--out {path}: a film has at most {PictureFilm.MostFrames:N0} pictures, and this one would have {count:N0}; ask for fewer samples or pairs"));
        }

        (_generator, _folder) = (generator, folder);
    }

    public override void Append(float[] rows) => _rows.AddRange(rows);

    public override void Complete() => RunPictures.DrawFilm(path, [.. _rows], _folder!, Known(_generator!));

    public override void Dispose()
    {
    }
}
