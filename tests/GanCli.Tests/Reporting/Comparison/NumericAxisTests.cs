using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

public sealed class NumericAxisTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Both players' learning rates are the same number in every group.
    [Fact]
    public void OneNumberThatDiffersIsAnAxis()
    {
        Rates("0.1", "0.001", "0.01");
        NumericAxis axis = Assert.IsType<NumericAxis>(Axis());
        Assert.Equal(("optimizer.generator.lr", (string?)null), (axis.Path, axis.Other));
        (string name, IReadOnlyList<(double Value, RunGroup Group)> points) = Assert.Single(axis.Lines);
        Assert.Equal("", name);
        Assert.Equal([(0.001, "lr=0.001"), (0.01, "lr=0.01"), (0.1, "lr=0.1")], points.Select(point => (point.Value, point.Group.Label)));
    }

    [Theory]
    [InlineData("1 5 20", false)]
    [InlineData("1 5 20.5", true)]
    [InlineData("0 5 100", false)]
    [InlineData("-1 5 100", false)]
    [InlineData("-100 -5 -1", false)]
    [InlineData("1e-5 1e-4 1e-3", true)]
    public void FarApartPositiveNumbersStandByTheirLogarithms(string rates, bool logarithmic)
    {
        Rates(rates.Split(' '));
        Assert.Equal(logarithmic, Axis()!.IsLogarithmic);
    }

    [Fact]
    public void TwoNumbersAreNoCurve()
    {
        Rates("0.1", "0.2");
        Assert.Null(Axis());
    }

    // The rate and a remedy's strength rise together: which of them did it, nobody can tell.
    [Fact]
    public void TwoSettingsThatDifferTogetherAreNoAxis()
    {
        foreach (int i in new[] { 1, 2, 3 })
        {
            new SeedRun { LearningRate = $"{i}", Regularizers = $$"""[{"kind":"r1","gamma":{{i * 10}}}]""", Begun = i }.Write(_folder.FullName);
        }

        Assert.Null(Axis());
    }

    [Fact]
    public void WordsAreNoAxis()
    {
        foreach ((string loss, int begun) in new[] { "hinge", "minimax", "alpha" }.Select((loss, i) => (loss, i)))
        {
            new SeedRun { Loss = $$"""{"kind":"{{loss}}"}""", Begun = begun }.Write(_folder.FullName);
        }

        Assert.Null(Axis());
    }

    [Fact]
    public void ASecondAxisMakesLines()
    {
        Grid(["hinge", "minimax"], ["3", "1", "2"], skip: ("minimax", "2"));
        NumericAxis axis = Assert.IsType<NumericAxis>(Axis());
        Assert.Equal(("optimizer.generator.lr", "loss.kind"), (axis.Path, axis.Other));
        Assert.Equal(["hinge", "minimax"], axis.Lines.Select(line => line.Name));
        Assert.Equal([1.0, 2, 3], axis.Lines[0].Points.Select(point => point.Value));
        Assert.Equal([(1.0, "minimax lr=1"), (3.0, "minimax lr=3")], axis.Lines[1].Points.Select(point => (point.Value, point.Group.Label)));
        Assert.Equal([1.0, 2, 3], axis.Values);
    }

    [Fact]
    public void OfTwoNumbersTheOneWithMoreValuesLiesAcross()
    {
        int begun = 0;
        foreach (string gamma in new[] { "10", "9", "8", "7" })
        {
            foreach (string rate in new[] { "1", "2", "3" })
            {
                new SeedRun { LearningRate = rate, Regularizers = $$"""[{"kind":"r1","gamma":{{gamma}}}]""", Begun = begun++ }.Write(_folder.FullName);
            }
        }

        NumericAxis axis = Assert.IsType<NumericAxis>(Axis());
        Assert.Equal(("regularizers[0].gamma", "optimizer.generator.lr"), (axis.Path, axis.Other));
        Assert.Equal([7.0, 8, 9, 10], axis.Values);
        Assert.Equal(["1", "2", "3"], axis.Lines.Select(line => line.Name));
    }

    [Fact]
    public void ThreeAxesAreTooMany()
    {
        int begun = 0;
        foreach (string loss in new[] { "hinge", "minimax" })
        {
            foreach (string rate in new[] { "1", "2", "3" })
            {
                foreach (string remedies in new[] { "[]", """[{"kind":"packing"}]""" })
                {
                    new SeedRun { Loss = $$"""{"kind":"{{loss}}"}""", LearningRate = rate, Regularizers = remedies, Begun = begun++ }.Write(_folder.FullName);
                }
            }
        }

        Assert.Null(Axis());
    }

    // A sweep may call its axis and the points on it as it likes: the numbers are those of the config (1, 2, 3 in the order of the points).
    [Fact]
    public void ASweepsAxisIsTheSettingBehindItsNames()
    {
        new SweptRuns(_folder.FullName, "speed").Add(["slow"], [1]).Add(["quick"], [2]).Add(["quickest"], [3]).Close();
        NumericAxis axis = Assert.IsType<NumericAxis>(Axis());
        Assert.Equal("optimizer.generator.lr", axis.Path);
        Assert.Equal(["slow", "quick", "quickest"], axis.Lines[0].Points.Select(point => point.Group.Label));
    }

    private void Rates(params string[] rates)
    {
        foreach ((string rate, int begun) in rates.Select((rate, i) => (rate, i)))
        {
            new SeedRun { LearningRate = rate, Begun = begun }.Write(_folder.FullName);
        }
    }

    private void Grid(string[] losses, string[] rates, (string Loss, string Rate) skip)
    {
        int begun = 0;
        foreach (string loss in losses)
        {
            foreach (string rate in rates.Where(rate => (loss, rate) != skip))
            {
                new SeedRun { Loss = $$"""{"kind":"{{loss}}"}""", LearningRate = rate, Begun = begun++ }.Write(_folder.FullName);
            }
        }
    }

    private NumericAxis? Axis() => NumericAxis.Of(RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs));
}
