using CsCheck;
using GanCli.Engine.Config;
using GanCli.Engine.Schedules;

namespace GanCli.Tests.Schedules;

public sealed class ScheduleTests
{
    private const double Tolerance = 1e-15;

    [Fact]
    public void ConstantNeverChanges()
    {
        ScheduleConfig schedule = 0.25;

        Assert.Equal([0.25, 0.25, 0.25], Sample(schedule, 0, 7, 1_000_000));
        Assert.False(schedule.DependsOnTotal);
    }

    [Fact]
    public void LinearIsALineThatReachesItsEndAtTheTotal()
    {
        var schedule = new LinearSchedule { From = 1, To = 3 };

        Assert.Equal([1, 1.5, 2, 2.98, 3, 3], Sample(schedule, 0, 25, 50, 99, 100, 200), Close);
        Assert.True(schedule.DependsOnTotal);
    }

    [Fact]
    public void LinearStandsStillOutsideBeginAndEnd()
    {
        var schedule = new LinearSchedule { From = 4, To = 0, Begin = 10, End = 20 };

        Assert.Equal([4, 4, 3.6, 2, 0, 0], Sample(schedule, 0, 10, 11, 15, 20, 99), Close);
        Assert.False(schedule.DependsOnTotal);
    }

    [Fact]
    public void CosineFollowsItsClosedForm()
    {
        var schedule = new CosineSchedule { From = 1e-3, To = 1e-5 };
        double[] expected = [.. Enumerable.Range(0, 101).Select(t => 1e-5 + ((1e-3 - 1e-5) * (1 + Math.Cos(Math.PI * t / 100)) / 2))];

        Assert.Equal(expected, [.. Enumerable.Range(0, 101).Select(t => schedule.At(t, 100))], Close);
        Assert.True(schedule.DependsOnTotal);
    }

    [Fact]
    public void StepMultipliesAtEachMilestone()
    {
        var schedule = new StepSchedule { From = 8, Factor = 0.5, Milestones = [10, 20] };

        Assert.Equal([8, 8, 4, 4, 2, 2], Sample(schedule, 0, 9, 10, 19, 20, 10_000), Close);
        Assert.False(schedule.DependsOnTotal);
    }

    [Fact]
    public void WarmupRampsAnotherSchedule()
    {
        var plain = new WarmupSchedule { Steps = 4, Value = 2 };
        var curved = new WarmupSchedule { Steps = 10, Value = new LinearSchedule { From = 1, To = 0 } };

        Assert.Equal([0.5, 1, 1.5, 2, 2, 2], Sample(plain, 0, 1, 2, 3, 4, 50), Close);
        Assert.Equal([0.1, 0.95 * 0.6, 0.5], Sample(curved, 0, 5, 50), Close);
        Assert.False(plain.DependsOnTotal);
        Assert.True(curved.DependsOnTotal);
    }

    [Fact]
    public void RampsStayBetweenTheirEnds() =>
        Gen.Select(Gen.Double[-5, 5], Gen.Double[-5, 5], Gen.Long[0, 50], Gen.Long[1, 100], Gen.Long[0, 300]).Sample((from, to, begin, length, step) =>
        {
            foreach (RampSchedule schedule in (RampSchedule[])[
                new LinearSchedule { From = from, To = to, Begin = begin, End = begin + length },
                new CosineSchedule { From = from, To = to, Begin = begin, End = begin + length }])
            {
                Assert.InRange(schedule.At(step, 1000), Math.Min(from, to) - 1e-12, Math.Max(from, to) + 1e-12);
            }
        });

    [Fact]
    public void BeginAtOrBeyondTheTotalStaysFinite() =>
        Assert.Equal([1, 1, 0, 0], Sample(new LinearSchedule { Begin = 150 }, 0, 99, 100, 150));

    [Theory]
    [MemberData(nameof(AllSchedules))]
    public void ValuesAreAmongThoseTaken(string kind)
    {
        // The option's range is checked on Values only, so these must be the extremes.
        var schedule = (ScheduleConfig)Catalog.FindFamily("schedules")!.Find(kind)!.CreateDefault();
        double largest = schedule.Values.Max(value => value.Value);
        double least = Math.Min(0, schedule.Values.Min(value => value.Value));

        Assert.All(Enumerable.Range(0, 2000).Select(step => schedule.At(step, 2000)), value => Assert.InRange(value, least, largest));
    }

    public static TheoryData<string> AllSchedules() => new(Catalog.FindFamily("schedules")!.Kinds);

    private static double[] Sample(ScheduleConfig schedule, params long[] steps) => [.. steps.Select(step => schedule.At(step, 100))];

    private static bool Close(double a, double b) => Math.Abs(a - b) <= Tolerance * 8;
}
