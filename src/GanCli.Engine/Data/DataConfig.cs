using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>Where real samples come from.</summary>
[AlsoCalled("dataset", "datasets")]
[ComponentFamily("data", "data")]
public abstract record DataConfig : ComponentConfig
{
    /// <summary>The numbers that describe it best in one phrase, for instance <c>radius 2, σ 0.02</c>; null where its size says enough.</summary>
    public virtual string? Measures => null;

    /// <summary>Whether its samples are pictures that can have labels; whether they do shows when it is opened.</summary>
    public virtual bool HasLabelledPictures => false;

    /// <summary>Opens the source. Pure C#: no tensor is touched.</summary>
    /// <param name="streams">The run's random streams; a fixed finite set is drawn from <see cref="RandomStreams.Data"/>.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file's content is not usable; the message names file, row and column.</exception>
    public abstract DataSource Build(RandomStreams streams);

    /// <summary>What a config to begin with says of these data, and their source: pictures of files get a side that convolutional players can make, and
    /// no channels that tell nothing.</summary>
    /// <inheritdoc cref="Build"/>
    internal virtual SuitedData Suited(RandomStreams streams) => new(this, Build(streams));
}

/// <summary>Real samples, each as its numbers in row order, in the space the networks see (standardized where the source does so).</summary>
public abstract class DataSource
{
    /// <summary>Shape of one sample, without the batch axis: [2] for points of the plane, [3, 32, 32] for pictures (channels, height, width).</summary>
    public abstract IReadOnlyList<long> Shape { get; }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension => checked((int)Shape.Aggregate(1L, static (size, axis) => size * axis));

    /// <summary>Names of the classes that <see cref="FillLabels"/> tells, or null where samples have no labels.</summary>
    public virtual IReadOnlyList<string>? Classes => null;

    /// <summary>What black and white are in samples that are pictures; null where samples are none or nobody says.</summary>
    public virtual (double Black, double White)? Range => null;

    /// <summary>The mixture behind the data, where there is one: mode metrics need it.</summary>
    public virtual MixtureDescription? Mixture => null;

    /// <summary>Names of the columns, or null for plain coordinates.</summary>
    public virtual IReadOnlyList<string>? Columns => null;

    /// <summary>How rows were standardized, or null when they are as given.</summary>
    public virtual Standardization? Standardization => null;

    /// <summary>A hash of the content of a file-backed source, so that a resumed run notices a changed file; null otherwise.</summary>
    public virtual string? ContentHash => null;

    /// <summary>How the numbers of the columns are written, so that samples can be written likewise; null where that is unknown.</summary>
    public virtual IReadOnlyList<ColumnForm>? Forms => null;

    /// <summary>What was found, one line that names the file; null where that says nothing new.</summary>
    public virtual string? Summary => null;

    /// <summary>What a person should know of the data although they can be used, each one line that names the file.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>All samples of a finite set in order; null when samples never run out. <see cref="Fill"/> draws from them with replacement.</summary>
    public virtual RowSet? Table => null;

    /// <summary>What a sample is made of: the data themselves, but for stacks of pictures.</summary>
    public virtual DataSource Single => this;

    /// <summary>Samples of <see cref="Single"/> in a sample, one behind another.</summary>
    public virtual int Channels => 1;

    /// <summary>The finite set whose rows samples are made of, each on its own; null when samples are not made of such.</summary>
    public RowSet? Parts => Single.Table;

    /// <summary>Samples of the same origin as <see cref="Table"/> that are not in it, so that no training sees them; null when there are none.</summary>
    public virtual RowSet? HeldOut => null;

    /// <summary>Samples that play a perfect sampler beside those of <see cref="Table"/>; null: it draws from the distribution, or halves the table.</summary>
    internal virtual RowSet? Fresh => null;

    /// <summary>What each sample of <see cref="Table"/> is; null where there are no labels.</summary>
    internal virtual LabelSet? TableLabels => null;

    /// <summary>What each sample of <see cref="HeldOut"/> is; null where there are no labels.</summary>
    internal virtual LabelSet? HeldOutLabels => null;

    /// <summary>The same kind of data, drawn by seed 0 and not thinned out: what tells classes apart is learned from these, so that runs that differ in their
    /// seeds, in rare classes or in the size of their set are measured by the same. The source itself where that is all the same.</summary>
    internal virtual DataSource Canonical => this;

    /// <summary>Does what takes long before the first sample, where there is such: draws pictures, or reads them. Without it the first sample waits.</summary>
    /// <param name="progress">Told how far it is; null: nobody is.</param>
    public virtual void Prepare(IProgress<Preparation>? progress = null)
    {
    }

    /// <summary>Writes samples <paramref name="first"/> … of a stream, one row after another. Sample i depends on (stream, i) only.</summary>
    /// <param name="stream">Where the randomness comes from.</param>
    /// <param name="first">Index of the first sample.</param>
    /// <param name="rows">Destination, [count × <see cref="Dimension"/>] in row order; its length sets the count.</param>
    public abstract void Fill(RandomStream stream, long first, Span<float> rows);

    /// <summary>Writes the labels of the samples that <see cref="Fill"/> writes for the same stream and index.</summary>
    /// <param name="stream">Where the randomness comes from.</param>
    /// <param name="first">Index of the first sample.</param>
    /// <param name="labels">Destination: for each sample a place in <see cref="Classes"/>.</param>
    /// <exception cref="NotSupportedException">Samples have no labels.</exception>
    public virtual void FillLabels(RandomStream stream, long first, Span<long> labels) => throw new NotSupportedException("these samples have no labels");
}

/// <summary>A mixture of Gaussians with known modes.</summary>
/// <param name="Means">One row of <c>Dimension</c> numbers for each mode.</param>
/// <param name="Stds">Standard deviation of each mode in each dimension, same shape as <paramref name="Means"/> (0: no noise there).</param>
/// <param name="Weights">Weight of each mode, summing to one.</param>
public sealed record MixtureDescription(IReadOnlyList<double[]> Means, IReadOnlyList<double[]> Stds, IReadOnlyList<double> Weights)
{
    /// <summary>Number of modes.</summary>
    public int Count => Means.Count;

    /// <summary>Radius around a centre within which a sample counts as high quality, when the source prescribes one (VEEGAN's 10 σ);
    /// null for the χ² rule that lets true data score 98.89% in any dimension.</summary>
    public double? PublishedRadius { get; init; }
}

/// <summary>z = (x − mean) / deviation, per column; a column of deviation 0 is always its mean, and z is 0.</summary>
public sealed record Standardization(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>Brings rows back to the data's own units: x = z · deviation + mean.</summary>
    /// <param name="rows">[count × columns] in row order, changed in place.</param>
    public void Invert(Span<float> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var column = i % Means.Count;
            rows[i] = (float)((rows[i] * Deviations[column]) + Means[column]);
        }
    }

    /// <summary>Standardizes rows given in the data's own units.</summary>
    /// <param name="rows">[count × columns] in row order, changed in place.</param>
    public void Apply(Span<float> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var column = i % Means.Count;
            rows[i] = Apply(rows[i], column);
        }
    }

    /// <summary>Standardizes one number.</summary>
    public float Apply(double value, int column) => Deviations[column] == 0 ? 0 : (float)((value - Means[column]) / Deviations[column]);
}
