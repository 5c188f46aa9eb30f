using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Data that are pictures, [channels, height, width] with numbers in [−1, 1]: −1 is black, 1 white. They rest as bytes and become numbers when a
/// batch is filled.</summary>
public abstract record PictureDataConfig : DataConfig
{
    // Beside the lane that rows are held out by.
    private const int Lane = 0x700;

    private static readonly RandomStreams CanonicalStreams = new(0);
    private static readonly OrderedDictionary<string, double> All = new(StringComparer.Ordinal);

    [AlsoCalled("digits", "labels", "categories")]
    [Option("Classes that are kept, by their names; null keeps all", MinItems = 1)]
    public IReadOnlyList<string>? Classes { get; init; }

    [AlsoCalled("imbalance", "class-weights", "rare")]
    [Option("For classes that shall be rare, the share of their pictures that is kept: {7: 0.05}", Min = 0, MinExclusive = true, Max = 1)]
    public IReadOnlyDictionary<string, double> Balance { get; init; } = new OrderedDictionary<string, double>(StringComparer.Ordinal);

    [AlsoCalled("limit", "max-samples", "subset")]
    [Option("Pictures that training sees, chosen by the data's seed; null keeps all", Min = 1)]
    public int? Samples { get; init; }

    public sealed override bool HasLabelledPictures => true;

    /// <summary>Whether another seed gives other pictures: so it is where they are drawn, and not where they are read from files. Runs of all seeds are then
    /// measured with the pictures of one.</summary>
    internal abstract bool DependsOnSeed { get; }

    public sealed override DataSource Build(RandomStreams streams)
    {
        PictureSource source = Read(streams);
        bool isCanonical = Balance.Count == 0 && Samples is null && (!DependsOnSeed || streams.Data.Seed == CanonicalStreams.Data.Seed);
        return Of(source, streams, Balance, Samples, isCanonical ? null : new(() =>
            Of(DependsOnSeed ? Read(CanonicalStreams) : source, CanonicalStreams, All, samples: null, canonical: null)));
    }

    private FiniteSource Of(
        PictureSource source, RandomStreams streams, IReadOnlyDictionary<string, double> balance, int? samples, Lazy<DataSource>? canonical)
    {
        RandomStream random = streams.Data.At(RandomStream.MaxStep).ForLane(Lane);
        RowSet rows = Rows(source.Training, random, balance, samples, out LabelSet? labels);
        Lazy<(RowSet Rows, LabelSet? Labels)>? heldOut = source.HeldOut is { } others
            ? new(() => (Rows(others, random.ForLane(Lane + 1), balance, most: null, out LabelSet? known), known))
            : null;
        return new FiniteSource(
            rows,
            source.Training.Shape,
            contentHash: source.ContentHash,
            heldOut: heldOut is null ? null : new(() => heldOut.Value.Rows),
            heldOutLabels: heldOut is null ? null : new(() => heldOut.Value.Labels),
            canonical: canonical,
            notes: source.Notes,
            labels: labels,
            range: (ByteRows.Number(byte.MinValue), ByteRows.Number(byte.MaxValue)),
            prepare: source.Prepare,
            summary: source.Summary);
    }

    /// <summary>Reads the pictures. Pure C#: no tensor is touched.</summary>
    /// <param name="streams">The run's random streams.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file's content is not usable; the message names file and place.</exception>
    internal abstract PictureSource Read(RandomStreams streams);

    /// <summary>The pictures that the keys leave, with labels numbered anew where classes are left out.</summary>
    /// <param name="set">All pictures.</param>
    /// <param name="random">Which of a rare class, and which of all, are kept: each choice is as likely.</param>
    /// <param name="balance">Shares of rare classes.</param>
    /// <param name="most">How many pictures are kept at most; null: all.</param>
    /// <param name="labels">Of those that are kept.</param>
    private ByteRows Rows(PictureSet set, RandomStream random, IReadOnlyDictionary<string, double> balance, int? most, out LabelSet? labels)
    {
        List<string> classes = KeptClasses(set.Labels);
        if (Classes is null && balance.Count == 0 && (most ?? set.Count) >= set.Count)
        {
            labels = set.Labels;
            return new ByteRows(set.Pixels, set.Size);
        }

        // By the name's place among those kept; −1: left out.
        int[] numbers = [.. set.Labels?.Classes.Select(name => classes.IndexOf(name)) ?? []];
        var of = new List<int>[Math.Max(1, classes.Count)];
        for (int row = 0; row < set.Count; row++)
        {
            int number = set.Labels is { } all ? numbers[all.Of(row)] : 0;
            if (number >= 0)
            {
                (of[number] ??= []).Add(row);
            }
        }

        var rows = new List<int>();
        for (int number = 0; number < of.Length; number++)
        {
            List<int> members = of[number] ?? [];
            double share = classes.Count > 0 && balance.TryGetValue(classes[number], out double kept) ? kept : 1;
            rows.AddRange(Choose(members, (int)Math.Ceiling((decimal)share * members.Count), random.At(random.Step - 1 - number)));
        }

        int[] chosen = [.. Choose(rows, Math.Min(rows.Count, most ?? rows.Count), random).Order()];
        if (chosen.Length == 0)
        {
            throw new InvalidDataException("data.classes: no picture is left, as those named have none");
        }

        labels = set.Labels is { } known ? new LabelSet(classes, chosen.Select(row => (byte)numbers[known.Of(row)]).ToArray()) : null;
        return new ByteRows(set.Pixels, set.Size, chosen);
    }

    private List<string> KeptClasses(LabelSet? labels)
    {
        IReadOnlyList<string> all = labels?.Classes ?? [];
        IEnumerable<(string Key, string Name)> named =
            (Classes ?? []).Select(static name => ("classes", name)).Concat(Balance.Keys.Select(static name => ("balance", name)));
        foreach ((string key, string name) in named)
        {
            if (labels is null)
            {
                throw new InvalidDataException($"data.{key}: these pictures have no labels");
            }

            if (!all.Contains(name, StringComparer.Ordinal))
            {
                throw new InvalidDataException($"data.{key}: '{ScalarText.Show(name)}' is none of the classes: {string.Join(", ", all.Take(20))}");
            }

            if (Classes?.Contains(name, StringComparer.Ordinal) == false)
            {
                throw new InvalidDataException($"data.{key}: '{ScalarText.Show(name)}' is left out by data.classes; name it there, or drop it here");
            }
        }

        return Classes is null ? [.. all] : [.. all.Where(name => Classes.Contains(name, StringComparer.Ordinal))];
    }

    private static IEnumerable<int> Choose(List<int> rows, int count, RandomStream random)
    {
        if (count == rows.Count)
        {
            return rows;
        }

        int[] order = [.. rows];
        random.Shuffle(order.AsSpan(), count);
        return order[..count];
    }
}

/// <summary>What a source of pictures read.</summary>
/// <param name="Training">Pictures that training sees.</param>
/// <param name="HeldOut">Pictures of the same origin that it does not, where there are any.</param>
internal sealed record PictureSource(PictureSet Training, PictureSet? HeldOut = null)
{
    /// <summary>A hash of what was read, or null where it was drawn: other content, another hash.</summary>
    public string? ContentHash { get; init; }

    /// <summary>What was found, one line that names the place; null where that says nothing new.</summary>
    public string? Summary { get; init; }

    /// <summary>What a person should know of the pictures although they can be used, each one line.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Draws or reads what is left until the first sample, and tells how far it is; null where nothing is left.</summary>
    public Action<IProgress<Preparation>?>? Prepare { get; init; }
}
