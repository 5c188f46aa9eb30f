namespace GanCli.Engine.Random;

/// <summary>Random orders.</summary>
internal static class Shuffling
{
    /// <summary>Fisher and Yates' shuffle as far as it is needed: the first items become a random choice of all, in random order.</summary>
    /// <param name="random">Its number <paramref name="first"/> + i decides what comes to place i.</param>
    /// <param name="items">Changed in place.</param>
    /// <param name="count">How many of the first ones are wanted; all, where it is the number of items.</param>
    /// <param name="first">The first number that is taken.</param>
    public static void Shuffle<T>(this RandomStream random, Span<T> items, int count, long first = 0)
    {
        for (int i = 0; i < count; i++)
        {
            int other = i + random.Integer(first + i, items.Length - i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
