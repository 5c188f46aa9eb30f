using System.Globalization;
using System.Text;
using System.Text.Json;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Tests.Reporting.Comparison;

namespace GanCli.Tests.Commands;

/// <summary><c>gan compare --runs</c>: a row for each run.</summary>
public sealed class CompareRunsTests : ComparedRuns
{
    [Fact]
    public void ARowIsARun()
    {
        Fill();
        (int code, string data, _) = Gan("compare", "--runs", "--where", "seed<2");
        string[] ids = [.. Ids("1").Concat(Ids("0.1"))];
        Assert.Equal(
            (0, $"""
              GROUP   SEED  RUN     STATE      ALL MODES  MODES     HQ  REVERSE KL  FIRST  SECONDS
              lr=1    0     {ids[0]}  completed        yes      8  90.0%        0.01    200      0.2
              lr=1    1     {ids[1]}  completed        yes      8  90.0%      0.0101    200      0.2
              lr=0.1  0     {ids[2]}  completed         no      1  90.0%        0.08      –      0.2
              lr=0.1  1     {ids[3]}  completed         no      2  90.0%      0.0701      –      0.2
              a row is a run, under the name of its group; first: the first step with all modes

            """.ReplaceLineEndings("\n")),
            (code, data));

        IEnumerable<string> Ids(string rate) => RunFinder.All(Folder.FullName)
            .Where(run => File.ReadAllText(run.ResolvedJsonPath).Contains($"\"lr\":{rate} ", StringComparison.Ordinal))
            .OrderBy(run => run.Seed, StringComparer.Ordinal).Take(2).Select(run => run.Id);
    }

    [Fact]
    public void CsvHasAColumnForEverythingThatDiffersAndWasMeasured()
    {
        Fill();
        (int code, string data, string talk) = Gan("compare", "--runs", "--format", "csv");
        List<string[]> rows = Parsed(data);
        Assert.Equal((0, 13, "15:45:01 1 run without an outcome left out: 1 interrupted\n"), (code, rows.Count, talk));
        Assert.Equal(
            ["group", "seed", "run", "state", "optimizer.generator.lr", "optimizer.discriminator.lr", "success", "modes", "hq", "reverse-kl", "first",
                "hopping", "seconds", "steps", "gradients", "commit", "program"],
            rows[0]);
        RunFolder run = RunFinder.All(Folder.FullName).Single(run => run.Id == rows[1][2][^6..]);
        Assert.Equal(["lr=1", "0", $"ring/{run.FolderPart}", "completed", "1", "1", "1", "8", "0.9", "0.01", "200", "", "0.2", "200", "400", "", "gan"],
            rows[1]);
        Assert.Equal(["lr=0.1", "5", "0", "2", ""],
            new[] { "group", "seed", "success", "modes", "first" }.Select(name => rows[^1][Array.IndexOf(rows[0], name)]));
    }

    // What somebody computes from the rows is what the table of groups says.
    [Fact]
    public void MeansOfTheRowsAreThoseOfTheGroups()
    {
        Fill();
        new SeedRun { LearningRate = "1", Seed = "7", Modes = [0, 8], State = RunState.Diverged }.Write(Folder.FullName);
        List<string[]> groups = Parsed(Gan("compare", "--format", "csv").Data);
        List<string[]> rows = Parsed(Gan("compare", "--runs", "--format", "csv").Data);
        Assert.Equal(14, rows.Count);
        foreach (string[] group in groups.Skip(1))
        {
            string[][] mine = [.. rows.Skip(1).Where(row => row[0] == group[0])];
            Assert.Equal(group[Array.IndexOf(groups[0], "runs")], $"{mine.Length}");
            foreach ((string measure,
                string mean) in new[] { ("success", "success"), ("modes", "modes.mean"), ("hq", "hq.mean"), ("reverse-kl", "reverse-kl.mean"), ("seconds",
                    "seconds.mean"), ("first", "first.mean") })
            {
                double[] values =
                    [.. mine.Select(row => row[Array.IndexOf(rows[0], measure)]).Where(cell => cell.Length > 0)
                        .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
                string cell = group[Array.IndexOf(groups[0], mean)];
                Assert.Equal(cell.Length == 0, values.Length == 0);
                Assert.True(cell.Length == 0
                    || Math.Abs(double.Parse(cell, CultureInfo.InvariantCulture) - values.Average()) < 1e-12, $"{group[0]} {mean}: {cell}");
            }
        }

        // A run that diverged has no metrics, and holds no modes.
        string[] diverged = Assert.Single(rows, row => row.Contains("diverged", StringComparer.Ordinal));
        Assert.Equal(["0", "", "", ""], diverged[6..10]);
    }

    [Fact]
    public void CellsAreQuotedAsRfc4180SaysInEveryCulture()
    {
        new SeedRun { Loss = """{"kind":"a,b","note":"two\nlines"}""", ReverseKl = 0.125, Modes = [7] }.Write(Folder.FullName);
        new SeedRun { Loss = """{"kind":"say \"c\"","note":"plain"}""", ReverseKl = 1234567.5, Begun = 1 }.Write(Folder.FullName);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            string[] columns = ["compare", "--runs", "--columns", "loss,loss.note,reverse-kl", "--sort", "reverse-kl"];
            string data = Gan([.. columns, "--format", "csv"]).Data;
            Assert.Equal(
                "group,seed,loss,loss.note,reverse-kl\n\"a,b note=two\nlines\",0,\"a,b\",\"two\nlines\",0.125\n\"say \"\"c\"\" note=plain\",0,\"say "
                    + "\"\"c\"\"\",plain,1234567.5\n", data);
            Assert.Equal(["say \"c\" note=plain", "0", "say \"c\"", "plain", "1234567.5"], Parsed(data)[2]);
            Assert.Contains("| a,b note=two lines | 0 | a,b | two lines | 0.125 |\n", Gan([.. columns, "--format", "md"]).Data, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("modes,hq,modes")]
    [InlineData("modes,hq,optimizer.generator.lr", "--only-diff")]
    public void AColumnIsThereOnce(string columns, params string[] more)
    {
        Fill();
        using JsonDocument document = JsonDocument.Parse(Gan(["compare", "--runs", "--format", "json", "--columns", columns, .. more]).Data);
        string[] names = [.. document.RootElement[0].EnumerateObject().Select(static property => property.Name)];
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        Assert.Contains("hq", names);
    }

    [Fact]
    public void JsonIsRowsWithNumbersAsNumbers()
    {
        new SeedRun { LearningRate = "1e-3", Modes = [7] }.Write(Folder.FullName);
        new SeedRun { LearningRate = "0.01", Loss = """{"kind":"minimax"}""", Begun = 1 }.Write(Folder.FullName);
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--runs", "--format", "json").Data);
        JsonElement[] rows = [.. document.RootElement.EnumerateArray()];
        Assert.Equal(["minimax lr=0.01", "hinge lr=1e-3"], rows.Select(row => row.GetProperty("group").GetString()));
        JsonElement row = rows[1];
        Assert.Equal((0, 0.001, "hinge"), (row.GetProperty("seed").GetInt32(), row.GetProperty("optimizer.generator.lr")
            .GetDouble(), row.GetProperty("loss.kind").GetString()));
        Assert.Equal((0, 7, 0.9, 100), (row.GetProperty("success").GetInt32(), row.GetProperty("modes").GetDouble(), row.GetProperty("hq")
            .GetDouble(), row.GetProperty("steps").GetInt32()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (row.GetProperty("first").ValueKind, row.GetProperty("commit").ValueKind));
    }

    // num-threads: null is no value, and a group that has no gamma has none either.
    [Fact]
    public void WhereThereIsNoValueTheCellIsEmpty()
    {
        new SeedRun { Threads = "2", Regularizers = """[{"kind":"r1","gamma":3}]""" }.Write(Folder.FullName);
        new SeedRun { Begun = 1 }.Write(Folder.FullName);
        Assert.Equal(
            "group,seed,training.num-threads,regularizers[0].gamma\nr1 num-threads=2,0,2,3\nno regularizers num-threads=null,0,,\n",
            Gan("compare", "--runs", "--format", "csv", "--columns", "training.num-threads,regularizers[0].gamma").Data);
        Assert.EndsWith("\"regularizers[0].gamma\": null\n  }\n]\n", Gan("compare", "--runs", "--format", "json", "--columns", "regularizers[0].gamma").Data,
            StringComparison.Ordinal);
    }

    [Fact]
    public void SeedsThatPartHaveColumnsOfTheirOwn()
    {
        new SeedRun { Seed = """{"init":3,"data":1,"latent":2}""" }.Write(Folder.FullName);
        Assert.StartsWith("group,seed,seed.init,seed.data,seed.latent,run,state,", Gan("compare", "--runs", "--format", "csv").Data, StringComparison.Ordinal);
        Assert.Equal("group,seed,seed.data,seed.init\nring,3-1-2,1,3\n", Gan("compare", "--runs", "--format", "csv", "--columns", "seed.data,seed.init").Data);
    }

    [Fact]
    public void RowsAreSortedBestFirstAndChosenLikeGroups()
    {
        Fill();
        Assert.Equal(
            """
              GROUP   SEED  OPTIMIZER.GENERATOR.LR  OPTIMIZER.DISCRIMINATOR.LR  REVERSE KL
              lr=1    0     1                       1                                 0.01
              lr=1    3     1                       1                               0.0103
              lr=0.1  3     0.1                     0.1                             0.0703
              lr=0.1  0     0.1                     0.1                               0.08
            """.ReplaceLineEndings("\n"),
            string.Join('\n',
                Gan("compare", "--runs", "--only-diff", "--columns", "reverse-kl", "--sort", "reverse-kl", "--where", "seed!=1", "--where", "seed!=2",
                    "--where", "seed<4").Data.Split('\n').Take(5)));
        Assert.Equal(["5", "5", "4", "4", "3", "3", "2", "2", "1", "1", "0", "0"],
            Parsed(Gan("compare", "--runs", "--columns", "modes", "--sort", "-seed", "--format", "csv").Data).Skip(1).Select(row => row[1]));

        // At the first evaluation no run had a mode.
        new SeedRun { LearningRate = "2", Modes = [3], Begun = 2 }.Write(Folder.FullName);
        Assert.Contains("\nlr=1 steps=200,0,0,100\n", Gan("compare", "--runs", "--columns", "modes,steps", "--by", "step", "--format", "csv").Data,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ANarrowTerminalGetsFewerColumns()
    {
        Fill();
        string data = Gan(new StreamTraits(IsTerminal: true, HasColour: false, 54), "compare", "--runs").Data;
        Assert.StartsWith("  GROUP   SEED  ALL MODES  MODES     HQ  REVERSE KL\n", data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: --runs shows runs and tests nothing; leave out --baseline\n", "--runs", "--baseline", "lr=1")]
    [InlineData("error: --runs shows runs and tests nothing; leave out --unpaired\n", "--runs", "--unpaired")]
    [InlineData("error: --expect takes the runs of its sweeps, as they are; leave out --runs\n", "--runs", "--expect", "a.yaml")]
    [InlineData("error: --columns: 'modes.sd' is of a whole group; leave out --runs, which makes a row of each run\n", "--runs", "--columns", "modes.sd")]
    [InlineData("error: --sort: 'cost' is of a whole group; leave out --runs, which makes a row of each run\n", "--runs", "--sort", "cost")]
    [InlineData("error: --columns: 'commit' is of a single run; add --runs, which makes a row of each run\n", "--columns", "commit")]
    [InlineData(
        "error: --columns: 'stat' is no column; did you mean 'state'?\n  columns: group, seed, seed.init, seed.data, seed.latent, run, name, label, state, "
            + "success, commit, program, modes, hq, reverse-kl, first, hopping, seconds, steps, gradients, settings\n", "--runs", "--columns", "stat")]
    public void AnOptionWithoutMeaningIsRefused(string talk, params string[] options)
    {
        Fill();
        Assert.Equal((2, "", talk), Gan(["compare", .. options]));
    }

    /// <summary>RFC 4180, written from its grammar.</summary>
    private static List<string[]> Parsed(string csv)
    {
        List<string[]> rows = [];
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (quoted && c == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        return rows;
    }
}
