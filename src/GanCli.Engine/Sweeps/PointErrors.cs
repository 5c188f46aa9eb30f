using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>What is wrong with the points of a sweep: each fault once, with the points that have it.</summary>
internal sealed class PointErrors
{
    private readonly OrderedDictionary<string, (ConfigError Error, List<string> Points)> _faults = new(StringComparer.Ordinal);

    /// <summary>Does something for a point.</summary>
    /// <returns>Null when it is faulty.</returns>
    public T? Try<T>(string point, Func<T> work)
        where T : class
    {
        try
        {
            return work();
        }
        catch (ConfigException exception)
        {
            foreach (ConfigError error in exception.Errors)
            {
                Add(point, error);
            }

            return null;
        }
    }

    public void Add(string point, ConfigError error)
    {
        string key = error.ToString();
        if (!_faults.TryGetValue(key, out var fault))
        {
            _faults[key] = fault = (error, []);
        }

        fault.Points.Add(point);
    }

    /// <exception cref="ConfigException">There was a fault.</exception>
    public void ThrowIfAny(int points)
    {
        if (_faults.Count > 0)
        {
            throw new ConfigException(_faults.Values.Select(fault => fault.Error with { Message = fault.Error.Message + Where(fault.Points, points) }));
        }
    }

    private static string Where(List<string> points, int all) => points.Count switch
    {
        _ when points.Count == all => "",
        1 when points[0].Length > 0 => $" (point {points[0]})",
        1 => "",
        _ => FormattableString.Invariant($" ({points.Count} of {all} points, the first: {points[0]})"),
    };
}
