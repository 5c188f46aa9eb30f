using System.Globalization;
using System.Reflection;
using System.Text;

namespace GanCli.Engine.Watch.Remedies;

/// <summary>How often a treatment helped: runs that were stuck, by what a diagnosis took for the cause, and how many of them held all of the data at their end
/// after one rescue. Measured by <c>scripts/watch-table --rescues</c>; the numbers are part of the program.</summary>
public static class TreatmentRates
{
    /// <summary>The arm that nothing was done to.</summary>
    public const string Unchanged = "unchanged";

    private const string Resource = "treatments.csv";
    private static readonly Lazy<IReadOnlyList<TreatmentRate>> s_all = new(Read);

    /// <summary>All that was measured.</summary>
    public static IReadOnlyList<TreatmentRate> All => s_all.Value;

    /// <summary>How often a treatment helped with a cause; of all causes together where it is null.</summary>
    /// <returns>Null where it was not measured.</returns>
    public static TreatmentRate? Of(string treatment, Cause? cause)
    {
        TreatmentRate[] rows =
            [.. All.Where(rate => string.Equals(rate.Treatment, treatment, StringComparison.Ordinal) && (cause is null || rate.Cause == cause))];
        return rows.Length == 0 ? null : new TreatmentRate(treatment, cause, rows.Sum(static rate => rate.Held), rows.Sum(static rate => rate.Runs));
    }

    private static TreatmentRate[] Read()
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource);
        if (stream is null)
        {
            return [];
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];
    }

    private static TreatmentRate Parse(string line)
    {
        string[] cells = line.TrimEnd('\r').Split(',');
        Cause cause = Enum.Parse<Cause>(cells[1].Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        return new TreatmentRate(cells[0], cause, int.Parse(cells[2], CultureInfo.InvariantCulture), int.Parse(cells[3], CultureInfo.InvariantCulture));
    }
}

/// <summary>How often a treatment helped.</summary>
/// <param name="Treatment">Its name, or <see cref="TreatmentRates.Unchanged"/>.</param>
/// <param name="Cause">Of runs with this cause; null: of all.</param>
/// <param name="Held">Runs that held all of the data at their end.</param>
/// <param name="Runs">Runs that were stuck.</param>
public sealed record TreatmentRate(string Treatment, Cause? Cause, int Held, int Runs)
{
    /// <summary>Share that helped, drawn towards one half where runs are few (Laplace's rule of succession).</summary>
    public double Expected => (Held + 1.0) / (Runs + 2);
}
