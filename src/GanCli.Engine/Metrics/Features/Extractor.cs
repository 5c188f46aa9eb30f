using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Turns pictures, as bytes, into rows of features.</summary>
/// <remarks>Bytes, because a picture that somebody saves is rounded: what a file cannot hold must not move a score.</remarks>
public abstract class Extractor
{
    /// <summary>Its word, in the names of values: <c>classifier</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Features of one picture.</summary>
    public abstract int Count { get; }

    /// <summary>All that decides the features, as a hash in hexadecimal digits: scores by extractors that differ in it are not comparable. Known after
    /// <see cref="Prepare"/>.</summary>
    public abstract string Hash { get; }

    /// <summary>How good it is, where that is known: <c>99.1% of 10,000 held-out pictures right</c>. Known after <see cref="Prepare"/>.</summary>
    public virtual string? Standing => null;

    /// <summary>Why scores made from it mean little, in a line; null where nothing is wrong. Known after <see cref="Prepare"/>.</summary>
    public virtual string? Doubt => null;

    /// <summary>Why the classes that it names are no findings, in a few words; null where they are, or it names none. Known after
    /// <see cref="Prepare"/>.</summary>
    public virtual string? Ignorance => null;

    /// <summary>About how many nanoseconds a picture takes on one core.</summary>
    public abstract double Nanoseconds { get; }

    /// <summary>Does what takes long, once: trains, or reads a file.</summary>
    /// <param name="progress">Told how far it is; null: nobody is.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public virtual void Prepare(IProgress<Preparation>? progress = null)
    {
    }

    /// <summary>Features of pictures. Call <see cref="Prepare"/> before.</summary>
    /// <param name="pictures">[n × channels × height × width], black 0 and white 255.</param>
    /// <param name="features">Destination, [n × <see cref="Count"/>].</param>
    public abstract void Extract(ReadOnlySpan<byte> pictures, Span<float> features);
}
