namespace GanCli.Reporting.Drawing;

/// <summary>Few colours for many (Heckbert 1982, cut as by Wu 1991): again and again the box of colours whose squared error is largest is cut in two, across
/// the one of red, green and blue that varies most in it, where the two have the least error left. A box becomes its mean.</summary>
internal static class MedianCut
{
    /// <summary>Chooses colours.</summary>
    /// <param name="colours">Those of the pictures.</param>
    /// <param name="most">How many are wanted at most.</param>
    /// <returns>Red, green and blue; all of the pictures' own where they have no more than that.</returns>
    public static IReadOnlyList<(byte Red, byte Green, byte Blue)> Of(IEnumerable<CountedColour> colours, int most)
    {
        CountedColour[] all = [.. colours];
        var boxes = new PriorityQueue<Box, double>();
        var whole = new List<Box>();
        Add(new Box(all, 0, all.Length));
        while (boxes.Count > 0 && boxes.Count + whole.Count < most)
        {
            (Box left, Box right) = boxes.Dequeue().Cut();
            Add(left);
            Add(right);
        }

        return [.. whole.Concat(boxes.UnorderedItems.Select(static item => item.Element)).OrderBy(static box => box.First).Select(static box => box.Mean)];

        void Add(Box box)
        {
            if (box.Error > 0)
            {
                boxes.Enqueue(box, -box.Error);
            }
            else if (box.Length > 0)
            {
                whole.Add(box);
            }
        }
    }

    private sealed class Box
    {
        private readonly CountedColour[] _all;
        private readonly int _axis;
        private readonly double[] _means = new double[3];

        public Box(CountedColour[] all, int first, int length)
        {
            (_all, First, Length) = (all, first, length);
            double count = 0;
            Span<double> sums = stackalloc double[3];
            foreach (CountedColour colour in Colours)
            {
                count += colour.Count;
                for (int axis = 0; axis < 3; axis++)
                {
                    sums[axis] += colour.Count * (double)Part(colour, axis);
                }
            }

            Span<double> errors = stackalloc double[3];
            for (int axis = 0; axis < 3; axis++)
            {
                _means[axis] = sums[axis] / count;
                foreach (CountedColour colour in Colours)
                {
                    double off = Part(colour, axis) - _means[axis];
                    errors[axis] += colour.Count * off * off;
                }

                _axis = errors[axis] > errors[_axis] ? axis : _axis;
            }

            Error = length > 1 ? errors[0] + errors[1] + errors[2] : 0;
        }

        public int First { get; }

        public int Length { get; }

        /// <summary>Sum of squared distances of its pixels to their mean; 0 where it cannot be cut.</summary>
        public double Error { get; }

        public (byte Red, byte Green, byte Blue) Mean => ((byte)Math.Round(_means[0]), (byte)Math.Round(_means[1]), (byte)Math.Round(_means[2]));

        private Span<CountedColour> Colours => _all.AsSpan(First, Length);

        public (Box Left, Box Right) Cut()
        {
            int across = _axis;
            Colours.Sort((left, right) => Part(left, across).CompareTo(Part(right, across)));
            double count = 0, sum = 0, allCount = 0, allSum = 0;
            foreach (CountedColour colour in Colours)
            {
                allCount += colour.Count;
                allSum += colour.Count * (double)Part(colour, across);
            }

            // The least error is where the means' squares, times their counts, sum to most.
            (int cut, double best) = (1, double.NegativeInfinity);
            for (int i = 0; i < Length - 1; i++)
            {
                CountedColour colour = Colours[i];
                count += colour.Count;
                sum += colour.Count * (double)Part(colour, across);
                double between = (sum * sum / count) + ((allSum - sum) * (allSum - sum) / (allCount - count));
                if (between > best && Part(colour, across) < Part(Colours[i + 1], across))
                {
                    (cut, best) = (i + 1, between);
                }
            }

            return (new Box(_all, First, cut), new Box(_all, First + cut, Length - cut));
        }

        private static float Part(CountedColour colour, int axis) => axis switch { 0 => colour.Red, 1 => colour.Green, _ => colour.Blue };
    }
}
