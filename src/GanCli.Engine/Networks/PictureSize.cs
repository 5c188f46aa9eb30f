using static System.FormattableString;

namespace GanCli.Engine.Networks;

/// <summary>A picture's side as what is doubled how often: 28 = 7 · 2², 32 = 4 · 2³.</summary>
/// <param name="Base">Side of the coarsest maps, 4 to 7.</param>
/// <param name="Doublings">How often it doubles.</param>
internal readonly record struct PictureSize(int Base, int Doublings)
{
    private const int Smallest = 4;

    /// <summary>Of a square picture's side; null where it is none of 4, 5, 6 and 7 times a power of two.</summary>
    public static PictureSize? Of(long side)
    {
        int doublings = 0;
        while (side >= 2 * Smallest && side % 2 == 0)
        {
            (side, doublings) = (side / 2, doublings + 1);
        }

        return side is >= Smallest and < 2 * Smallest ? new PictureSize((int)side, doublings) : null;
    }

    /// <summary>Why convolutional players cannot be built for these shapes, or null when they can: a generator maps vectors to pictures, a discriminator
    /// pictures to vectors.</summary>
    /// <param name="kind">The architecture, by its word in the config.</param>
    /// <param name="input">Shape of one input.</param>
    /// <param name="output">Shape of one output.</param>
    public static string? Unfit(string kind, IReadOnlyList<long> input, IReadOnlyList<long> output)
    {
        IReadOnlyList<long> picture = input.Count == 1 ? output : input;
        return Math.Min(input.Count, output.Count) != 1 || picture.Count != 3
            ? $"{kind} is for pictures [channels, height, width], and these samples are "
                + $"{(picture.Count == 1 ? "vectors" : $"[{string.Join(", ", picture)}]")}; set kind to {ArchitectureConfig.Generators}"
            : picture[1] != picture[2] ? Invariant($"{kind} is for square pictures, and these are {picture[1]} × {picture[2]}")
            : Of(picture[1]) is null
                ? Invariant($"{kind} doubles sides of 4 to 7, and these pictures are {picture[1]} wide; resize or pad them, to {Near(picture[1])} for instance")
            : null;
    }

    /// <summary>The smallest side that doubles at least once and is at least that.</summary>
    public static int AtLeast(int side) => Enumerable.Range(side, int.MaxValue - side).First(static side => Of(side) is { Doublings: > 0 });

    /// <summary>The largest side that doubles at least once and is at most that; 8 where there is none.</summary>
    public static int AtMost(int side) => side <= 2 * Smallest ? 2 * Smallest
        : Enumerable.Range(0, side).Select(less => side - less).First(static side => Of(side) is { Doublings: > 0 });

    private static long Near(long side)
    {
        // The next one up: padding loses nothing.
        do
        {
            side++;
        }
        while (Of(side) is null);
        return side;
    }
}
