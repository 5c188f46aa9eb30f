using System.Diagnostics;
using CsCheck;
using GanCli.Engine.Config;

namespace GanCli.Tests.Config;

/// <summary>Whatever a file holds, the answer is a configuration or a list of errors, and it comes soon.</summary>
public sealed class HostileInputTests
{
    /// <summary>Far above what a good machine needs, far below what a quadratic parser or a bomb would take.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static TheoryData<string, string> Bombs => new()
    {
        { "10,000 flow lists", Repeat("[", 10_000) },
        { "10,000 flow mappings", Repeat("{a: ", 10_000) },
        { "10,000 block lists", Repeat("- ", 10_000) },
        { "10,000 block mappings", string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "a:\n")) },
        { "100,000 flow lists", Repeat("[", 100_000) },
        { "100,000 explicit keys", Repeat("? ", 100_000) },
        { "a scalar of 1 MB", "name: " + new string('x', 1_000_000) },
        { "a quoted scalar of 1 MB", "name: \"" + new string('x', 1_000_000) + "\"" },
        { "a block scalar of 1 MB", "name: |\n" + Repeat("  x\n", 250_000) },
        { "more than fits", "name: " + new string('x', 10_000_000) },
        { "an open quote", "name: \"" + new string('x', 1_000_000) },
        { "aliases of aliases", "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n")) },
        { "merges of merges", "a0: &a0 {x: 1, y: 2}\n"
            + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} {{p: *a{i - 1}, q: *a{i - 1}, <<: [*a{i - 1}, *a{i - 1}]}}\n")) },
        { "many elements", "generator: {widths: [" + Repeat("1,", 500_000) + "]}" },
        { "many unknown keys", string.Concat(Enumerable.Range(0, 60_000).Select(i => $"key-{i}: 1\n")) },
        { "many duplicate keys", Repeat("seed: 1\n", 60_000) },
        { "many documents", Repeat("---\n", 200_000) },
        { "many tag directives", string.Concat(Enumerable.Range(0, 60_000).Select(i => $"%TAG !a{i}! b\n")) },
        { "many faulty elements", "regularizers: [" + Repeat("x,", 60_000) + "]" },
        { "blank lines", Repeat("\n", 1_000_000) },
        { "control characters", "name: a\0b\u0001\u001b[31m" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void IsRefusedSoonAndInShort(string what, string yaml)
    {
        Assert.NotEmpty(what);
        var watch = Stopwatch.StartNew();
        string error = ConfigFixture.ErrorOf(yaml);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
        Assert.InRange(error.Length, 1, 20_000);
        Assert.DoesNotContain(error, c => char.IsControl(c) && c != '\n');
    }

    [Theory]
    [InlineData("10,000 flow lists", "mog8.yaml:1:65: nested more than 64 levels deep")]
    [InlineData("a scalar of 1 MB", "mog8.yaml:1:7 name: a value of 1,000,000 characters; at most 65,536 are read")]
    [InlineData("more than fits", "mog8.yaml: too long: a config has at most 1,048,576 bytes")]
    [InlineData("aliases of aliases", "mog8.yaml:6:15: more than 200,000 values, aliases written out")]
    [InlineData("many elements", "mog8.yaml:1:400012: more than 200,000 values, aliases written out")]
    public void InTheseWords(string what, string expected) =>
        Assert.Equal(expected, ConfigFixture.ErrorOf(Bombs.Single(bomb => bomb.Data.Item1 == what).Data.Item2));

    [Fact]
    public void AnEndlessFileIsReadNoFurtherThanAllowed()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "needs /dev/zero");

        ConfigException exception = Assert.Throws<ConfigException>(() => ConfigLoader.Load("/dev/zero"));

        Assert.Equal("/dev/zero: too long: a config has at most 1,048,576 bytes", exception.Message);
    }

    [Theory]
    [InlineData("seed: !!e1+qWy$ u@c;W=q*kQ")]
    [InlineData("a: !!% 1")]
    public void TextThatBreaksTheParserIsAnError(string yaml)
    {
        var source = new ConfigSource("random", Path.GetTempPath(), 0) { HasLines = true };
        Assert.StartsWith("random:1:", Assert.Throws<ConfigException>(() => YamlReader.Read(yaml, source, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomTextGivesAConfigOrErrors()
    {
        string[] words =
        [
            "data", "kind", "ring", "seed", "training", "steps", "optimizer", "generator", "lr", "regularizers", "widths", "base", "<<", "null", ".nan", "1",
            "-1e9",
            ":", ": ", ", ", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", "&a ", "*a", "!t ", "'", "\"", "|", ">", "#", "%", "? ", "\t", "\0", "é",
            "\ud83d\ude00", "---\n", "...\n",
        ];
        Gen.OneOf([.. words.Select(Gen.Const)]).List[0, 60].Select(string.Concat).Sample(Check, iter: 3000);
        Gen.String[0, 200].Sample(Check, iter: 1000);

        static void Check(string yaml)
        {
            try
            {
                var errors = new List<ConfigError>();
                var source = new ConfigSource("random", Path.GetTempPath(), 0) { HasLines = true };
                if (YamlReader.Read(yaml, source, errors) is ConfigMap root)
                {
                    ExperimentConfig config = new ConfigBinder(errors).Bind(root);
                    new ConfigValidator(root, errors, []).Validate(config, errors.Count == 0);
                }
            }
            catch (ConfigException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    [Fact]
    public void RandomAssignmentsGiveAConfigOrErrors()
    {
        string[] words =
            ["data", "kind", "ring", "seed", "training", "optimizer", "generator", "lr", "widths", ".", ".", "=", "=", "[0]", "[", "]", "1", "{", "}", ":", " ",
                "null", "modes"];
        Gen.OneOf([.. words.Select(Gen.Const)]).List[0, 12].Select(string.Concat).Sample(
            assignment =>
            {
                try
                {
                    ConfigLoader.FromJson("{\"seed\": 1}", "random",
                        [ConfigOverride.Set(assignment), ConfigOverride.Set("data.modes=3"), ConfigOverride.Set(assignment)]);
                }
                catch (ConfigException exception)
                {
                    Assert.NotEmpty(exception.Message);
                }
            },
            iter: 3000);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
