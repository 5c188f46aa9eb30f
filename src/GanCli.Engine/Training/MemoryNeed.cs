using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Training;

/// <summary>The memory that an experiment takes, reckoned from its blueprint alone: before any tensor exists.</summary>
public static class MemoryNeed
{
    // Addresses within one store of weights are 32-bit numbers.
    private const long MostWeights = int.MaxValue;

    /// <summary>Bytes, beside the libraries: weights with gradients, two optimizer slots and an average, and the outputs of every layer, which the gradient
    /// needs, twice over for gradients of them; D sees real and generated samples, and so may the remedies' players.</summary>
    public static double Bytes(Blueprint blueprint)
    {
        TrainingConfig training = blueprint.Config.Training;
        double number = training.Dtype == NumberType.Float64 ? 8 : 4;
        Network[] judges = [blueprint.Game.Discriminator, .. Further(blueprint).Select(static player => player.Network)];
        double weights = (5d * blueprint.Game.Generator.Layout.ParameterCount) + judges.Sum(static network => 4d * network.Layout.ParameterCount);
        double batch = 2d * training.Batch * (Outputs(blueprint.Game.Generator) + judges.Sum(static network => 2 * Outputs(network)));
        return (weights + batch) * number;
    }

    /// <summary>The networks that remedies bring along.</summary>
    public static IEnumerable<(string Name, Network Network)> Further(Blueprint blueprint) =>
        Capability<IBringsPlayers>.Of(blueprint.Game.Regularizers).SelectMany(remedy => remedy.Does.PlayerNetworks(blueprint.Game));

    /// <summary>Compares what an experiment needs with what there is.</summary>
    /// <param name="blueprint">The experiment.</param>
    /// <param name="allowSwap">Whether it may begin all the same where memory does not suffice.</param>
    /// <exception cref="MemoryShortageException">It does not fit.</exception>
    public static void Check(Blueprint blueprint, bool allowSwap)
    {
        // auto: whether it will be a device is known once libtorch is loaded; the host has to hold the weights first in any case.
        int? device = DeviceChoice.Parse(blueprint.Config.Device)?.CudaIndex;
        Check(blueprint, MemoryLimits.Host(), device is { } index ? MemoryLimits.Cuda(index) : null, allowSwap);
    }

    /// <inheritdoc cref="Check(Blueprint, bool)"/>
    /// <param name="blueprint">The experiment.</param>
    /// <param name="host">Bytes that this machine has.</param>
    /// <param name="device">Bytes that the CUDA device has which computes; null where the host does.</param>
    /// <param name="allowSwap">Whether it may begin all the same.</param>
    internal static void Check(Blueprint blueprint, long host, long? device, bool allowSwap)
    {
        double need = Bytes(blueprint);
        (string where, long has) = device is { } bytes ? (blueprint.Config.Device, bytes) : ("this machine", host);
        if (need > has && !allowSwap)
        {
            throw new MemoryShortageException(string.Create(
                CultureInfo.InvariantCulture,
                $"training needs about {need / 1e6:N0} MB and {where} has {has / 1e6:N0} MB: make the networks or training.batch smaller, or try all the "
                    + $"same with --allow-swap"));
        }

        IEnumerable<(string Name, Network Network)> networks =
            [("generator", blueprint.Game.Generator), ("discriminator", blueprint.Game.Discriminator), .. Further(blueprint)];
        foreach ((string name, Network network) in networks.Where(static network => network.Network.Layout.ParameterCount > MostWeights))
        {
            throw new MemoryShortageException(string.Create(
                CultureInfo.InvariantCulture,
                $"the {name} has {network.Layout.ParameterCount:N0} weights; one network may have {MostWeights:N0}: make it smaller"));
        }
    }

    private static double Outputs(Network network) => network.Layers.Sum(static l => l.Output.Aggregate(1d, static (a, b) => a * b));
}
