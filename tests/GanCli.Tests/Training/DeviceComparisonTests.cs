using GanCli.Engine.Config;
using GanCli.Engine.Training;
using GanCli.Tests.EndToEnd;
using GanCli.Tests.Support;

namespace GanCli.Tests.Training;

public sealed class DeviceComparisonTests
{
    [Fact]
    public void ADeviceAgreesWithItself()
    {
        var config = new ExperimentConfig { Training = new TrainingConfig { Steps = 10, Batch = 16, NumThreads = 1 } };
        DeviceComparison found = DeviceComparison.Run(config, "cpu", 0.01);
        Assert.Equal((0, 0), (found.Update, found.Losses));
        Assert.True(found.CpuMilliseconds > 0 && found.DeviceMilliseconds > 0);
        Assert.Null(found.Growth);
    }

    [Fact]
    public void WhatDiffersIsMeasuredInPartsOfTheUpdate()
    {
        Assert.Equal(0.5, DeviceComparison.Deviation([3, 4], [3, 1.5]), 1e-15);
        Assert.Equal(0, DeviceComparison.Deviation([0, 0], [0, 0]));
        Assert.Equal(double.PositiveInfinity, DeviceComparison.Deviation([0, 0], [0, 1]));
        Assert.Equal(double.PositiveInfinity, DeviceComparison.Deviation([1, 0], [1, double.NaN]));
    }

    [Fact]
    public async Task TheCommandSaysWhatItFinds()
    {
        using var workshop = new Workshop();
        ProgramResult table = await workshop.GanOk("doctor", "--compare", "cpu", "--seconds", "0.01", "--config", "ring.yaml", "table.yaml");
        Assert.Contains("all 2 agree", table.Data, StringComparison.Ordinal);
        Assert.Equal(2, table.Data.Split('\n').Count(static line => line.Contains("0.0e+0", StringComparison.Ordinal)));
        ProgramResult none = await workshop.Gan("doctor", "--config", "ring.yaml");
        Assert.Equal((2, "error: configs are compared on a device; which? --compare cuda\n"), (none.ExitCode, none.Talk));
        ProgramResult unknown = await workshop.Gan("doctor", "--compare", "tpu", "--config", "ring.yaml");
        Assert.Equal((2, "error: --compare tpu: must be auto, cpu, cuda or cuda:N\n"), (unknown.ExitCode, unknown.Talk));
    }
}
