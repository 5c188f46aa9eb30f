namespace GanCli.Reporting.Drawing;

/// <summary>One axis: its name with the unit, its limits and how its numbers are written.</summary>
/// <param name="Name">Name and unit: <c>reverse KL (nats)</c>.</param>
/// <param name="Low">Left or lower end.</param>
/// <param name="High">Right or upper end.</param>
public sealed record Scale(string Name, double Low, double High)
{
    /// <summary>From this ratio of largest to smallest on, small values would lie flat on a linear axis.</summary>
    public const double LogarithmicFrom = 30;

    /// <summary>Writes a number of the axis.</summary>
    public Func<double, string> Tick { get; init; } = Numbers.Tick;

    /// <summary>Whether only whole numbers get a tick.</summary>
    public bool WholeTicks { get; init; }

    /// <summary>About how many ticks there are, or null for the default.</summary>
    public int? Ticks { get; init; }

    /// <summary>Training steps up to <paramref name="last"/>.</summary>
    public static Scale Steps(double last) => new("step (generator updates)", 0, Math.Max(1, last)) { Tick = Numbers.Whole, WholeTicks = true };

    /// <summary>Places of the ticks, or null to find round ones.</summary>
    public IReadOnlyList<double>? Places { get; init; }

    /// <summary>The same for values that are decimal logarithms: ticks at 1, 2 and 5 of each power of ten, or at the powers alone where they suffice.</summary>
    public Scale Logarithmic()
    {
        double[] digits = High - Low > 2.5 ? [1] : [1, 2, 5];
        List<double> places = [];
        for (int power = (int)Math.Floor(Low); power <= High; power++)
        {
            places.AddRange(digits.Select(digit => power + Math.Log10(digit)).Where(place => place >= Low && place <= High));
        }

        return this with { Name = Name + ", logarithmic", Places = places, Tick = exponent => Numbers.Tick(Math.Pow(10, exponent)) };
    }

    /// <summary>Limits that hold all finite values, with a margin on both sides.</summary>
    public static Scale Around(string name, IEnumerable<double> values, double margin = 0.06)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        if (low > high)
        {
            return new Scale(name, 0, 1);
        }

        double room = high > low ? (high - low) * margin : Math.Max(Math.Abs(high) * margin, 0.5 * margin);
        return new Scale(name, low - room, high + room);
    }
}
