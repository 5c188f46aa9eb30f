namespace GanCli.Engine.Data;

/// <summary>Turns a 32-bit word into a choice among weighted alternatives, exact to 2⁻³².</summary>
internal sealed class WeightedChoice
{
    // Word w chooses the first alternative whose bound exceeds it.
    private readonly ulong[] _bounds;

    /// <param name="weights">Weights that sum to one.</param>
    public WeightedChoice(IReadOnlyList<double> weights)
    {
        _bounds = new ulong[weights.Count];
        var sum = 0.0;
        for (var i = 0; i < weights.Count; i++)
        {
            sum += weights[i];
            _bounds[i] = (ulong)Math.Round(Math.Min(sum, 1) * (1L << 32));
        }

        // Rounding must not leave words without a choice, nor give one to trailing alternatives of no weight.
        for (var i = weights.Count - 1; ; i--)
        {
            _bounds[i] = 1L << 32;
            if (weights[i] > 0)
            {
                break;
            }
        }
    }

    public int Choose(uint word)
    {
        var (low, high) = (0, _bounds.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_bounds[middle] > word)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
