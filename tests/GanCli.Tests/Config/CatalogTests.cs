using GanCli.Engine.Config;

namespace GanCli.Tests.Config;

public sealed class CatalogTests
{
    public static TheoryData<string, string> Components()
    {
        var data = new TheoryData<string, string>();
        foreach (ComponentFamily family in Catalog.Families)
        {
            foreach (Component component in family.Components)
            {
                data.Add(family.Plural, component.Kind);
            }
        }

        return data;
    }

    [Fact]
    public void FamiliesComeInTheOrderOfAnExperiment() =>
        Assert.Equal(
            ["data", "priors", "architectures", "losses", "regularizers", "optimizers", "schedules", "metrics", "extractors"],
            Catalog.Families.Select(family => family.Plural).Where(word => word != "inits"));

    [Fact]
    public void KindsAreUniqueAcrossFamiliesOrAtLeastWithin() =>
        Assert.All(Catalog.Families, family => Assert.Equal(family.Kinds.Count(), family.Kinds.Distinct().Count()));

    [Fact]
    public void EveryComponentRecordIsRegistered() =>
        Assert.All(
            typeof(ComponentConfig).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ComponentConfig)) && !type.IsAbstract),
            type => Assert.Equal(type, Catalog.Describe(type).RecordType));

    [Theory]
    [MemberData(nameof(Components))]
    public void AComponentIsWellDescribed(string family, string kind)
    {
        Component component = Catalog.FindFamily(family)!.Find(kind)!;

        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", component.Kind);
        AssertHelp(component.Help);
        foreach (string? words in (string?[])[component.Words.When, component.Words.Cost])
        {
            // A remedy without them would be no help to somebody who has to choose.
            Assert.True(words is not null || family != "regularizers", kind);
            AssertHelp(words ?? component.Help);
        }

        Assert.True(component.Source is not null || family != "regularizers", kind);
        ComponentConfig record = component.CreateDefault();
        foreach (ConfigKey key in component.Keys)
        {
            AssertHelp(key.Option.Help);
            Assert.NotEqual(ConfigMap.KindKey, key.Name);
            Assert.NotEmpty(key.Type.Text);
            Assert.NotNull(key.ValueText(record));
        }
    }

    [Theory]
    [MemberData(nameof(Components))]
    public void ItsDefaultsAreValidAndSurviveBeingWritten(string family, string kind)
    {
        ComponentConfig record = Catalog.FindFamily(family)!.Find(kind)!.CreateDefault();
        foreach (ExperimentConfig experiment in Holders(record))
        {
            try
            {
                ConfigWriterTests.AssertSurvives(experiment);
            }
            catch (ConfigException exception)
            {
                // A component may insist on keys that have no sensible default (the path of a file), and then says which; or need another
                // setting than the default, and then says what to set.
                Assert.All(exception.Errors, error => Assert.Matches(family == "data" ? Requirement : "; set [a-z-]+(\\.[a-z-]+)* to ", error.Message));
            }
        }
    }

    /// <summary>How a component says that a key must be given.</summary>
    private const string Requirement = "must be given";

    [Fact]
    public void EveryNumberHasARange()
    {
        // A schedule's numbers obey the range of the key that holds it.
        IEnumerable<string> unbounded =
            from family in Catalog.Families.Where(family => family.Plural != "schedules")
            from component in family.Components
            from key in component.Keys
            let type = key.Type.Element?.Element ?? key.Type.Element ?? key.Type
            where type.Form is OptionForm.Number or OptionForm.Integer || type.TakesNumber
            where key.RangeText.Length == 0
            select $"{component.Kind}.{key.Name}";

        Assert.Empty(unbounded);
    }

    [Fact]
    public void EveryKeyOfEverySectionHasHelp()
    {
        var seen = new HashSet<Type>();
        Visit(typeof(ExperimentConfig));
        Assert.True(seen.Count > 5);

        void Visit(Type section)
        {
            if (!seen.Add(section))
            {
                return;
            }

            foreach (ConfigKey key in ConfigKey.Of(section))
            {
                AssertHelp(key.Option.Help);
                if (key.Type.Form == OptionForm.Section)
                {
                    Visit(key.Type.Type);
                }
            }
        }
    }

    [Fact]
    public void AKeyIsDescribedByItsProperty()
    {
        Component adam = Catalog.FindFamily("optimizer")!.Find("adam")!;
        ComponentConfig record = adam.CreateDefault();
        ConfigKey rate = adam.Keys[0];
        ConfigKey decay = adam.Keys.Single(key => key.Name == "beta2");

        Assert.Equal(["lr", "beta1", "beta2", "epsilon"], adam.Keys.Select(key => key.Name));
        Assert.Equal(("number or schedule", "(0, 10]", "0.001"), (rate.Type.Text, rate.RangeText, rate.DefaultText(record)));
        Assert.Equal(("number", "[0, 1)", "0.999"), (decay.Type.Text, decay.RangeText, decay.DefaultText(record)));
        Assert.StartsWith("Kingma and Ba 2015", adam.Source, StringComparison.Ordinal);
    }

    private static void AssertHelp(string help)
    {
        Assert.NotEmpty(help);
        Assert.True(char.IsUpper(help[0]) || !char.IsLetter(help[0]) || help.Contains(':', StringComparison.Ordinal), help);
        Assert.False(help.EndsWith('.'), help);
        Assert.DoesNotContain('\n', help);
    }

    /// <summary>Experiments that hold the record in each place that takes one of its family.</summary>
    private static IEnumerable<ExperimentConfig> Holders(ComponentConfig record)
    {
        var root = new ExperimentConfig { Name = "a" };
        foreach (ConfigKey key in ConfigKey.Of(typeof(ExperimentConfig)))
        {
            if (key.Type.Form == OptionForm.Section)
            {
                foreach (ConfigKey inner in ConfigKey.Of(key.Type.Type).Where(inner => Takes(inner, record)))
                {
                    ConfigSection section = ((ConfigSection)key.Get(root)!).Copy();
                    inner.Set(section, Fit(inner, record));
                    yield return With(root, key, section);
                }
            }
            else if (Takes(key, record))
            {
                yield return With(root, key, Fit(key, record));
            }
        }
    }

    private static bool Takes(ConfigKey key, ComponentConfig record) => (key.Type.Element ?? key.Type).Type.IsInstanceOfType(record);

    private static object Fit(ConfigKey key, ComponentConfig record)
    {
        if (key.Type.Form != OptionForm.List)
        {
            return record;
        }

        var list = Array.CreateInstance(key.Type.Element!.Type, 1);
        list.SetValue(record, 0);
        return list;
    }

    private static ExperimentConfig With(ExperimentConfig root, ConfigKey key, object value)
    {
        ConfigSection copy = root.Copy();
        key.Set(copy, value);
        return (ExperimentConfig)copy;
    }
}
