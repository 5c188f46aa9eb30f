using System.Globalization;

namespace GanCli.Tests.Runs;

/// <summary>Runs code where numbers are written with a comma.</summary>
internal static class Cultures
{
    public static TheoryData<string> WithComma { get; } = ["pt-BR", "de-DE"];

    public static void Under(string name, Action action)
    {
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
