using System.Globalization;
using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Data;

/// <summary>The rows of an array in NumPy's file format; a one-dimensional array is one column.</summary>
[Component("npy", "Rows of a NumPy array file")]
public sealed record NpyConfig : DataConfig
{
    [Option("The file: an array of one or two axes", IsPath = true)]
    public string? Path { get; init; }

    [Option("Bring each column to mean 0 and deviation 1; sampling inverts it")]
    public bool Standardize { get; init; } = true;

    [Option("Share of the rows, chosen by the data's seed, that is kept from training so that the metric data-copying can compare with it", Min = 0, Max = 0.9)]
    public double HeldOut { get; init; }

    public override void Validate(ConfigCheck check) => NumberTable.CheckPath(check, Path);

    public override DataSource Build(RandomStreams streams)
    {
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
        using var file = File.OpenRead(Path!);
        return NumberTable.Build(Path!, columns, array.Data, Standardize, Convert.ToHexStringLower(SHA256.HashData(file)), HeldOut, streams);
    }
}
