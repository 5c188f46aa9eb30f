using GanCli.Commands;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Training;
using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string, int> Tables() => new()
    {
        // File, keys of data beside kind and path, columns, rows that are learned.
        { "a,b\n1,2\n3,4\n", "", "a,b", 2 },
        { "a;b\n1,5;2\n3,5;4\n", "delimiter: null; decimal: comma", "a,b", 2 },
        { "a;b\n1.5;2\n3.5;4\n", "delimiter: \";\"; decimal: point", "a,b", 2 },
        { "a\tb\n1\t2\n3\t4\n", "delimiter: \"\\u0009\"", "a,b", 2 },
        { "a|b\n1|2\n3|4\n", "delimiter: \"|\"", "a,b", 2 },
        { "# made by hand\na,b\n1,2\n3,4\n", "comment: \"#\"", "a,b", 2 },
        { "0.5,2\n3,4\n", "", "1,2", 2 },
        { "name,b\nx,2\ny,4\n", "leave-out: [name]", "b", 2 },
        { "a b: #,c\nx,2\ny,4\n", "leave-out: [\"a b: #\"]", "c", 2 },
        { ",b,b\nx,2,5\ny,4,6\n", "leave-out: [\"1\"]", ",b,b", 2 },
        { "id,b\n0,2\n1,4\n2,7\n", "leave-out: [id]", "b", 3 },
        { "a,b\n1,2\n,4\n5,9\n6,9\n", "missing: drop", "a,b", 3 },
        { "a,b,c\n1,2,\n2,4,\n5,9,\n6,9,3\n", "leave-out: [c]", "a,b", 4 },
        { "a,b,c\n1,2,\n2,4,\n", "leave-out: [c]", "a,b", 2 },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void WhatIsWrittenReadsTheTable(string table, string keys, string columns, int rows)
    {
        File.WriteAllText(_folder["my.csv"], table);
        Directory.CreateDirectory(_folder["configs"]);
        (int code, RecordedOutput output) = Run("--data", _folder["my.csv"], "--output", _folder["configs", "a.yaml"]);

        Assert.Equal((0, $"{_folder["configs", "a.yaml"]}\n"), (code, output.Data));
        string text = File.ReadAllText(_folder["configs", "a.yaml"]);
        Assert.Contains("\n  path: ../my.csv\n", text, StringComparison.Ordinal);
        LoadedConfig loaded = ConfigLoader.Load(_folder["configs", "a.yaml"]);
        var data = Assert.IsType<CsvConfig>(loaded.Config.Data);
        foreach (string[] key in keys.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(key => key.Split(": ", 2)))
        {
            Assert.Equal(key[1], ConfigKey.Of(typeof(CsvConfig)).Single(known => known.Name == key[0]).ValueText(data));
        }

        Blueprint blueprint = Blueprint.Of(loaded);
        Assert.Equal(columns.TrimStart(','), string.Join(',', blueprint.Data.Columns!));
        Assert.Equal(rows, blueprint.Data.Table!.Count);
        Assert.DoesNotContain(blueprint.Data.Notes, note => note.Contains("leave it out", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatWasFoundStandsThere()
    {
        File.WriteAllText(_folder["my.csv"], "kind,height,legs\ncat,20.5,4\nbird,8.25,2\ncow,,4\n");
        Run("--data", _folder["my.csv"], "--output", _folder["a.yaml"]);

        Assert.Contains(
            """
            : 2 rows, 2 of 3 columns that can be learned.
            #   kind    left out: 3 of 3 cells are not numbers
            #   height  8.25 to 20.5, 2 different values, 1 missing
            #   legs    whole numbers, 2 to 4, 2 different values
            # Note: 1 of 3 rows have a missing cell and are left out.
            # Columns are standardized for training; samples come in the table's units.
            data:
              kind: csv
              path: my.csv
              leave-out: [kind]
              missing: drop

            """,
            File.ReadAllText(_folder["a.yaml"]), StringComparison.Ordinal);
    }

    // A name that would end the comment and begin a key.
    [Fact]
    public void ColumnsCannotWriteKeys()
    {
        File.WriteAllText(_folder["my.csv"], "\"x\nloss: hinge\",b\nq,2\ny,4\n");
        Run("--data", _folder["my.csv"], "--output", _folder["a.yaml"]);
        Assert.Equal("least-squares", Catalog.KindOf(ConfigLoader.Load(_folder["a.yaml"]).Config.Loss));
    }

    [Theory]
    [InlineData("a,b\nx,y\nz,w\n",
        "my.csv: 2 faults\n  column 'a': 2 of 2 cells are not numbers, the first ('x') in line 2; leave the column out with leave-out: [a]\n")]
    [InlineData("a,b\n1,2\n3\n", "my.csv: line 3: row 2 has 1 field where the header has 2")]
    [InlineData("", "my.csv: is empty")]
    [InlineData("a,b\n", "my.csv: has no rows")]
    [InlineData("a,b\n\"1,2\n", "my.csv: line 2: a quote is never closed")]
    public void ABadTableIsRefusedInTheLoadersWords(string table, string expected)
    {
        File.WriteAllText(_folder["my.csv"], table);
        (int code, RecordedOutput output) = Run("--data", _folder["my.csv"], "--output", _folder["a.yaml"]);

        Assert.Equal((ExitCodes.InputOutput, ""), (code, output.Data));
        Assert.StartsWith($"error: {_folder.FullName}{Path.DirectorySeparatorChar}{expected}", output.Talk, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["a.yaml"]));
    }

    [Fact]
    public void NothingIsOverwrittenWithoutConsent()
    {
        File.WriteAllText(_folder["a.yaml"], "mine");
        (int code, RecordedOutput output) = Run("--output", _folder["a.yaml"]);
        Assert.Equal((ExitCodes.Usage, $"error: {_folder["a.yaml"]} is there already; name another file with --output, or overwrite it with --force\n"), (code,
            output.Talk));
        Assert.Equal("mine", File.ReadAllText(_folder["a.yaml"]));

        Assert.Equal(0, Run("--output", _folder["a.yaml"], "--force").Code);
        Assert.NotEqual("mine", File.ReadAllText(_folder["a.yaml"]));
    }

    [Fact]
    public void WithoutATableItIsTheShippedRing()
    {
        Run("--output", _folder["a.yaml"]);
        ExperimentConfig shipped = ConfigLoader.Load("mog8.yaml").Config;
        Assert.Equal(ConfigWriter.ToJson(shipped), ConfigWriter.ToJson(ConfigLoader.Load(_folder["a.yaml"]).Config with { Name = shipped.Name }));
    }

    [Fact]
    public void AnArrayIsReadToo()
    {
        using (var writer = new GanCli.Runs.NpyWriter(_folder["my.npy"], 3, 2))
        {
            writer.Append([1, 2, 3, 5, 8, 13]);
            writer.Complete();
        }

        Assert.Equal(0, Run("--data", _folder["my.npy"], "--output", _folder["a.yaml"]).Code);
        Assert.Contains("my.npy: 3 samples of 2 numbers.\ndata:\n  kind: npy\n  path: my.npy\n", File.ReadAllText(_folder["a.yaml"]), StringComparison.Ordinal);
        Assert.Equal(2, Blueprint.Of(ConfigLoader.Load(_folder["a.yaml"])).Data.Dimension);
    }

    [Fact]
    public void PicturesGetAGameThatDoesNotCollapseAtOnce()
    {
        GanCli.Runs.Npy.Write(_folder["my.npy"], new float[2 * 3 * 4 * 5], 2, 3, 4, 5);
        Assert.Equal(0, Run("--data", _folder["my.npy"], "--output", _folder["a.yaml"]).Code);
        string text = File.ReadAllText(_folder["a.yaml"]);
        Assert.StartsWith("# A GAN for pictures, or other samples of several axes, written by gan init.\n", text, StringComparison.Ordinal);
        Assert.Contains("my.npy: 2 samples of 3 × 4 × 5 numbers.\n", text, StringComparison.Ordinal);
        Assert.Equal(["r1", "r2"], ConfigLoader.Load(_folder["a.yaml"]).Config.Regularizers.Select(Catalog.KindOf));
        Assert.Equal([3, 4, 5], Blueprint.Of(ConfigLoader.Load(_folder["a.yaml"])).Game.Generator.OutputShape);
    }

    [Fact]
    public void ASchemaBesideItIsNamed()
    {
        string Written() => Run("--output", _folder["a.yaml"], "--force").Code == 0 ? File.ReadAllText(_folder["a.yaml"]) : "";
        Assert.DoesNotContain("\n# yaml-language-server", Written(), StringComparison.Ordinal);
        File.WriteAllText(_folder["schema.json"], "{}");
        Assert.Contains("\n# yaml-language-server: $schema=schema.json\n", Written(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItTrainsAsItStands()
    {
        File.WriteAllText(_folder["my.csv"], "kind,height,legs\ncat,20.5,4\nbird,8.25,2\ncow,,4\nant,0.5,6\n");
        ProgramUnderTest gan = new() { WorkingDirectory = _folder.FullName };
        Assert.Equal("my.yaml\n", (await gan.RunAsync("init", "--data", "my.csv")).Data);
        Assert.Equal(0, (await gan.RunAsync("train", "--config", "my.yaml", "--dry-run")).ExitCode);
        ProgramResult trained = await gan.RunAsync("train", "--config", "my.yaml", "--set", "training.steps=3", "--quiet");
        Assert.Equal(new ProgramResult(0, "", ""), trained);
    }

    private static (int Code, RecordedOutput Output) Run(params string[] arguments)
    {
        var recorded = new RecordedOutput(StreamTraits.Plain);
        return (CommandLine.Run(["init", .. arguments], recorded.Output), recorded);
    }

    public void Dispose() => _folder.Dispose();
}
