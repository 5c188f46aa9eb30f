using System.Globalization;
using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Data;

/// <summary>The rows of an array in NumPy's file format; a one-dimensional array is one column.</summary>
[Component("npy", "Rows of a NumPy array file")]
public sealed record NpyConfig : FileDataConfig
{
    public override DataSource Build(RandomStreams streams)
    {
        using var file = ForeignFile.Open(Path!, "npy");
        var array = Npy.ReadDoubles(Path!);
        if (array.Shape.Count is not (1 or 2))
        {
            throw new InvalidDataException(NumberTable.Text($"{Path}: has {array.Shape.Count} axes; one or two are read"));
        }

        var width = array.Shape.Count == 1 ? 1 : array.Shape[1];
        var bad = Array.FindIndex(array.Data, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{Path}: row {(bad / width) + 1}, column {(bad % width) + 1}: {array.Data[bad]} is not a finite number"));
        }

        string[] columns = array.Data.Length == 0
            ? []
            : [.. Enumerable.Range(1, (int)width).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return NumberTable.Build(this, columns, array.Data, Convert.ToHexStringLower(SHA256.HashData(file)), streams);
    }
}
