using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Tests.Support;

namespace GanCli.Tests.Data;

public sealed class ShippedDataTests
{
    [Fact]
    public void BirdsAreATableOfCorrelatedColumns()
    {
        var path = Path.Combine(Repository.Root, "configs", "data", "birds.csv");
        var config = new CsvConfig { Path = path, Columns = ["bill_length_mm", "bill_depth_mm", "wing_length_mm", "body_mass_g"] };
        var rows = config.Build(new RandomStreams(1)).Table!.ToArray().Chunk(4).ToArray();
        Assert.Equal(344, rows.Length);
        Assert.InRange(rows.Average(row => row[2] * row[3]), 0.7, 0.95);
        Assert.InRange(rows.Average(row => row[1] * row[2]), -0.8, -0.3);
    }
}
