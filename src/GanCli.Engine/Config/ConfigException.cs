using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>A configuration that cannot be used: everything that is wrong with it, in the order in which it was stated.</summary>
public sealed class ConfigException : Exception
{
    private const int Shown = 50;

    public ConfigException(IEnumerable<ConfigError> errors)
    {
        Errors = [.. errors.OrderBy(error => error.Position.Source.Order)
            .ThenBy(error => error.Position.Line)
            .ThenBy(error => error.Position.Column)];
    }

    public ConfigException(ConfigError error)
        : this([error])
    {
    }

    public IReadOnlyList<ConfigError> Errors { get; }

    /// <summary>How many there are: <c>1 error</c>, <c>4 errors</c>.</summary>
    public string Summary => Errors.Count == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{Errors.Count:N0} errors");

    /// <summary>One line for each error, positions padded so that paths align; a list of alternatives on a line below the first that it is for.</summary>
    public override string Message
    {
        get
        {
            var shown = Errors.Take(Shown).ToList();
            int width = shown.Where(error => error.Path.Length > 0).Select(error => error.Position.ToString().Length).DefaultIfEmpty().Max();
            var lines = new List<string>();
            var listed = new HashSet<string>(StringComparer.Ordinal);
            foreach (ConfigError error in shown)
            {
                string position = error.Position.ToString();
                lines.Add(error.Path.Length > 0
                    ? $"{position.PadRight(width)} {error.Path}: {error.Message}"
                    : $"{position}: {error.Message}");
                if (error.Alternatives is { } alternatives && listed.Add(alternatives))
                {
                    lines.Add(new string(' ', width + 3) + alternatives);
                }
            }

            if (Errors.Count > Shown)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"… and {Errors.Count - Shown:N0} more"));
            }

            return string.Join('\n', lines);
        }
    }
}
