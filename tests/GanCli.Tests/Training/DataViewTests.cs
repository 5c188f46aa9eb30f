using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Engine.Training;

namespace GanCli.Tests.Training;

public sealed class DataViewTests
{
    // Columns in units of their own share a scale only where that shows both. Half the range and .15 of the range on either side: .65 of it from the middle.
    [Theory]
    [InlineData(true, 100, 3, 65, 1.95)]
    [InlineData(true, 3, 100, 1.95, 65)]
    [InlineData(true, 100, 60, 65, 65)]
    [InlineData(false, 100, 3, 65, 65)]
    public void TheWindowShowsBothColumns(bool standardize, double width, double height, double across, double up)
    {
        double[] corners = [10, 20, 10 + width, 20, 10, 20 + height, 10 + width, 20 + height];
        var view =
            new DataView(NumberTable.Build(new CsvConfig { Path = "table.csv", Standardize = standardize }, ["a", "b"], corners, "0a1b", new RandomStreams(0)),
                new RandomStreams(0), 16);

        double[] expected = [10 + (width / 2) - across, 10 + (width / 2) + across, 20 + (height / 2) - up, 20 + (height / 2) + up];
        Assert.All(expected.Zip(view.Extent!), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal("0a1b", view.Describe("csv").ContentHash);
    }
}
