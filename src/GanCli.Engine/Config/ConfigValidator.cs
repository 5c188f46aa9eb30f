using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GanCli.Engine.Config;

/// <summary>Asks every section, then the experiment as a whole, what single ranges cannot express.</summary>
/// <param name="root">The tree, for the positions of faults.</param>
/// <param name="errors">What binding found; receives the faults.</param>
/// <param name="doubts">Receives what runs but is doubtful.</param>
internal sealed partial class ConfigValidator(ConfigMap root, List<ConfigError> errors, List<ConfigError> doubts)
{
    private readonly List<(ComponentConfig Component, string Path)> _components = [];
    private readonly HashSet<string> _faulty = [.. errors.SelectMany(error => ConfigPath.Upwards(error.Path))];

    /// <summary>Validates an experiment.</summary>
    /// <param name="experiment">The bound configuration.</param>
    /// <param name="complete">Whether every value that was stated could be read; a wrong combination is only told where that is known.</param>
    public void Validate(ExperimentConfig experiment, bool complete)
    {
        Validate((ConfigSection)experiment, complete);
        foreach ((ComponentConfig component, string path) in complete ? _components : [])
        {
            if (component.Conflict(experiment) is { } conflict)
            {
                errors.Add(At(path, conflict));
            }
            else if (component.Warning(experiment) is { } doubt)
            {
                doubts.Add(At(path, doubt));
            }
        }

        if (complete && errors.Count == 0)
        {
            DoubtTwins(experiment);
        }
    }

    /// <summary>Remedies that are there twice: nobody means to apply one two times over. Two of a kind that differ in more than numbers may be meant,
    /// for instance penalties at other points.</summary>
    private void DoubtTwins(ExperimentConfig experiment)
    {
        string[] forms = [.. experiment.Regularizers.Select(static remedy => Number.Replace(ConfigWriter.ToJson(remedy), "0"))];
        for (int i = 1; i < forms.Length; i++)
        {
            int twin = Array.IndexOf(forms, forms[i], 0, i);
            if (twin >= 0)
            {
                doubts.Add(At(ConfigPath.Element("regularizers", i), string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Catalog.KindOf(experiment.Regularizers[i])} is there already as regularizers[{twin}], and both are applied; leave one out")));
            }
        }
    }

    /// <summary>Validates another kind of file.</summary>
    public void Validate(ConfigSection section, bool complete)
    {
        VisitKeys(section, "");
        if (complete)
        {
            Report(section, "");
        }
    }

    private void Visit(object? value, string path)
    {
        if (value is ConfigSection section)
        {
            VisitKeys(section, path);
            if (!_faulty.Contains(path))
            {
                Report(section, path);
            }

            if (section is ComponentConfig component)
            {
                _components.Add((component, path));
            }
        }
        else if (value is IDictionary entries)
        {
            foreach (string key in entries.Keys)
            {
                Visit(entries[key], ConfigPath.Key(path, key));
            }
        }
        else if (value is IEnumerable<ConfigSection> sections)
        {
            int index = 0;
            foreach (ConfigSection item in sections)
            {
                Visit(item, ConfigPath.Element(path, index++));
            }
        }
    }

    private void VisitKeys(ConfigSection section, string path)
    {
        foreach (ConfigKey key in ConfigKey.Of(section.GetType()))
        {
            Visit(key.Get(section), ConfigPath.Key(path, key.Name));
        }
    }

    private void Report(ConfigSection section, string path)
    {
        var check = new ConfigCheck();
        section.Validate(check);
        foreach ((string key, string message) in check.Faults)
        {
            errors.Add(At(key.Length == 0 ? path : ConfigPath.Key(path, key), message));
        }
    }

    [GeneratedRegex("(?<=[:\\[,] *)-?[0-9][0-9.eE+-]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number { get; }

    private ConfigError At(string path, string message) => new(ConfigLocator.Find(root, ConfigPath.Parse(path) ?? []), path, message);
}
