using System.Globalization;
using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Data;

/// <summary>The samples of an array in NumPy's file format, along its first axis. A one-dimensional array is one column; one of three axes or more holds
/// samples of that shape, for instance pictures as [n, channels, height, width], which are standardized channel by channel.</summary>
[AlsoCalled("numpy", "array")]
[Component("npy", "Samples of a NumPy array file: rows, or arrays of any shape")]
public sealed record NpyConfig : FileDataConfig
{
    public override DataSource Build(RandomStreams streams)
    {
        using var file = ForeignFile.Open(Path!, "npy");
        var array = Npy.ReadDoubles(Path!);
        if (array.Shape.Count == 0)
        {
            throw new InvalidDataException($"{Path}: is a single number; an array of samples is needed");
        }

        IReadOnlyList<long> shape = array.Shape.Count == 1 ? [1] : [.. array.Shape.Skip(1)];
        var width = shape.Aggregate(1L, static (size, axis) => size * axis);
        var bad = Array.FindIndex(array.Data, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{Path}: row {(bad / width) + 1}, column {(bad % width) + 1}: {array.Data[bad]} is not a finite number"));
        }

        string[] columns = array.Data.Length == 0
            ? []
            : [.. Enumerable.Range(1, (int)shape[0]).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return NumberTable.Build(this, columns, array.Data, Convert.ToHexStringLower(SHA256.HashData(file)), streams, shape: shape);
    }
}
