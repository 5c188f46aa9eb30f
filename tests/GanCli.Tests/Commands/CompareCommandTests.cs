using System.Text.Json;
using GanCli.Terminal;
using GanCli.Tests.Reporting.Comparison;

namespace GanCli.Tests.Commands;

/// <summary>What <c>gan compare</c> shows and writes.</summary>
public sealed class CompareCommandTests : ComparedRuns
{
    [Fact]
    public void GroupsStandBesideEachOtherAndThenAgainstTheBaseline()
    {
        Fill();
        Assert.Equal(
            """
              GROUP   RUNS  ALL MODES          95%        MODES            95%  MEDIAN           HQ             95%  MEDIAN         REVERSE KL               95%  MEDIAN  FIRST  SECONDS
              lr=1       6        6/6  61% to 100%        8 ± 0         8 to 8       8  90.0% ± 0.0  90.0% to 90.0%   90.0%  0.01025 ± 0.00019  0.0101 to 0.0104  0.0103    200  0.2 ± 0
              lr=0.1     6        0/6    0% to 39%  1.50 ± 0.55  0.925 to 2.07     1.5  90.0% ± 0.0  90.0% to 90.0%   90.0%    0.0752 ± 0.0054  0.0696 to 0.0809  0.0753      –  0.2 ± 0
              runs of a group differ in nothing but seeds; ±: standard deviation; 95%: Student’s interval of the mean within what is
              possible, Wilson’s of the rate
              1 run without an outcome left out: 1 interrupted

              against lr=0.1 (--baseline takes another)
              GROUP  MEASURE     DIFFERENCE  95%                 DELTA  P      P (HOLM)       TEST
              lr=1   success     +100.0 pp   +44.8 to +100.0 pp  +1.00  0.031  0.031          McNemar, 6 pairs
              lr=1   modes       +6.5        +5.93 to +7.07      +1.00  0.031  0.031          sign flips, 6 pairs
              lr=1   hq          0.0 pp      0.0 to 0.0 pp       0.00   –      all are equal  sign flips, 6 pairs, none differs
              lr=1   reverse kl  −0.065      −0.0707 to −0.0593  −1.00  0.031  0.031          sign flips, 6 pairs
              difference: mean less the baseline’s; 95%: Newcombe’s interval of shares, Student’s of means, both approximate: where
              one leaves out 0 and p does not reach .05, go by p; delta: Cliff’s, −1 to 1; pp: percentage points; p: exact,
              two-sided, Holm’s correction over the groups for each measure

            """.ReplaceLineEndings("\n"),
            Gan("compare").Data);
    }

    [Fact]
    public void ANarrowTerminalGetsFewerColumns()
    {
        Fill();
        string data = Gan(new StreamTraits(IsTerminal: true, HasColour: false, 58), "compare").Data;
        Assert.StartsWith("  GROUP   RUNS  ALL MODES          95%        MODES\n", data, StringComparison.Ordinal);
        Assert.All(data.Split('\n'), line => Assert.InRange(line.Length, 0, 58));
    }

    // What was left out is named as --columns takes it, and no footnote is left of it.
    [Fact]
    public void WhatANarrowTerminalLeavesOutIsSaid()
    {
        Fill();
        string narrow =
            string.Join(' ', Gan(new StreamTraits(IsTerminal: true, HasColour: false, 80), "compare").Data
                .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("for want of width without modes.interval, modes.median, ", narrow, StringComparison.Ordinal);
        Assert.Contains(": --columns NAMES takes others, a wider terminal shows all", narrow, StringComparison.Ordinal);
        Assert.DoesNotContain("Student’s interval of the mean within", narrow, StringComparison.Ordinal);
        Assert.Contains("for want of width without delta, p, test: --format md has them, and a wider terminal", narrow, StringComparison.Ordinal);
        Assert.DoesNotContain("Cliff’s", narrow, StringComparison.Ordinal);
        string wide = Gan("compare").Data;
        Assert.DoesNotContain("for want of width", wide, StringComparison.Ordinal);
        Assert.Contains("Student’s interval of the mean within", wide, StringComparison.Ordinal);
        Assert.Contains("Cliff’s", wide, StringComparison.Ordinal);
        string left = narrow["for want of width without ".Length..][narrow.IndexOf("for want of width without ", StringComparison.Ordinal)..];
        Assert.Equal(0, Gan("compare", "--columns", left[..left.IndexOf(':', StringComparison.Ordinal)].Replace(", ", ",", StringComparison.Ordinal)).Code);
    }

    [Fact]
    public void LongNamesAreCutBetweenWords()
    {
        foreach (string rate in (string[])["1", "2"])
        {
            new SeedRun { Name = "one-name", LearningRate = rate, Loss =
                $$"""{"kind":"some-long-loss-{{rate}}","an-option":"value-{{rate}}","b":{{rate}},"c":{{rate}} }""",
                    Modes = [8] }.WriteSeeds(Folder.FullName, 8, 7);
        }

        string[] lines = Gan(new StreamTraits(IsTerminal: true, HasColour: false, 60), "compare").Data.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 60));
        foreach (string word in (string[])["some-long-loss-1", "lr=1"])
        {
            Assert.Contains(lines, line => line.Split(' ').Contains(word, StringComparer.Ordinal));
        }
    }

    // The corrected p value says more than the raw one.
    [Fact]
    public void InANarrowTableTheCorrectedPStays()
    {
        Fill();
        string[] lines = Gan(new StreamTraits(IsTerminal: true, HasColour: false, 80), "compare").Data.Split('\n');
        string heading = Assert.Single(lines, static line => line.Contains("MEASURE", StringComparison.Ordinal));
        Assert.Equal("GROUP MEASURE DIFFERENCE 95% P (HOLM)", string.Join(' ', heading.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void MarkdownIsATable()
    {
        Fill();
        Assert.Equal(
            """
            | group | all modes | modes |
            |---|---|---|
            | lr=1 | 6/6 | 8 ± 0 |
            | lr=0.1 | 0/6 | 1.50 ± 0.55 |

            Runs of a group differ in nothing but seeds; ±: standard deviation.

            1 run without an outcome left out: 1 interrupted.

            Against lr=0.1; difference: mean less the baseline’s; 95%: Newcombe’s interval of shares, Student’s of means, both approximate: where one leaves out 0 and p does not reach .05, go by p; delta: Cliff’s, −1 to 1; pp: percentage points; p: exact, two-sided, Holm’s correction over the groups for each measure.

            | group | measure | difference | 95% | delta | p | p (Holm) | test |
            |---|---|---|---|---|---|---|---|
            | lr=1 | success | +100.0 pp | +44.8 to +100.0 pp | +1.00 | 0.031 | 0.031 | McNemar, 6 pairs |
            | lr=1 | modes | +6.5 | +5.93 to +7.07 | +1.00 | 0.031 | 0.031 | sign flips, 6 pairs |

            """.ReplaceLineEndings("\n"),
            Gan("compare", "--format", "md", "--columns", "success,modes").Data);
    }

    [Fact]
    public void CsvIsInFullPrecisionAndHoldsNothingElse()
    {
        Fill();
        (int code, string data, string talk) = Gan("compare", "--format", "csv", "--columns", "runs,success,modes.sd,first");
        Assert.Equal((0, "group,runs,success,modes.sd,first\nlr=1,6,1,0,200\nlr=0.1,6,0,0.5477225575051661,\n"), (code, data));
        Assert.Equal("15:45:01 1 run without an outcome left out: 1 interrupted\n", talk);
        string[] ends = [.. Gan("compare", "--format", "csv", "--columns", "modes.low,modes.high,modes.interval").Data.Split('\n')[2].Split(',')];
        Assert.Equal($"{ends[1]} to {ends[2]}", ends[3]);
        string[] all = Gan("compare", "--format", "csv").Data.Split('\n');
        Assert.StartsWith(
            "group,optimizer.generator.lr,optimizer.discriminator.lr,runs,diverged,success,success.low,success.high,"
                + "modes.n,modes.mean,modes.sd,modes.low,modes.high,modes.median,modes.min,modes.max,hq.n,",
            all[0],
            StringComparison.Ordinal);
        Assert.All(all[..3], line => Assert.Equal(all[0].Count(c => c == ','), line.Count(c => c == ',')));
    }

    // The table's means are over all runs, the difference is not.
    [Fact]
    public void ADifferenceOverFewerSeedsThanTheTablesMeansSaysSo()
    {
        new SeedRun { LearningRate = "0.1", Modes = [0, 2] }.WriteSeeds(Folder.FullName, 1, 2, 1, 2, 8, 8);
        new SeedRun { LearningRate = "1", Modes = [0, 8], Begun = 1 }.WriteSeeds(Folder.FullName, 8, 8, 8, 8);
        string data = Gan("compare", "--format", "md").Data;

        Assert.Contains("difference: mean less the baseline’s, over the seeds that both have; 95%: ", data, StringComparison.Ordinal);
        Assert.Contains("; delta: Cliff’s, over all runs, −1 to 1; ", data,
            StringComparison.Ordinal);
        Assert.Matches(@"\| lr=1 \| modes \| \+6\.5 \|", data);
    }

    [Fact]
    public void JsonHoldsEverything()
    {
        Fill();
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--format", "json").Data);
        JsonElement root = document.RootElement;
        JsonElement best = root.GetProperty("groups")[0];
        Assert.Equal("lr=1", best.GetProperty("group").GetString());
        Assert.Equal("1", best.GetProperty("settings").GetProperty("optimizer.generator.lr").GetString());
        Assert.Equal(8, best.GetProperty("measures").GetProperty("modes").GetProperty("mean").GetDouble());
        Assert.Equal(["0", "1", "2", "3", "4", "5"], best.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("seed").GetString()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("groups")[1].GetProperty("runs")[0].GetProperty("values").GetProperty("first").ValueKind);
        JsonElement hq = root.GetProperty("tests")[2];
        Assert.Equal(("hq", JsonValueKind.Null, 1.0), (hq.GetProperty("measure").GetString(), hq.GetProperty("p").ValueKind, hq.GetProperty("least-p")
            .GetDouble()));
        Assert.Equal(2 / 64.0, root.GetProperty("tests")[1].GetProperty("p").GetDouble(), 14);
        Assert.Equal("lr=0.1", root.GetProperty("baseline").GetString());
    }

    [Fact]
    public void CombinationsOfASweepStandAgainstTheBetterChangeAlone()
    {
        new SweptRuns(Folder.FullName, "architecture", "remedy")
            .Add(["plain", "none"], [1, 1, 2, 1, 1, 1]).Add(["plain", "packing"], [6, 5, 6, 7, 6, 6])
            .Add(["deeper", "none"], [3, 4, 3, 3, 4, 3]).Add(["deeper", "packing"], [8, 8, 8, 8, 8, 8], run => run with { SecondsPerStep = 0.0025 })
            .Close();
        string table = Gan("compare", "--columns", "modes").Data;
        Assert.Equal(
            """
              combinations against the better of their two changes alone
              COMBINATION      BETTER ALONE    MEASURE  DIFFERENCE  95%                 DELTA  P      P (HOLM)  TEST
              deeper, packing  plain, packing  success  +100.0 pp   +44.8 to +100.0 pp  +1.00  0.031  0.031     McNemar, 6 pairs
              deeper, packing  plain, packing  modes    +2          +1.34 to +2.66      +1.00  0.031  0.031     sign flips, 6 pairs
              difference: mean less that of the better of its two changes alone, which was picked by the same runs: a gain is rather
              understated; pp: percentage points; p: exact, two-sided, Holm’s correction over the combinations for each measure

              interactions: what two changes do together beyond the sum of what each does alone
              COMBINATION      MEASURE  INTERACTION  95%                  P      P (HOLM)                       TEST
              deeper, packing  success  +100.0 pp    +100.0 to +100.0 pp  0.031  0.031                          sign flips, 6 pairs
              deeper, packing  modes    −0.167       −0.957 to +0.623     –      cannot reach .05 (least 0.25)  sign flips, 6 pairs, 3 differ
              interaction: (both − first alone) − (second alone − baseline), seed by seed: 0 where two changes add up, which they
              cannot where one alone reaches the best there is; 95%: Student’s interval of its mean; pp: percentage points; p:
              exact, two-sided, Holm’s correction over the combinations for each measure, if chance moves an interaction up as
              easily as down

            """.ReplaceLineEndings("\n"),
            table[Math.Max(0, table.IndexOf("  combinations", StringComparison.Ordinal))..]);
        Assert.EndsWith(
            """

            | combination | better alone | measure | difference | 95% | delta | p | p (Holm) | test |
            |---|---|---|---|---|---|---|---|---|
            | deeper, packing | plain, packing | success | +100.0 pp | +44.8 to +100.0 pp | +1.00 | 0.031 | 0.031 | McNemar, 6 pairs |
            | deeper, packing | plain, packing | modes | +2 | +1.34 to +2.66 | +1.00 | 0.031 | 0.031 | sign flips, 6 pairs |

            Interactions; interaction: (both − first alone) − (second alone − baseline), seed by seed: 0 where two changes add up, which they cannot where one alone reaches the best there is; 95%: Student’s interval of its mean; pp: percentage points; p: exact, two-sided, Holm’s correction over the combinations for each measure, if chance moves an interaction up as easily as down.

            | combination | measure | interaction | 95% | p | p (Holm) | test |
            |---|---|---|---|---|---|---|
            | deeper, packing | success | +100.0 pp | +100.0 to +100.0 pp | 0.031 | 0.031 | sign flips, 6 pairs |
            | deeper, packing | modes | −0.167 | −0.957 to +0.623 | – | cannot reach .05 (least 0.25) | sign flips, 6 pairs, 3 differ |

            """.ReplaceLineEndings("\n"),
            Gan("compare", "--columns", "modes", "--format", "md").Data);
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--columns", "modes", "--format", "json").Data);
        JsonElement modes = document.RootElement.GetProperty("combinations")[1];
        Assert.Equal(
            ("deeper, packing", "deeper", "packing", "plain, packing", "modes"),
            (Text("group"), Text("row"), Text("column"), Text("better-alone"), Text("measure")));
        Assert.Equal((2.0, 6, 2 / 64.0), (modes.GetProperty("difference").GetDouble(), modes.GetProperty("pairs").GetInt32(), modes.GetProperty("p")
            .GetDouble()));
        JsonElement interaction = modes.GetProperty("interaction");
        Assert.Equal(["difference", "low", "high", "method", "pairs", "p", "least-p", "holm-p", "verdict", "holm-verdict"], interaction.EnumerateObject()
            .Select(property => property.Name));
        Assert.Equal(-1 / 6.0, interaction.GetProperty("difference").GetDouble(), 12);

        string? Text(string key) => modes.GetProperty(key).GetString();
    }

    [Fact]
    public void CostsAreInStepsOfTheBaseline()
    {
        new SeedRun { Name = "baseline" }.WriteSeeds(Folder.FullName, 1, 2);
        new SeedRun { Name = "unrolling", SecondsPerStep = 0.0055, LearningRate = "1", Begun = 1 }.WriteSeeds(Folder.FullName, 8, 8);
        Assert.StartsWith("  GROUP      COST\n  unrolling  5.50\n  baseline   1.00\n", Gan("compare", "--columns", "cost").Data, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--format", "json").Data);
        Assert.Equal(5.5, document.RootElement.GetProperty("groups")[0].GetProperty("cost").GetDouble(), 12);
    }

    [Fact]
    public void SeedsThatPartGetTheirShares()
    {
        for (int i = 0; i < 4; i++)
        {
            new SeedRun { Seed = $$"""{"init":{{i / 2}},"data":0,"latent":{{i % 2}}}""", Modes = [4 + (2 * (i / 2)) + (i % 2)], Begun =
                i }.Write(Folder.FullName);
        }

        // V(init) = 2, V(latent) = 1/2, V(both) = (9/2 + 1/2)/2: 2, 1/2 and nothing together. Where nothing varies there is nothing to share.
        string data = Gan("compare", "--columns", "modes,hq").Data;
        Assert.EndsWith("  shares of the variance by seed\n  GROUP  MEASURE  INIT  DATA  LATENT  TOGETHER\n  ring   modes    80%   –     20%     0%\n", data,
            StringComparison.Ordinal);
    }
}
