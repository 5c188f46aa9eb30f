using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Stacked MNIST's protocol over any labelled grey pictures: independent pictures as the channels of one, [channels, height, width]. Of ten classes,
/// three channels make 1000 modes, all equally likely where the classes are. Stacks never run out: each is made when it is asked for.</summary>
[AlsoCalled("stacked-mnist", "stacked-digits", "smnist")]
[Component("stacked", "Labelled grey pictures, three as the channels of one: 1000 modes of ten classes",
    Source = "Che et al. 2017; Metz et al. 2017; VEEGAN, Srivastava et al. 2017; PacGAN, Lin et al. 2018",
    When = "Counting how many of very many known modes a generator finds",
    Cost = "As many draws of the source for a picture as it has channels")]
public sealed record StackedConfig : DataConfig
{
    // A mode that nobody could count is no mode.
    private const int MostClasses = 4096;

    [AlsoCalled("dataset", "base", "of")]
    [Option("The grey pictures, with labels")]
    public DataConfig Source { get; init; } = new GlyphsConfig();

    [AlsoCalled("stack", "n-channels", "num-channels")]
    [Option("Pictures in a stack: three are shown as red, green and blue", Min = 2, Max = 3)]
    public int Channels { get; init; } = 3;

    public override string? Measures => Source.Measures is { } measures ? $"of {Catalog.KindOf(Source)}, {measures}" : $"of {Catalog.KindOf(Source)}";

    public override void Validate(ConfigCheck check)
    {
        if (!Source.HasLabelledPictures)
        {
            check.Fail("source", $"{Catalog.KindOf(Source)} gives no grey pictures with labels, which stacks are made of");
        }
    }

    public override DataSource Build(RandomStreams streams)
    {
        DataSource source = Source.Build(streams);
        string kind = Catalog.KindOf(Source);
        if (source.Shape is not [1, _, _])
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"data.source: the pictures of {kind} are {string.Join(" × ", source.Shape)}; stacks are made of grey ones, of one channel"));
        }

        if (source.Classes is not { } classes)
        {
            throw new InvalidDataException($"data.source: the pictures of {kind} have no labels, by which stacks are counted");
        }

        if (Math.Pow(classes.Count, Channels) > MostClasses)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"data.source: {classes.Count} classes make {Math.Pow(classes.Count, Channels):N0} stacks of {Channels}; at most {MostClasses:N0} can be "
                    + $"counted: keep fewer with source.classes, or take channels: 2"));
        }

        return new StackedSource(source, Channels, streams);
    }
}

/// <summary>Stack i of a stream is samples channels · i … of the source's.</summary>
/// <param name="source">Of labelled samples, [1, height, width].</param>
/// <param name="channels">How many make a stack.</param>
/// <param name="streams">Those held out are drawn from the data's.</param>
internal sealed class StackedSource(DataSource source, int channels, RandomStreams streams) : DataSource
{
    // Beside those of PictureDataConfig and of GlyphPen.
    private const int Lane = 0x720;
    private const int HeldOutStacks = 10_000;
    private readonly Lazy<RowSet?> _heldOut = new(() => source.HeldOut is { } rows
        ? new StackedRows(rows, channels, HeldOutStacks, streams.Data.At(RandomStream.MaxStep).ForLane(Lane))
        : null);

    public override DataSource Single => source;

    public override int Channels => channels;

    public override IReadOnlyList<long> Shape { get; } = [channels, source.Shape[1], source.Shape[2]];

    public override IReadOnlyList<string> Classes { get; } = Names(source.Classes!, channels);

    public override (double Black, double White)? Range => source.Range;

    public override string? ContentHash => source.ContentHash;

    public override string? Summary => source.Summary;

    public override IReadOnlyList<string> Notes => source.Notes;

    /// <summary>Stacks of pictures that are held out, made once.</summary>
    public override RowSet? HeldOut => _heldOut.Value;

    public override void Prepare(IProgress<Preparation>? progress = null) => source.Prepare(progress);

    // A stack's channels lie in memory as the source's samples do.
    public override void Fill(RandomStream stream, long first, Span<float> rows) => source.Fill(stream, first * channels, rows);

    public override void FillLabels(RandomStream stream, long first, Span<long> labels)
    {
        long[] parts = new long[labels.Length * channels];
        source.FillLabels(stream, first * channels, parts);
        for (int i = 0; i < labels.Length; i++)
        {
            long label = 0;
            for (int channel = 0; channel < channels; channel++)
            {
                label = (label * source.Classes!.Count) + parts[(i * channels) + channel];
            }

            labels[i] = label;
        }
    }

    /// <summary>The first channel's class counts most: <c>000</c>, <c>001</c> … <c>999</c>; with commas where a class has a longer name.</summary>
    private static string[] Names(IReadOnlyList<string> classes, int channels)
    {
        string between = classes.All(static name => name.Length == 1) ? "" : ",";
        IEnumerable<string> names = classes;
        for (int channel = 1; channel < channels; channel++)
        {
            names = [.. names.SelectMany(_ => classes, (head, name) => $"{head}{between}{name}")];
        }

        return [.. names];
    }
}

/// <summary>A fixed set of stacks, each of rows that are drawn with replacement.</summary>
/// <param name="rows">What channels are drawn from.</param>
/// <param name="channels">Rows in a stack.</param>
/// <param name="count">Stacks.</param>
/// <param name="random">Which rows: number channels · i + c gives channel c of stack i.</param>
internal sealed class StackedRows(RowSet rows, int channels, int count, RandomStream random) : RowSet(channels * rows.Dimension)
{
    public override int Count => count;

    public override void Copy(int row, Span<float> to)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            rows.Copy(random.Integer(((long)row * channels) + channel, rows.Count), to.Slice(channel * rows.Dimension, rows.Dimension));
        }
    }
}
