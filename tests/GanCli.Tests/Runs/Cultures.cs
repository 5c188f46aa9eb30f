using System.Globalization;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

/// <summary>Runs code where numbers are written with a comma.</summary>
internal static class Cultures
{
    public static TheoryData<string> WithComma { get; } = ["pt-BR", "de-DE"];

    public static void Under(string name, Action action)
    {
        // A system without ICU knows no culture but one, and then nothing would be tested.
        Tools.RequireThat(Array.Exists(CultureInfo.GetCultures(CultureTypes.SpecificCultures), culture => culture.Name == name), "needs ICU (libicu)");
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            Assert.Equal("1,5", 1.5.ToString());
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
