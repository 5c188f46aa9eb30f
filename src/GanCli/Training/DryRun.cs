using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Training;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary><c>gan train --dry-run</c>: what would run. Touches no tensor and writes no file.</summary>
internal static class DryRun
{
    public static void Write(LoadedConfig loaded, Output output)
    {
        Blueprint blueprint = Blueprint.Of(loaded);
        ExperimentConfig config = loaded.Config;
        output.Data.WriteLine(output.PaintData("# resolved config", Style.Dim));
        output.Data.WriteLine(ConfigWriter.ToYaml(config));
        Table("generator", blueprint.Game.Generator, output);
        Table("discriminator", blueprint.Game.Discriminator, output);
        foreach ((string name, Network network) in Further(blueprint))
        {
            Table(name, network, output);
        }

        output.Data.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"estimated memory: about {Megabytes(config, blueprint):N0} MB beside the libraries"));
    }

    private static IEnumerable<(string Name, Network Network)> Further(Blueprint blueprint) =>
        Capability<IBringsPlayers>.Of(blueprint.Game.Regularizers).SelectMany(remedy => remedy.Does.PlayerNetworks(blueprint.Game));

    private static void Table(string name, Network network, Output output)
    {
        output.Data.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{output.PaintData(name, Style.Strong)}: {Shape(network.InputShape)} → {Shape(network.OutputShape)}, {network.Layout.ParameterCount:N0} weights"));
        TextTable table = new TextTable().Add("LAYER").Add("OUTPUT").Add("WEIGHTS", alignRight: true);
        foreach (LayerDescription layer in network.Layers)
        {
            table.AddRow(layer.Name, Shape(layer.Output), layer.Parameters.ToString("N0", CultureInfo.InvariantCulture));
        }

        table.Write(output);
        output.Data.WriteLine();
    }

    private static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Weights with gradients, two optimizer slots and an average, and the outputs of every layer, which the gradient needs, twice over
    /// for gradients of them; D sees real and generated samples, and so may the remedies' players.</summary>
    private static double Megabytes(ExperimentConfig config, Blueprint blueprint)
    {
        double number = config.Training.Dtype == NumberType.Float64 ? 8 : 4;
        Network[] judges = [blueprint.Game.Discriminator, .. Further(blueprint).Select(static player => player.Network)];
        double weights = (5d * blueprint.Game.Generator.Layout.ParameterCount) + judges.Sum(static network => 4d * network.Layout.ParameterCount);
        double batch = 2d * config.Training.Batch * (Outputs(blueprint.Game.Generator) + judges.Sum(static network => 2 * Outputs(network)));
        return Math.Ceiling((weights + batch) * number / 1e6);
    }

    private static double Outputs(Network network) => network.Layers.Sum(static l => l.Output.Aggregate(1d, static (a, b) => a * b));
}
