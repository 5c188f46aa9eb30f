using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Training;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary><c>gan train --dry-run</c>: what would run. Touches no tensor and writes no file.</summary>
internal static class DryRun
{
    /// <exception cref="MemoryShortageException">It does not fit into memory, told after all the rest.</exception>
    public static void Write(LoadedConfig loaded, Output output, bool allowSwap)
    {
        Blueprint blueprint = Blueprint.Of(loaded);
        ExperimentConfig config = loaded.Config;
        if (blueprint.Data.Summary is { } found)
        {
            output.Say(found);
        }

        foreach (string note in blueprint.Data.Notes)
        {
            output.Warn(note);
        }

        output.Data.WriteLine(output.PaintData("# resolved config", Style.Dim));
        output.Data.WriteLine(ConfigWriter.ToYaml(config));
        Table("generator", blueprint.Game.Generator, output);
        Table("discriminator", blueprint.Game.Discriminator, output);
        foreach ((string name, Network network) in MemoryNeed.Further(blueprint))
        {
            Table(name, network, output);
        }

        output.Data.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"estimated memory: about {Math.Ceiling(MemoryNeed.Bytes(blueprint) / 1e6):N0} MB beside the libraries"));
        MemoryNeed.Check(blueprint, allowSwap);
    }

    private static void Table(string name, Network network, Output output)
    {
        output.Data.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{output.PaintData(name, Style.Strong)}: {Shape(network.InputShape)} → {Shape(network.OutputShape)}, {network.Layout.ParameterCount:N0} weights"));
        TextTable table = new TextTable().Add("LAYER").Add("OUTPUT").Add("WEIGHTS", alignRight: true);
        foreach (LayerDescription layer in network.Layers)
        {
            table.AddRow(layer.Name, Shape(layer.Output), layer.Parameters.ToString("N0", CultureInfo.InvariantCulture));
        }

        table.Write(output);
        output.Data.WriteLine();
    }

    private static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
