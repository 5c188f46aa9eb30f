using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Sessions;

namespace GanCli.Training;

/// <summary>One phrase about a run's data.</summary>
internal static class DataText
{
    public static string Of(TrainingRun run)
    {
        string kind = Catalog.KindOf(run.Config.Data);
        DataSource data = run.Blueprint.Data;
        string measures = run.Config.Data.Measures is { } numbers ? $", {numbers}" : "";
        return data.Mixture is { } mixture
            ? string.Create(CultureInfo.InvariantCulture, $"{kind}, {mixture.Count} modes{measures}")
            : data.Shape.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{kind}, samples of {string.Join(" × ", data.Shape)}{measures}")
            : string.Create(CultureInfo.InvariantCulture, $"{kind}, {data.Dimension} {(data.Dimension == 1 ? "column" : "columns")}{measures}");
    }
}
